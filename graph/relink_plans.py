"""What a deed would do, as data: from the footprint of the people in hand to the facts to change.

Pure. A verdict ("not the same") bars merging and moving until it is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from graph.corrections import Correction, corrections_of, corrections_text, read
from graph.decision_log import Deed, Given
from graph.footprint import Effects, Fact, Footprint
from graph.survivors import Member, by_standing
from mpi.errors import BadInput

LINK, ALIAS, APART, EDIT = "IDENTIFIES", "MERGED_INTO", "NOT_SAME_AS", "Person.corrections"
ASKED = "ReviewTask"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a deed writes on its facts: its decision's id, when, and by whom."""

    decision: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Circle:
    """The people in hand, as they stand, and all that a deed may change about them.

    `reach` are they and the people who are doubted to be one of them: a deed may end the doubt.
    """

    members: tuple[Member, ...]
    held: Footprint
    reach: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(member.person for member in self.members)

    @property
    def owner_of(self) -> Mapping[str, str]:
        """Whose each of their records is."""
        people = set(self.people)
        return {f.source: f.target for f in self.facts(LINK) if f.target in people}

    def facts(self, kind: str) -> list[Fact]:
        """Facts of one kind, in order."""
        return sorted(fact for fact in self.held if fact.kind == kind)


@dataclass(frozen=True, slots=True)
class Plan:
    """A deed to carry out. `moves` gives records to people, `aliases` ids to survivors.

    `apart` are verdicts: this record is not about that person. `made` is a new person's id, if any;
    `person` is whom the deed is about in the end; `corrected` a field of theirs and its value,
    `answered` a question about them and what is said of it by now.
    """

    deed: Deed
    person: str
    moves: Mapping[str, str]
    aliases: Mapping[str, str]
    apart: tuple[tuple[str, str], ...] = ()
    made: str = ""
    corrected: tuple[str, str] | None = None
    answered: tuple[str, Mapping[str, str]] | None = None


Planning = Callable[[Circle], Plan]


def merging(circle: Circle) -> Plan:
    """All these people are one: the records go to the survivor, the other ids become aliases."""
    if len(circle.members) < 2:
        raise BadInput("people", "are one person already")
    _refuse_barred(circle, {record: set(circle.people) for record in circle.owner_of})
    first, *others = by_standing(circle.members)
    return Plan(
        Deed.MERGE,
        first.person,
        moves={record: first.person for other in others for record in other.records},
        aliases={other.person: first.person for other in others},
    )


def splitting(records: Sequence[str], new: str) -> Planning:
    """These records of one person are about another one, who gets the id `new`."""

    def plan(circle: Circle) -> Plan:
        stay, go = _parted(circle, records)
        person = circle.owner_of[go[0]]
        apart = [*((record, person) for record in go), *((record, new) for record in stay)]
        return Plan(Deed.SPLIT, new, dict.fromkeys(go, new), {}, tuple(apart), made=new)

    return plan


def moving(records: Sequence[str], to: str) -> Planning:
    """These records of one person are about `to`, and not about the person who had them.

    When nothing is left behind it is a merge: then `to` survives, whatever the standing.
    """

    def plan(circle: Circle) -> Plan:
        theirs = {r: p for r, p in circle.owner_of.items() if p != to}
        go = _known(records, theirs)
        person = theirs[go[0]]
        whole = set(go) == set(theirs)
        meets = circle.owner_of if whole else go
        _refuse_barred(circle, {record: {to, person} if whole else {to} for record in meets})
        if whole:
            return Plan(Deed.MERGE, to, dict.fromkeys(go, to), {person: to})
        return Plan(Deed.MOVE, to, dict.fromkeys(go, to), {}, tuple((r, person) for r in go))

    return plan


def keeping_apart(circle: Circle) -> Plan:
    """These two people are not one, whatever the machine will think."""
    if len(circle.members) != 2:
        raise BadInput("people", "must be two different people")
    a, b = circle.members
    apart = (*((r, b.person) for r in a.records), *((r, a.person) for r in b.records))
    return Plan(Deed.APART, a.person, {}, {}, apart)


def correcting(field: str, value: str) -> Planning:
    """The golden record of this person is wrong in a field: it is this. Raises BadInput."""
    read(field, value)

    def plan(circle: Circle) -> Plan:
        (person,) = circle.people
        return Plan(Deed.EDIT, person, {}, {}, corrected=(field, value.strip()))

    return plan


def affirming(task: str, said: Mapping[str, str]) -> Planning:
    """This person is one after all: the proposal to split it is answered, and nothing moves."""

    def plan(circle: Circle) -> Plan:
        (person,) = circle.people
        return Plan(Deed.AFFIRM, person, {}, {}, answered=(task, said))

    return plan


