"""Which person each stated record was given: what an evaluation against truth reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

#: Every decision on the records of visits, in the order made.
_VISITS_DECIDED = Statement("""
    UNWIND $ids AS id
    MATCH (:Encounter {id: id})-[:OF]->(r:PatientRecord)<-[a:ABOUT]-(d:Decision)
    RETURN id AS id, r.id AS record, a.person AS person, d.at AS at, d.id AS decision,
        d.outcome AS outcome
    ORDER BY id, at, decision
""")

_RECORDS_DECIDED = Statement("""
    UNWIND $ids AS id
    MATCH (r:PatientRecord {id: id})<-[a:ABOUT]-(d:Decision)
    RETURN id AS id, r.id AS record, a.person AS person, d.at AS at, d.id AS decision,
        d.outcome AS outcome
    ORDER BY id, at, decision
""")

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Assigned:
    """The record and person that a visit or record was given; `maybe` for a provisional person."""

    record: str
    person: str
    maybe: bool


def of_visits(store: Store, visits: Sequence[str], moment: str = "") -> dict[str, Assigned]:
    """Assignment by visit id (`facility|MA_LK`); a visit that is not stored is left out.

    At a `moment` (UTC text) it is the assignment that the decisions until then had made; what was
    decided only later is left out.
    """
    if moment:
        return _then(_rows(store, _VISITS_DECIDED, visits), moment)
    return _now(_rows(store, _OF_VISITS, visits))


def of_records(store: Store, records: Sequence[str], moment: str = "") -> dict[str, Assigned]:
    """Assignment by record id (`facility|MA_BN`); as `of_visits`."""
    if moment:
        return _then(_rows(store, _RECORDS_DECIDED, records), moment)
    return _now(_rows(store, _OF_RECORDS, records))


def _now(rows: Iterable[Row]) -> dict[str, Assigned]:
    return {row["id"]: Assigned(row["record"], row["person"], bool(row["maybe"])) for row in rows}


def _then(rows: Iterable[Row], moment: str) -> dict[str, Assigned]:
    """The last decision on each until the moment."""
    return {
        row["id"]: Assigned(row["record"], row["person"], row["outcome"] == "maybe")
        for row in rows
        if row["at"] <= moment
    }


def _rows(store: Store, statement: Statement, ids: Sequence[str]) -> Iterator[Row]:
    for start in range(0, len(ids), _AT_ONCE):
        some = list(ids[start : start + _AT_ONCE])
        yield from store.read(partial(_run, statement, some), timeout=60)


def _run(statement: Statement, ids: list[str], work: Work) -> list[Row]:
    return work.run(statement, ids=ids)
