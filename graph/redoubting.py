"""Doubts under another model: what it would ask a steward, and what it asks no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from graph.doubts import OPEN_TASKS, Ending, align
from graph.facts import FactRow
from graph.joint import Neighbourhood, judged
from graph.people_rows import put
from graph.people_statements import RECORDS_OF_PEOPLE
from graph.store import Statement, Store, Work
from graph.stored import precise
from graph.twofold import PROPOSE
from mpi.decide import decide
from mpi.decision import Outcome, Scored
from mpi.model import Model

#: Tasks about records of these people, whatever became of them.
TASKED = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(r:PatientRecord)<-[:ASKS_ABOUT]-(t:ReviewTask)
    WHERE t.kind = 'same'
    RETURN person AS person, r.id AS record, t.id AS task
    ORDER BY person, record
""")

#: Everybody who is doubted, with whom.
DOUBTED = Statement(
    """
    MATCH (t:ReviewTask)
    WHERE t.state = 'open'
    MATCH (t)-[:ASKS_ABOUT]->(:PatientRecord)-[:IDENTIFIES]->(o:Person)
    MATCH (t)-[:SUGGESTS]->(l:Person)
    WHERE o.id <> l.id
    RETURN DISTINCT o.id AS person, l.id AS likely
    ORDER BY person, likely
""",
    whole=True,
)

CLOSE = Statement(
    """
    UNWIND $rows AS row
    MATCH (t:ReviewTask {id: row.task})
    WHERE t.state = 'open'
    SET t += row.properties
""",
    writes=True,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A doubt that a model has and nobody was asked about: whether `person` is `likely` too."""

    person: str
    record: str
    best: Scored

    @property
    def likely(self) -> str:
        """Whom they may be."""
        return self.best.person


@dataclass(frozen=True, slots=True)
class Doubt:
    """An open task: whether a record of `person` is about `likely`."""

    task: str
    person: str
    likely: str


def asking(
    work: Work, people: Sequence[str], known: Neighbourhood, model: Model
) -> tuple[Asking, ...]:
    """Give the doubts about people that nobody was asked about yet, each pair once."""
    if not people:
        return ()
    found = ((person, judged(person, known, model)) for person in people)
    likely = {p: it.best for p, it in found if it.outcome is Outcome.MAYBE and it.best}
    pairs = {frozenset((person, best.person)): person for person, best in sorted(likely.items())}
    asked = sorted({*likely, *(best.person for best in likely.values())})
    tasked = {row["person"] for row in work.run(TASKED, people=asked)}
    fresh = {person for pair, person in pairs.items() if not pair & tasked}
    first: dict[str, str] = {}
    for row in work.run(RECORDS_OF_PEOPLE, people=sorted(fresh)):
        first.setdefault(row["person"], row["record"])
    return tuple(Asking(p, first[p], likely[p]) for p in sorted(fresh))


def doubts_of(work: Work, people: Sequence[str]) -> tuple[Doubt, ...]:
    """Give the open doubts whether records of these people are somebody else's."""
    if not people:
        return ()
    mine = set(people)
    found = work.run(OPEN_TASKS, people=sorted(mine))
    rows = [row for row in found if (row["kind"], row["state"]) == ("same", "open")]
    doubts = {Doubt(r["task"], r["owner"], r["likely"]) for r in rows if r["owner"] in mine}
    return tuple(sorted(doubts, key=lambda doubt: doubt.task))


def doubted(store: Store) -> list[tuple[str, str]]:
    """Give everybody about whom something is open, with whom they may be."""
    rows = store.read(lambda work: work.run(DOUBTED), timeout=600)
    return [(row["person"], row["likely"]) for row in rows]


def overtaken(doubt: Doubt, known: Neighbourhood, model: Model) -> bool:
    """Tell whether a model finds no doubt any more: nothing said would be even *maybe*."""
    if doubt.likely not in known.told:
        return False
    only = [known.candidate(doubt.person, doubt.likely, model)]
    outcomes = {decide(said, only, model).outcome for said in known.told[doubt.person]}
    return outcomes == {Outcome.NEW}


def open_tasks(work: Work, found: Sequence[Asking], model: Model, now: dt.datetime) -> None:
    """Ask a steward about each, and let the doubt be seen."""
    if found:
        put(work, PROPOSE, [_task(each, precise(now)) for each in found])
        people = {person for each in found for person in (each.person, each.likely)}
        align(work, people, Ending(f"model {model.version}", precise(now)))


def close(work: Work, found: Sequence[Doubt], model: Model, now: dt.datetime) -> None:
    """End tasks that the model does not ask any more; a steward's word on them stays."""
    if not found:
        return
    by, at = f"model {model.version}", precise(now)
    ended = {"state": "decided", "verdict": "overtaken", "decided_by": by, "decided_at": at}
    work.run(CLOSE, rows=[{"task": each.task, "properties": ended} for each in found])
    align(work, _people(found), Ending(by, at))


def _people(found: Iterable[Doubt]) -> set[str]:
    return {person for each in found for person in (each.person, each.likely)}


def _task(each: Asking, at: str) -> FactRow:
    evidence = [{"field": e.field, "level": e.level, "bits": e.bits} for e in each.best.evidence]
    properties = {
        "created_at": at,
        "state": "open",
        "kind": "same",
        "bits": each.best.bits,
        "record": each.record,
        "evidence": orjson.dumps(evidence).decode(),
        "person": each.likely,
    }
    return {
        "id": f"t-{each.record}",
        "record": each.record,
        "person": each.likely,
        "properties": properties,
    }
