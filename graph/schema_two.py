"""From schema 1 to 2: every decision of a version 1 store was a link, every task asked "same?".

Page by page and safe to repeat, so that a large store that is stopped on the way goes on.
"""

from __future__ import annotations

from functools import partial

from graph import ddl
from graph.store import Row, Statement, Store, Work

_PAGE = 1000

DECISIONS = Statement(
    "MATCH (n:Decision) WHERE n.id > $after RETURN n.id AS id ORDER BY id LIMIT $size", whole=True
)

TASKS = Statement(
    "MATCH (n:ReviewTask) WHERE n.id > $after RETURN n.id AS id ORDER BY id LIMIT $size", whole=True
)

SAY_LINK = Statement(
    """
    UNWIND $ids AS id
    MATCH (d:Decision {id: id})-[a:ABOUT]->(:PatientRecord)
    WHERE d.kind IS NULL
    SET d.kind = 'link', a.person = d.person
""",
    writes=True,
)

SAY_WHO_ASKED = Statement(
    """
    UNWIND $ids AS id
    MATCH (t:ReviewTask {id: id})-[:ASKS_ABOUT]->(:PatientRecord)<-[:ABOUT]-(d:Decision)
    WHERE t.kind IS NULL AND d.outcome = 'maybe'
    SET t.kind = 'same', t.decision = d.id
""",
    writes=True,
)


def to_schema_two(store: Store) -> None:
    """Add the new index, and say of what is there what version 2 says of everything."""
    store.define(ddl.statements())
    for pages, change in ((DECISIONS, SAY_LINK), (TASKS, SAY_WHO_ASKED)):
        after = ""
        while ids := [row["id"] for row in store.read(partial(_page, pages, after), timeout=600)]:
            store.write(partial(_change, change, ids))
            after = ids[-1]


def _page(statement: Statement, after: str, work: Work) -> list[Row]:
    return work.run(statement, after=after, size=_PAGE)


def _change(statement: Statement, ids: list[str], work: Work) -> None:
    work.run(statement, ids=ids)
