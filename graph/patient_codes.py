"""One patient, whatever name a facility's system uses: the logical id of FHIR beside the code.

A FHIR server sends a patient with a medical record number once, and everything else by `Patient/p1`
alone, often in another message and sometimes before it. The first record that a name comes with is
the patient's; what comes by the name later goes there. Where facts came first, under the name
itself, the patient that follows says that name and number are one (`PatientMerge`).

A name never makes two records with a number of their own one: two systems may use one name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.facts import FactRow
from graph.model import Origin, PatientMerge, Record
from graph.people_rows import put
from graph.store import Statement, Work

#: Takes the names' write locks, so that a patient and a fact of the patient go one after the other.
TOUCH_CODES = Statement(
    "UNWIND $codes AS code MERGE (c:PatientCode {id: code}) SET c.touch = true",
    writes=True,
    alone="UNWIND $codes AS code MERGE (c:PatientCode {id: code}) ON CREATE SET c.touch = true",
)

CODES = Statement("""
    UNWIND $codes AS code
    MATCH (:PatientCode {id: code})-[:CODE_OF]->(r:PatientRecord)
    RETURN code AS code, r.id AS record
    ORDER BY code
""")

PART_CODES = Statement(
    """
    UNWIND $rows AS row
    MATCH (:PatientCode {id: row.id})-[o:CODE_OF]->(:PatientRecord)
    DELETE o
""",
    writes=True,
)

PUT_CODES = Statement(
    """
    UNWIND $rows AS row
    MATCH (c:PatientCode {id: row.id})
    MATCH (r:PatientRecord {id: row.record})
    MERGE (c)-[:CODE_OF]->(r)
""",
    writes=True,
)


def with_known_codes(
    work: Work, records: Sequence[Record]
) -> tuple[Sequence[Record], list[FactRow]]:
    """Give the records under the code that each patient has here, and the names to keep.

    Nothing is asked for records that give no other name.
    """
    names = sorted({_id(record) for record in records if record.alias})
    if not names:
        return records, []
    work.run(TOUCH_CODES, codes=names)
    known = {row["code"]: row["record"] for row in work.run(CODES, codes=names)}
    now = {**_said(records), **known}
    settled = [_settled(record, now) if record.alias else record for record in records]
    owner = {_id(record): record.key for record in settled if record.alias}
    rows = [{"id": c, "record": key} for c, key in sorted(owner.items()) if known.get(c) != key]
    return settled, rows


def keep_codes(work: Work, rows: Sequence[FactRow]) -> None:
    """Remember names of patients whose records are stored by now."""
    put(work, PART_CODES, rows)
    put(work, PUT_CODES, rows)


def _said(records: Sequence[Record]) -> Mapping[str, str]:
    """What the records say themselves: whose each name is, by a number of its own."""
    return {_id(record): record.key for record in records if record.alias and _numbered(record)}


def _id(record: Record) -> str:
    return f"{record.facility}|{record.alias}"


def _bare(alias: str) -> str:
    return alias.rpartition("/")[2]


def _numbered(record: Record) -> bool:
    return record.local_id != _bare(record.alias)


def _settled(record: Record, known: Mapping[str, str]) -> Record:
    here = known.get(_id(record), record.key).partition("|")[2]
    if here == record.local_id:
        return record
    if not _numbered(record):
        return replace(record, local_id=here)
    return _one(record, here) if here == _bare(record.alias) else record


def _one(record: Record, here: str) -> Record:
    """Put a patient with a number where the facts are that came under the name alone."""
    at = Origin(f"{record.alias}#code")
    merge = PatientMerge(at, record.local_id, here)
    return replace(
        record,
        local_id=here,
        events=(*record.events, merge),
        tables=record.tables | {at.table},
    )
