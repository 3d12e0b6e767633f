"""What became of records: whose they are, by which decision, and what is asked about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import orjson

from graph.identity_words import Words, reason
from graph.review_statements import TASKS_IN_STATE
from graph.store import Row, Statement, Store, Work
from mpi.decision import Evidence, Outcome

_AT_ONCE = 2000

#: Whose records are, and of how many records these people are.
OWNERS = Statement("""
    UNWIND $ids AS id
    MATCH (r:PatientRecord {id: id})-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(o:PatientRecord)
    RETURN id AS id, p.id AS person, p.provisional AS maybe, count(o.id) AS many
    ORDER BY id
""")

#: What was decided on records, in the order decided.
DECIDED = Statement("""
    UNWIND $ids AS id
    MATCH (:PatientRecord {id: id})<-[:ABOUT]-(d:Decision)
    RETURN id AS id, d.at AS at, d.id AS decision, d.outcome AS outcome, d.bits AS bits
    ORDER BY id, at, decision
""")

#: The facility's code of every record and its person, in pages by record.
CODES = Statement(
    """
    MATCH (r:PatientRecord)
    WHERE r.id > $after
    WITH r ORDER BY r.id LIMIT $size
    MATCH (r)-[:IDENTIFIES]->(p:Person)
    RETURN r.id AS record, r.local_id AS local_id, p.id AS person, p.provisional AS maybe
    ORDER BY record
""",
    whole=True,
)

ANY_RECORD = Statement("""
    UNWIND $ids AS id
    MATCH (:Person {id: id})<-[:IDENTIFIES]-(r:PatientRecord)
    RETURN id AS id, min(r.id) AS record
    ORDER BY id
""")


@dataclass(frozen=True, slots=True)
class Became:
    """Whose a record is now and how: *same* with others in one person, *maybe* or *new* alone.

    `bits` are those of the last decision with this outcome, None where a person was the first of
    its kind or a steward decided.
    """

    person: str
    outcome: Outcome
    bits: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """Whether `record`, of `person` now, is of `likely`, of whom `other` is a record."""

    record: str
    other: str
    person: str
    likely: str
    bits: float
    reason: Words


@dataclass(frozen=True, slots=True)
class Owned:
    """A record by the facility's own code, and whose it is."""

    record: str
    local_id: str
    person: str
    maybe: bool


def became(store: Store, records: Sequence[str]) -> dict[str, Became]:
    """Give what became of records, by id; what is not stored is left out."""
    last = {(row["id"], row["outcome"]): row["bits"] for row in _rows(store, DECIDED, records)}
    found = {}
    for row in _rows(store, OWNERS, records):
        outcome = _outcome(row)
        found[row["id"]] = Became(row["person"], outcome, last.get((row["id"], outcome.value)))
    return found


def _outcome(row: Row) -> Outcome:
    if row["maybe"]:
        return Outcome.MAYBE
    return Outcome.SAME if row["many"] > 1 else Outcome.NEW


def questions(store: Store) -> list[Question]:
    """Give every open question whether two people are one, likeliest first."""
    asked = store.read(lambda work: work.run(TASKS_IN_STATE, state="open"), timeout=600)
    rows = [row for row in asked if row["kind"] == "same" and row["person"] != row["likely"]]
    likely = sorted({row["likely"] for row in rows})
    others = {row["id"]: row["record"] for row in _rows(store, ANY_RECORD, likely)}
    found = [
        Question(row["record"], others[row["likely"]], row["person"], row["likely"],
                 row["bits"] or 0.0, _reason(row))
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.bits, each.record))


def _reason(row: Row) -> Words:
    said = orjson.loads(row["evidence"] or "[]")
    return reason(Evidence(e["field"], e["level"], e["bits"]) for e in said)


def owned(store: Store) -> Iterator[Owned]:
    """Give every record of a store with its facility's code, page by page."""
    after = ""
    while rows := store.read(partial(_page, after), timeout=600):
        yield from (Owned(r["record"], r["local_id"], r["person"], bool(r["maybe"])) for r in rows)
        after = rows[-1]["record"]


def _page(after: str, work: Work) -> list[Row]:
    return work.run(CODES, after=after, size=_AT_ONCE)


def _rows(store: Store, statement: Statement, ids: Sequence[str]) -> Iterator[Row]:
    for start in range(0, len(ids), _AT_ONCE):
        some = list(ids[start : start + _AT_ONCE])
        yield from store.read(partial(_run, statement, some), timeout=60)


def _run(statement: Statement, ids: list[str], work: Work) -> list[Row]:
    return work.run(statement, ids=ids)
