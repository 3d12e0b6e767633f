"""A citizen's visits in their order, whatever the facility: who came first, and who came again."""

from __future__ import annotations

import numpy as np

from ai.columns import Flags, Ints, Snapshot

#: More minutes than lie between 1970 and 2200, so that (person, minute) is one integer.
_SPAN = 1 << 27


def first_visits(facts: Snapshot) -> tuple[Flags, Ints]:
    """Say which visit is its citizen's first, and on which day (ordinal) that was, per visit."""
    key = ("visit", "first_visits")
    if key not in facts.kept:
        facts.kept[key] = _first_visits(facts)
    first, days = facts.kept[key]
    return first, days


def _first_visits(facts: Snapshot) -> tuple[Flags, Ints]:
    person, moment = _person(facts), _minutes(facts, "started")
    order = np.argsort(person * _SPAN + moment, kind="stable")
    first = np.zeros(len(person), np.bool_)
    begins = np.flatnonzero(np.diff(person[order], prepend=-2))
    first[order[begins]] = True
    days = np.zeros(int(person.max(initial=-1)) + 1, np.int64)
    days[person[first]] = facts.floats("visit", "day")[first]
    return first, days[person]


def followed(facts: Snapshot, index: Flags, after: Flags, *, within_minutes: int) -> Flags:
    """Say after which `index` visits a visit of `after` begins, 0 to `within_minutes` from the end.

    A visit does not follow itself.
    """
    person, started, ended = _person(facts), _minutes(facts, "started"), _minutes(facts, "ended")
    later = np.sort((person * _SPAN + started)[after])
    rows = np.flatnonzero(index)
    person, started, ended = person[rows], started[rows], ended[rows]
    from_ = person * _SPAN + ended
    many = np.searchsorted(later, from_ + within_minutes, side="right")
    many -= np.searchsorted(later, from_, side="left")
    itself = after[rows] & (started >= ended) & (started <= ended + within_minutes)
    found = np.zeros(len(index), np.bool_)
    found[rows[many - itself > 0]] = True
    return found


def _person(facts: Snapshot) -> Ints:
    return facts.text("visit", "person").codes.astype(np.int64)


def _minutes(facts: Snapshot, name: str) -> Ints:
    return np.nan_to_num(facts.floats("visit", name)).astype(np.int64)
