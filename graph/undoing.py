"""Exact undo: the difference that a decision made, applied backwards.

The facts that carry an identity (links, aliases, verdicts, corrections) must still stand as the
decision left them; a later decision about them is to be undone first. Joins and doubts that moved
on since are brought in step instead. A person that the decision made becomes an alias.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.aliases import todays
from graph.daily_marks import mark_people
from graph.decision_log import (
    OF_PERSON,
    Deed,
    Entry,
    Given,
    append,
    entries,
    entry_of,
    moment_after,
    standing,
)
from graph.doubts import TASK, Ending, align
from graph.footprint import Effects, Fact, Footprint, apply, difference, footprint, people_in
from graph.people import new_id
from graph.rejoining import mend
from graph.relink_plans import ALIAS, APART, LINK, Circle, stated_fact
from graph.relinking import Done, Signed, circle_of
from graph.store import Store, Work
from graph.stored import precise
from mpi.errors import BadInput, NotFound

#: Kinds of facts that must stand as the decision left them.
FIRM = frozenset({LINK, ALIAS, APART, "Person.corrections"})
#: Joins by person: a letter or booking has one, and a visit is the end of one.
JOINS = frozenset({"FULFILLED_BY", "KEPT_BY"})


def undo(store: Store, decision: str, signed: Signed) -> Done:
    """Take a decision back. Raises NotFound, and BadInput naming what has to be undone first."""
    return store.write(lambda work: undo_in(work, decision, signed))


def undo_in(work: Work, decision: str, signed: Signed) -> Done:
    """Take a decision back within a transaction."""
    entry = entry_of(work, decision)
    if entry is None:
        raise NotFound("decision", decision)
    if not (entry.effects.removed or entry.effects.added):
        raise BadInput("decision", "made the record's first link: split the person instead")
    named = people_in((*entry.effects.removed, *entry.effects.added))
    named |= {given.person for given in entry.given}
    people = sorted(named | set(todays(work, named).values()))
    circle = circle_of(work, people, aliases=True)
    _refuse_blocked(work, entry, circle.held, people)
    return _take_back(work, entry, circle, signed)


def _take_back(work: Work, entry: Entry, circle: Circle, signed: Signed) -> Done:
    held, people = circle.held, circle.people
    records = sorted(given.record for given in entry.given)
    decision, now = new_id("d"), moment_after(work, records, signed.now)
    at = precise(now)
    apply(work, backwards(entry.effects, held, decision, at))
    mend(work, records)
    align(work, circle.reach, Ending(signed.by.text, at, signed.reason))
    mark_people(work, circle.reach)
    after = footprint(work, circle.reach)
    effects = difference(held, after)
    if effects == Effects():
        raise BadInput("decision", "would bring back what is so already")
    given = _given(records, held, after)
    undone = Entry(
        id=decision,
        at=at,
        made_by=signed.by.text,
        deed=Deed.UNDO,
        given=given,
        reason=signed.reason,
        undoes=entry.id,
        effects=effects,
    )
    append(work, undone, people)
    return Done(decision, given[0].person if given else people[0])


def _given(records: Iterable[str], held: Footprint, after: Footprint) -> tuple[Given, ...]:
    were = {fact.source: fact for fact in held if fact.kind == LINK}
    return tuple(
        Given(fact.source, fact.target, str(were[fact.source].properties.get("decision", "")))
        for fact in sorted(after)
        if fact.kind == LINK and fact.source in set(records)
    )


def backwards(effects: Effects, held: Footprint, decision: str, at: str) -> Effects:
    """Say what takes `effects` back now that `held` is so. Pure."""
    gone = [fact for fact in effects.added if fact in held]
    back = [fact for fact in effects.removed if _free(fact, held, gone)]
    emptied = _emptied(held, gone, back)
    aliases = [stated_fact(ALIAS, person, to, decision, at) for person, to in emptied.items()]
    return Effects(tuple(gone), (*back, *aliases))


def _free(fact: Fact, held: Footprint, gone: Iterable[Fact]) -> bool:
    """Whether a fact may come back: it is not there, and what it joins is not joined otherwise."""
    standing_now = [each for each in held - set(gone) if each.kind == fact.kind]
    if fact.kind in JOINS:
        ends = {each.source for each in standing_now} | {each.target for each in standing_now}
        return not ends & {fact.source, fact.target}
    if not fact.target:
        return True
    return (fact.source, fact.target) not in {(e.source, e.target) for e in standing_now}


def _emptied(held: Footprint, gone: Iterable[Fact], back: Sequence[Fact]) -> dict[str, str]:
    """People who are left without any record, and whom their records go to."""
    before = {fact.source: fact.target for fact in held if fact.kind == LINK}
    lost = {fact.source for fact in gone if fact.kind == LINK}
    moved = {fact.source: fact.target for fact in back if fact.kind == LINK}
    after = {r: p for r, p in before.items() if r not in lost} | moved
    alive = set(after.values()) | {fact.source for fact in back if fact.kind == ALIAS}
    return {before[r]: after[r] for r in sorted(moved) if before[r] not in alive}


def _refuse_blocked(work: Work, entry: Entry, held: Footprint, people: Iterable[str]) -> None:
    """Raise BadInput when a later decision stands on what this one made."""
    log = [each for person in people for each in entries(work.run(OF_PERSON, person=person))]
    log = sorted({each.id: each for each in log}.values(), key=lambda each: (each.at, each.id))
    if entry.id not in standing(log):
        raise BadInput("decision", "was undone already")
    if _stands(entry.effects, held):
        return
    later = [e for e in log if e.at > entry.at and e.deed is not Deed.LINK]
    first = next((e.id for e in reversed(later) if e.id in standing(log)), "the later ones")
    raise BadInput("decision", f"is built upon: undo {first} first")


def _stands(effects: Effects, held: Footprint) -> bool:
    """Whether what was made is still so, and what would be again contradicts nothing since."""
    if not all(fact in held for fact in effects.added if _firm(fact)):
        return False
    after = (held - set(effects.added)) | set(effects.removed)
    links = {(fact.source, fact.target) for fact in after if fact.kind == LINK}
    aliases = {fact.source for fact in after if fact.kind == ALIAS}
    verdicts = {(fact.source, fact.target) for fact in after if fact.kind == APART}
    return not links & verdicts and not {person for _, person in links} & aliases


def _firm(fact: Fact) -> bool:
    return fact.kind in FIRM or (fact.kind == TASK and fact.properties.get("state") == "decided")
