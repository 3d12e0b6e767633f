"""From schema 2 to 3: kinds and indexes that version 2 did not know, and what follows from facts.

Page by page and safe to repeat, so that a large store that is stopped on the way goes on.
"""

from __future__ import annotations

from functools import partial

from graph import ddl
from graph.daily_marks import mark_records
from graph.store import Row, Statement, Store, Work
from graph.whereabouts import renew

_PAGE = 1000

RECORDS = Statement(
    "MATCH (n:PatientRecord) WHERE n.id > $after RETURN n.id AS id ORDER BY id LIMIT $size",
    whole=True,
)

#: A record of version 2 says since when it is known by what it says; since when it said so is lost.
SAY_SINCE = Statement(
    """
    UNWIND $ids AS id
    MATCH (r:PatientRecord {id: id})
    WHERE r.said_since IS NULL
    SET r.said_since = r.said_at
""",
    writes=True,
)


#: Visits of version 2 did not keep whom they were about; their record as last said stands in.
SAY_OF_VISITS = Statement(
    """
    UNWIND $ids AS id
    MATCH (r:PatientRecord {id: id})<-[:OF]-(e:Encounter)
    WHERE e.patient_sex IS NULL
    OPTIONAL MATCH (r)-[l:LIVES_IN]->(w:Ward)
    WHERE l.certain
    SET e.patient_sex = r.sex, e.patient_birth = r.birth_date, e.patient_ward = w.id
""",
    writes=True,
)


def to_schema_three(store: Store) -> None:
    """Add the new constraints and indexes; date what records say, and where their patients were."""
    store.define(ddl.statements())
    after = ""
    while ids := [row["id"] for row in store.read(partial(_page, after), timeout=600)]:
        store.write(partial(_date, ids))
        after = ids[-1]


def _page(after: str, work: Work) -> list[Row]:
    return work.run(RECORDS, after=after, size=_PAGE)


def _date(ids: list[str], work: Work) -> None:
    work.run(SAY_SINCE, ids=ids)
    renew(work, ids)
    work.run(SAY_OF_VISITS, ids=ids)
    mark_records(work, ids)
