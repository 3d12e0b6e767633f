"""Blocking keys of another model: what records are found by, brought in step with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.census import Counted
from graph.people_statements import BLOCK_RECORDS, TOUCH_KEYS
from graph.store import Statement, Work
from mpi.blocking import keys
from mpi.model import Model

KEYS_OF_RECORDS = Statement("""
    UNWIND $records AS record
    MATCH (:PatientRecord {id: record})-[:BLOCKED_BY]->(b:BlockKey)
    RETURN record AS record, b.id AS key
""")

UNBLOCK = Statement(
    """
    UNWIND $rows AS row
    MATCH (:PatientRecord {id: row.record})-[e:BLOCKED_BY]->(:BlockKey {id: row.key})
    DELETE e
""",
    writes=True,
)


@dataclass(frozen=True, slots=True)
class Rekeying:
    """Keys to give and to take, by record."""

    give: Mapping[str, frozenset[str]]
    take: Mapping[str, frozenset[str]]

    @property
    def records(self) -> set[str]:
        """Records whose keys change."""
        return {*self.give, *self.take}


def rekeying(work: Work, records: Sequence[Counted], model: Model) -> Rekeying:
    """Compare the keys of records with those that a model gives to what they say.

    Keys of the model's rules that a record has by what it said long ago stay.
    """
    have: dict[str, set[str]] = {each.record: set() for each in records}
    for row in work.run(KEYS_OF_RECORDS, records=sorted(have)):
        have[row["record"]].add(row["key"])
    rules = {rule.rule for rule in model.blocking}
    want = {
        each.record: {key for said in each.said for key in keys(said.identity, model)}
        for each in records
    }
    give = {record: frozenset(want[record] - have[record]) for record in have}
    take = {
        record: frozenset(key for key in known if key.partition(":")[0] not in rules)
        for record, known in have.items()
    }
    return Rekeying(_some(give), _some(take))


def rekey(work: Work, change: Rekeying) -> None:
    """Give and take the keys."""
    given = _rows(change.give)
    if given:
        work.run(TOUCH_KEYS, keys=sorted({row["key"] for row in given}))
        work.run(BLOCK_RECORDS, rows=given)
    taken = _rows(change.take)
    if taken:
        work.run(UNBLOCK, rows=taken)


def _some(found: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {record: those for record, those in found.items() if those}


def _rows(change: Mapping[str, Iterable[str]]) -> list[dict[str, str]]:
    return [
        {"record": record, "key": key}
        for record, those in sorted(change.items())
        for key in sorted(those)
    ]
