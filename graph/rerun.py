"""A store decided again: what a model would change, first as a report, then as deeds.

People are weighed with the pure functions of real time (`graph.joint`, `mpi.parting`), in groups
that hang together. Each group is read, and when applied changed, in a transaction of its own that
looks again; so a rerun that was stopped is run again, and what is done is not proposed any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from graph.aliases import todays
from graph.joint import Joining, Neighbourhood, joint
from graph.neighbourhood import among
from graph.reconsidering import hold, join_found
from graph.redoubting import Asking, Doubt, asking, close, doubts_of, open_tasks, overtaken
from graph.store import Store, Work
from graph.twofold import partings, propose
from mpi.model import Model
from mpi.parting import Parting

#: Who is near whom.
Near = Mapping[str, frozenset[str]]

#: People weighed at a time.
AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Changes:
    """What a model would change, or has changed, of some people."""

    joins: tuple[Joining, ...] = ()
    splits: Mapping[str, Parting] = field(default_factory=dict)
    opened: tuple[Asking, ...] = ()
    closed: tuple[Doubt, ...] = ()

    @property
    def touched(self) -> set[str]:
        """Everybody whom it concerns."""
        people = {person for each in self.joins for person in (each.one, each.other)}
        people |= {person for each in self.opened for person in (each.person, each.likely)}
        people |= {person for each in self.closed for person in (each.person, each.likely)}
        return people | set(self.splits)

    def __add__(self, other: Changes) -> Changes:
        """Both."""
        return Changes(
            self.joins + other.joins,
            {**self.splits, **other.splits},
            self.opened + other.opened,
            self.closed + other.closed,
        )


def groups(near: Near, at_once: int = AT_ONCE) -> Iterator[tuple[str, ...]]:
    """Give people who hang together by being near, up to a number at a time."""
    left, batch = dict.fromkeys(sorted(near)), list[str]()
    while left:
        group = _reached(next(iter(left)), near)
        for person in group:
            left.pop(person, None)
        batch += [person for person in group if person in near]
        while len(batch) >= at_once:
            yield tuple(batch[:at_once])
            batch = batch[at_once:]
    if batch:
        yield tuple(batch)


def _reached(start: str, near: Near) -> list[str]:
    found, ahead = {start: None}, [start]
    while ahead:
        fresh = sorted(near.get(ahead.pop(), frozenset()) - found.keys())
        found |= dict.fromkeys(fresh)
        ahead += fresh
    return list(found)


def weigh(
    store: Store, people: Sequence[str], near: Near, model: Model, *, apply: dt.datetime | None
) -> Changes:
    """Say what changes of some people, given who is near; make it so when `apply` says when."""
    work_on = partial(_weigh, people=people, near=near, model=model, now=apply)
    return store.write(work_on) if apply else store.read(work_on, timeout=600)


def _weigh(
    work: Work, *, people: Sequence[str], near: Near, model: Model, now: dt.datetime | None
) -> Changes:
    today = todays(work, {*people, *(other for p in people for other in near.get(p, ()))})
    mine = sorted({today[person] for person in people})
    given = _of_today(people, near, today)
    if now:
        hold(work, {*given, *(other for others in given.values() for other in others)})
    known = among(work, given)
    joins = tuple(joint(mine, known, model))
    found = Changes(joins, partings(work, mine, model), *_doubts(work, mine, known, joins, model))
    if now:
        _make_so(work, found, model, now)
    return found


def _of_today(
    people: Iterable[str], near: Near, today: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person in people:
        others = {today[other] for other in near.get(person, ())}
        found.setdefault(today[person], set()).update(others - {today[person]})
    return {person: frozenset(others) for person, others in found.items()}


def _doubts(
    work: Work, mine: Sequence[str], known: Neighbourhood, joins: Iterable[Joining], model: Model
) -> tuple[tuple[Asking, ...], tuple[Doubt, ...]]:
    """Doubts to open and to close, about those who are not joined anyway."""
    gone = {person for each in joins for person in (each.one, each.other)}
    rest = [person for person in mine if person not in gone and person in known.said]
    open_now = doubts_of(work, rest)
    closed = tuple(each for each in open_now if overtaken(each, known, model))
    return asking(work, rest, known, model), closed


def _make_so(work: Work, found: Changes, model: Model, now: dt.datetime) -> None:
    join_found(work, found.joins, model, now, f"decided again under model {model.version}")
    propose(work, found.splits, now)
    open_tasks(work, found.opened, model, now)
    close(work, found.closed, model, now)
