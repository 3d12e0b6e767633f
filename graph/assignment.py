"""Which person each stated record was given: what an evaluation against truth reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from graph.store import Row, Statement, Store, Work

_OF_VISITS = Statement("""
    UNWIND $ids AS id
    MATCH (:Encounter {id: id})-[:OF]->(r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN id AS id, r.id AS record, p.id AS person, p.provisional AS maybe
""")

_OF_RECORDS = Statement("""
    UNWIND $ids AS id
    MATCH (r:PatientRecord {id: id})-[:IDENTIFIES]->(p:Person)
    RETURN id AS id, r.id AS record, p.id AS person, p.provisional AS maybe
""")

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Assigned:
    """The record and person that a visit or record was given; `maybe` for a provisional person."""

    record: str
    person: str
    maybe: bool


def of_visits(store: Store, visits: Sequence[str]) -> dict[str, Assigned]:
    """Assignment by visit id (`facility|MA_LK`); a visit that is not stored is left out."""
    return dict(_read(store, _OF_VISITS, visits))


def of_records(store: Store, records: Sequence[str]) -> dict[str, Assigned]:
    """Assignment by record id (`facility|MA_BN`); a record that is not stored is left out."""
    return dict(_read(store, _OF_RECORDS, records))


def _read(store: Store, statement: Statement, ids: Sequence[str]) -> Iterator[tuple[str, Assigned]]:
    for start in range(0, len(ids), _AT_ONCE):
        some = list(ids[start : start + _AT_ONCE])
        for row in store.read(partial(_run, statement, some), timeout=60):
            yield row["id"], Assigned(row["record"], row["person"], bool(row["maybe"]))


def _run(statement: Statement, ids: list[str], work: Work) -> list[Row]:
    return work.run(statement, ids=ids)