def effects_of_plan(plan: Plan, held: Footprint, signed: Stamp) -> Effects:
    """Give the facts that a plan takes away and makes, doubts and joins aside."""
    decision, at = signed.decision, signed.at
    removed, added = list[Fact](), list[Fact]()
    for fact in sorted(held):
        if fact.kind == LINK and plan.moves.get(fact.source, fact.target) != fact.target:
            removed.append(fact)
            added.append(stated_fact(LINK, fact.source, plan.moves[fact.source], decision, at))
    added += [
        stated_fact(ALIAS, alias, person, decision, at) for alias, person in plan.aliases.items()
    ]
    verdicts = {(f.source, f.target): f for f in held if f.kind == APART}
    inherited = dict(_inherited(plan, verdicts))
    removed += [fact for (_, person), fact in verdicts.items() if person in plan.aliases]
    stated = {pair: stated_fact(APART, *pair, decision) for pair in plan.apart}
    new = {**stated, **inherited}
    added += [fact for pair, fact in new.items() if pair not in verdicts]
    added += _corrections(plan, held, signed)
    added += _answer(plan, held)
    return Effects(tuple(removed), tuple(added))


def given_by(plan: Plan, held: Footprint) -> tuple[Given, ...]:
    """Say what a plan decides of which record: those that move, or those of a verdict."""
    links = {fact.source: fact for fact in held if fact.kind == LINK}
    spoken = dict(plan.moves) or {record: links[record].target for record, _ in plan.apart}
    if plan.corrected or plan.answered:
        spoken = {record: f.target for record, f in links.items() if f.target == plan.person}
    return tuple(
        Given(record, person, links[record].properties.get("decision", ""))
        for record, person in sorted(spoken.items())
    )


def _answer(plan: Plan, held: Footprint) -> list[Fact]:
    """The question as it stands when it is answered."""
    if plan.answered is None:
        return []
    task, said = plan.answered
    asked = (fact for fact in held if (fact.kind, fact.source) == (ASKED, task))
    answered = ({**fact.properties, **said} for fact in asked)
    texts = (orjson.dumps(each, option=orjson.OPT_SORT_KEYS).decode() for each in answered)
    return [Fact(ASKED, task, "", text) for text in texts]


def _corrections(plan: Plan, held: Footprint, stamp: Stamp) -> list[Fact]:
    """The survivor's corrections, those of its aliases where it has none, and the new one."""
    kept = {
        f.source: corrections_of(f.properties.get("corrections")) for f in held if f.kind == EDIT
    }
    before = kept.get(plan.person, {})
    after: dict[str, Correction] = {}
    for alias in sorted(plan.aliases):
        after |= kept.get(alias, {})
    after |= before
    if plan.corrected:
        field, value = plan.corrected
        after[field] = Correction(field, value, stamp.by, stamp.at, stamp.decision)
    if after == before:
        return []
    said = orjson.dumps({"corrections": corrections_text(after.values())}).decode()
    return [Fact(EDIT, plan.person, "", said)]


def _inherited(
    plan: Plan, verdicts: Mapping[tuple[str, str], Fact]
) -> Iterable[tuple[tuple[str, str], Fact]]:
    """Verdicts about an alias hold for the survivor; those about the split hold for both parts."""
    parted = {person for _, person in plan.apart} - {plan.made} if plan.made else set()
    for (record, person), fact in sorted(verdicts.items()):
        heir = plan.aliases.get(person) or (plan.made if person in parted else "")
        if heir and plan.moves.get(record, "") != heir:
            yield (record, heir), Fact(APART, record, heir, fact.said)


def _parted(circle: Circle, records: Sequence[str]) -> tuple[list[str], list[str]]:
    go = _known(records, circle.owner_of)
    stay = sorted(set(circle.owner_of) - set(go))
    if not stay:
        raise BadInput("records", "must leave the person at least one")
    return stay, go


def _known(records: Sequence[str], owner_of: Mapping[str, str]) -> list[str]:
    chosen = sorted(set(records))
    if not chosen:
        raise BadInput("records", "names none")
    if any(record not in owner_of for record in chosen):
        raise BadInput("records", "must all be of the one person")
    if len({owner_of[record] for record in chosen}) > 1:
        raise BadInput("records", "must be of one person")
    return chosen


def _refuse_barred(circle: Circle, meets: Mapping[str, set[str]]) -> None:
    """Raise BadInput when a record would meet a person from whom a verdict keeps it apart."""
    for fact in circle.facts(APART):
        if fact.target in meets.get(fact.source, set()) - {circle.owner_of.get(fact.source, "")}:
            decision = fact.properties.get("decision", "")
            raise BadInput("people", f"a verdict keeps them apart: undo {decision} first")


def stated_fact(kind: str, source: str, target: str, decision: str, at: str = "") -> Fact:
    """Make an edge that says by which decision, and since when, it is."""
    said = {"decision": decision} | ({"since": at} if at else {})
    return Fact(kind, source, target, orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode())
