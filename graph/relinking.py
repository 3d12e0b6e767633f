"""Deeds of stewards and of the machine: merge, split, move, keep apart. One transaction each.

    lock the people and their records → footprint → plan (pure) → change → doubts and joins in step
    → footprint again → append the decision with the difference

Every deed can be undone exactly (`graph.undoing`). Ids may be aliases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.aliases import todays
from graph.daily_marks import mark_people
from graph.decision_log import Author, Entry, append, moment_after
from graph.doubts import Ending, align
from graph.footprint import Effects, Footprint, apply, difference, footprint
from graph.people import new_id
from graph.people_statements import ADD_PEOPLE
from graph.rejoining import rejoin
from graph.relink_plans import (
    ALIAS,
    LINK,
    Circle,
    Plan,
    Planning,
    Stamp,
    correcting,
    effects_of_plan,
    given_by,
    keeping_apart,
    merging,
    moving,
    splitting,
)
from graph.retry import Lost
from graph.store import Row, Statement, Store, Work
from graph.stored import precise
from graph.survivors import Member
from mpi.decision import Evidence
from mpi.errors import BadInput, NotFound

#: Takes the write lock of each person, in the order given, and changes nothing.
LOCK_PEOPLE = Statement(
    """
    UNWIND $people AS person
    MATCH (p:Person {id: person})
    SET p.created_at = p.created_at
""",
    writes=True,
    locks=True,
)

LOCK_RECORDS = Statement(
    """
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(r:PatientRecord)
    WITH r ORDER BY r.id
    SET r.created_at = r.created_at
""",
    writes=True,
    locks=True,
)

#: Who is doubted to be one of these people.
DOUBTING = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:POSSIBLY_SAME_AS]-(d:Person)
    RETURN DISTINCT d.id AS person
""")

MADE = Statement("""
    UNWIND $people AS person
    MATCH (p:Person {id: person})
    RETURN p.id AS person, p.created_at AS created_at
""")

OWNERS = Statement("""
    UNWIND $records AS record
    MATCH (:PatientRecord {id: record})-[:IDENTIFIES]->(p:Person)
    RETURN record AS record, p.id AS person
""")


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, why, on which evidence, and when."""

    by: Author
    reason: str = ""
    bits: float | None = None
    evidence: tuple[Evidence, ...] = ()
    at: dt.datetime | None = None

    @property
    def now(self) -> dt.datetime:
        """When: now, unless it was said."""
        return self.at or dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that was done: its decision, and whom it is about (the survivor, the new person)."""

    decision: str
    person: str


def merge(store: Store, people: Sequence[str], signed: Signed) -> Done:
    """Say that people are one. Raises NotFound, and BadInput when a verdict keeps them apart."""
    return store.write(lambda work: decide(work, people, merging, signed))


def split(store: Store, person: str, records: Sequence[str], signed: Signed) -> Done:
    """Say that some records of a person are about somebody else, who is new."""
    new = new_id("p")
    return store.write(lambda work: decide(work, [person], splitting(records, new), signed))


def move(store: Store, records: Sequence[str], to: str, signed: Signed) -> Done:
    """Say that records of one person are about another one. Raises NotFound, BadInput."""

    def work_on(work: Work) -> Done:
        person = todays(work, [to])[to]
        owners = owners_of(work, records)
        return decide(work, [person, *owners.values()], moving(records, person), signed)

    return store.write(work_on)


def keep_apart(store: Store, one: str, other: str, signed: Signed) -> Done:
    """Say that two people are not the same; it holds against every later match."""
    return store.write(lambda work: decide(work, [one, other], keeping_apart, signed))


def correct(store: Store, person: str, field: str, value: str, signed: Signed) -> Done:
    """Correct a field of the golden record; it wins until a better source speaks.

    Raises NotFound, and BadInput for a field that cannot be corrected or a value that it is not.
    """
    planning = correcting(field, value)
    return store.write(lambda work: decide(work, [person], planning, signed))


def owners_of(work: Work, records: Sequence[str]) -> Mapping[str, str]:
    """Give whose records these are. Raises NotFound for one that is not stored."""
    rows = work.run(OWNERS, records=sorted(set(records)))
    owners = {row["record"]: row["person"] for row in rows}
    missing = [record for record in records if record not in owners]
    if missing:
        raise NotFound("record", missing[0])
    return owners


def decide(work: Work, people: Iterable[str], planning: Planning, signed: Signed) -> Done:
    """Do one deed within a transaction; `people` may be aliases."""
    circle = circle_of(work, set(todays(work, people).values()))
    return carry_out(work, circle, planning(circle), signed)


def circle_of(work: Work, people: Iterable[str], *, aliases: bool = False) -> Circle:
    """Lock people and their records, and read them.

    Raises Lost when one was merged meanwhile, unless `aliases` may be among them.
    """
    given = set(people)
    rows = work.run(DOUBTING, people=sorted(given))
    reach = sorted(given | {row["person"] for row in rows})
    work.run(LOCK_PEOPLE, people=reach)
    work.run(LOCK_RECORDS, people=reach)
    held = footprint(work, reach)
    if not aliases and any(fact.kind == ALIAS and fact.source in given for fact in held):
        raise Lost
    members = [_member(row, held) for row in work.run(MADE, people=sorted(given))]
    by_id = sorted(members, key=lambda member: member.person)
    return Circle(tuple(by_id), held, tuple(reach))


def carry_out(work: Work, circle: Circle, plan: Plan, signed: Signed) -> Done:
    """Change the graph as planned and write the decision."""
    given = given_by(plan, circle.held)
    records = [each.record for each in given]
    now = moment_after(work, records, signed.now)
    decision, at = new_id("d"), precise(now)
    people, reach = {*circle.people, plan.person}, {*circle.reach, plan.person}
    if plan.made:
        work.run(ADD_PEOPLE, rows=[{"id": plan.made, "at": at, "provisional": True}])
    apply(work, effects_of_plan(plan, circle.held, Stamp(decision, at, signed.by.text)))
    align(work, reach, Ending(signed.by.text, at, signed.reason))
    rejoin(work, sorted(plan.moves))
    mark_people(work, reach)
    effects = difference(circle.held, footprint(work, reach))
    if effects == Effects():
        raise BadInput("people", "are so already")
    entry = Entry(
        id=decision,
        at=at,
        made_by=signed.by.text,
        deed=plan.deed,
        given=given,
        reason=signed.reason,
        bits=signed.bits,
        evidence=signed.evidence,
        effects=effects,
    )
    append(work, entry, people)
    return Done(decision, plan.person)


def _member(row: Row, held: Footprint) -> Member:
    person = row["person"]
    flags = [f for f in held if f.kind == "Person.provisional" and f.source == person]
    links = [f.source for f in held if f.kind == LINK and f.target == person]
    provisional = any(flag.properties.get("provisional") for flag in flags)
    return Member(person, row["created_at"] or "", provisional, tuple(sorted(links)))
