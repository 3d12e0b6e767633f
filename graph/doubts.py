"""Review tasks, possible matches and provisional people, kept in step with whose record it is.

What follows from what: an open task is about a record and suggests a person; the record's person
is then possibly that person; a person that a *maybe* made is provisional as long as it is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from graph.footprint import Effects, Fact, Footprint, apply, footprint
from graph.store import Statement, Work

_TASK = (
    "t.id AS task, t.kind AS kind, t.state AS state, r.id AS record, o.id AS owner, l.id AS likely"
)
_OPEN = "WHERE t.state <> 'decided'"

OPEN_TASKS = Statement(f"""
    UNWIND $people AS person
    MATCH (o:Person {{id: person}})<-[:IDENTIFIES]-(r:PatientRecord)<-[:ASKS_ABOUT]-(t:ReviewTask)
    MATCH (t)-[:SUGGESTS]->(l:Person)
    {_OPEN}
    RETURN {_TASK}
    UNION
    UNWIND $people AS person
    MATCH (l:Person {{id: person}})<-[:SUGGESTS]-(t:ReviewTask)-[:ASKS_ABOUT]->(r:PatientRecord)
    MATCH (r)-[:IDENTIFIES]->(o:Person)
    {_OPEN}
    RETURN {_TASK}
""")

DOUBT, TASK, PROVISIONAL = "POSSIBLY_SAME_AS", "ReviewTask", "Person.provisional"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that nobody has decided: whether `record`, of `owner` now, is about `likely`.

    With `two` it asks whether `record` is another citizen than `likely`, who has it.
    """

    task: str
    record: str
    owner: str
    likely: str
    two: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ends the tasks that have their answer now, when and with what words."""

    by: str
    at: str
    note: str = ""


def align(work: Work, people: Iterable[str], ending: Ending) -> None:
    """Bring tasks and doubts of people in step with today's links."""
    given = sorted(set(people))
    held = footprint(work, given)
    rows = work.run(OPEN_TASKS, people=given)
    tasks = [
        OpenTask(r["task"], r["record"], r["owner"], r["likely"], two=r["kind"] == "two")
        for r in rows
    ]
    apply(work, aligned(held, tasks, ending))


def aligned(held: Footprint, tasks: Iterable[OpenTask], ending: Ending) -> Effects:
    """Say what has to change for tasks and doubts to follow from the links. Pure."""
    kinds = _by_kind(held)
    moved = {fact.source: fact.target for fact in kinds.get("MERGED_INTO", ())}
    barred = {(fact.source, fact.target) for fact in kinds.get("NOT_SAME_AS", ())}
    said = {fact.source: fact for fact in kinds.get(TASK, ())}
    removed, added = list[Fact](), list[Fact]()
    doubts: dict[tuple[str, str], Fact] = {}
    for task in sorted(tasks, key=lambda each: each.task):
        likely, fact = _last(task.likely, moved), said[task.task]
        verdict = _overtaken(task, likely, barred)
        now = _task(fact, likely, verdict, ending)
        if now != fact:
            removed.append(fact)
            added.append(now)
        if likely != task.likely:
            removed.append(Fact("SUGGESTS", task.task, task.likely, "{}"))
            added.append(Fact("SUGGESTS", task.task, likely, "{}"))
        if not verdict and not task.two:
            _doubt(doubts, task.owner, likely, fact)
    were = kinds.get(DOUBT, ())
    ends = {(fact.source, fact.target) for fact in were}
    removed += [fact for fact in were if (fact.source, fact.target) not in doubts]
    added += [fact for pair, fact in doubts.items() if pair not in ends]
    added += _settled(kinds.get(PROVISIONAL, ()), {owner for owner, _ in doubts})
    return Effects(tuple(removed), tuple(added))


def _by_kind(held: Footprint) -> Mapping[str, tuple[Fact, ...]]:
    kinds: dict[str, tuple[Fact, ...]] = {}
    for fact in sorted(held):
        kinds[fact.kind] = (*kinds.get(fact.kind, ()), fact)
    return kinds


def _last(person: str, moved: Mapping[str, str]) -> str:
    while person in moved:
        person = moved[person]
    return person


def _overtaken(task: OpenTask, likely: str, barred: set[tuple[str, str]]) -> str:
    """The verdict that events have given already, or nothing."""
    if task.two:
        return "" if task.owner == likely else "split"
    if task.owner == likely:
        return "same"
    return "not-same" if (task.record, likely) in barred else ""


def _task(fact: Fact, likely: str, verdict: str, ending: Ending) -> Fact:
    said = {**fact.properties, "person": likely}
    if verdict:
        said |= {"state": "decided", "verdict": verdict, "decided_by": ending.by}
        said |= {"decided_at": ending.at} | ({"note": ending.note} if ending.note else {})
    return Fact(TASK, fact.source, "", _text(said))


def _doubt(doubts: dict[tuple[str, str], Fact], owner: str, likely: str, task: Fact) -> None:
    """Of several tasks about the same two people the strongest speaks."""
    said = {key: task.properties.get(key) for key in ("bits", "decision")}
    fact = Fact(DOUBT, owner, likely, _text({k: v for k, v in said.items() if v is not None}))
    before = doubts.get((owner, likely))
    if before is None or _bits(before) < _bits(fact):
        doubts[owner, likely] = fact


def _bits(fact: Fact) -> float:
    return float(fact.properties.get("bits") or 0)


def _settled(people: Iterable[Fact], doubtful: set[str]) -> list[Fact]:
    """People who were provisional and about whom nothing is open any more."""
    return [
        Fact(PROVISIONAL, fact.source, "", _text({"provisional": False}))
        for fact in people
        if fact.properties.get("provisional") and fact.source not in doubtful
    ]


def _text(properties: Mapping[str, object]) -> str:
    return orjson.dumps(dict(properties), option=orjson.OPT_SORT_KEYS).decode()
