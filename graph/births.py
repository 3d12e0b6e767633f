"""Births: a child's record hangs on its mother's, as the certificate of her visit says (XML9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.deciding import RecordOf
from graph.facts import FactRow, of_kind
from graph.model import Birth, Record
from graph.people import child_key
from graph.people_rows import put
from graph.standing import Standing
from graph.store import Statement, Work

_TABLE = "XML9"

LINK_CHILDREN = Statement(
    """
    UNWIND $rows AS row
    MATCH (c:PatientRecord {id: row.child})
    MATCH (m:PatientRecord {id: row.parent})
    MERGE (c)-[e:CHILD_OF]->(m)
    SET e.kinship = row.kinship, e.document = row.document, e.visit = row.visit
""",
    writes=True,
)

#: A resend that no longer certifies a birth takes the kinship back; the child's record stays.
WITHDRAW_CHILDREN = Statement(
    """
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})-[:OF]->(:PatientRecord)<-[c:CHILD_OF]-(:PatientRecord)
    WHERE c.visit = encounter
    DELETE c
""",
    writes=True,
)


def withdraw_births(work: Work, standings: Iterable[Standing]) -> None:
    """Take back the kinships that a message of these standings states anew, or no longer."""
    again = sorted(
        it.record.encounter_key for it in standings if it.record is not None and _speaks(it)
    )
    if again:
        work.run(WITHDRAW_CHILDREN, encounters=again)


def _speaks(it: Standing) -> bool:
    return (it.whole and _TABLE not in it.keep) or _TABLE in it.withdraw


def link_births(work: Work, records: Sequence[Record], record_of: RecordOf) -> None:
    """Link every certified child to its mother's record; `record_of` as in `write_visits`."""
    put(work, LINK_CHILDREN, [row for record in records for row in _rows(record, record_of)])


def _rows(record: Record, record_of: RecordOf) -> Iterator[FactRow]:
    mother = record_of.get((record.key, record.visit))
    for birth in of_kind(record, Birth):
        child = record_of.get((child_key(record, birth), record.visit))
        if mother and child:
            yield {
                "child": child,
                "parent": mother,
                "kinship": "mother",
                "visit": record.encounter_key,
                "document": f"{record.encounter_key}|birth|{_TABLE}.{birth.origin.row}.1",
            }
