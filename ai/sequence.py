"""A citizen's visits in their order, whatever the facility: who came first, and who came again."""

from __future__ import annotations

import numpy as np

from ai.columns import Flags, Ints, Snapshot

#: More minutes than lie between 1970 and 2200, so that (person, minute) is one integer.
_SPAN = 1 << 27


def first_visits(facts: Snapshot) -> tuple[Flags, Ints]:
    """Say which visit is its citizen's first, and on which day (ordinal) that was, per visit."""
    person, day = facts.text("visit", "person").codes, facts.floats("visit", "day").astype(np.int64)
    order = np.lexsort((np.nan_to_num(facts.floats("visit", "started")), person))
    first = np.zeros(len(person), np.bool_)
    begins = np.flatnonzero(np.diff(person[order], prepend=-2))
    first[order[begins]] = True
    days = np.zeros(int(person.max(initial=-1)) + 1, np.int64)
    days[person[first]] = day[first]
    return first, days[person]


def followed(facts: Snapshot, index: Flags, after: Flags, *, within_minutes: int) -> Flags:
    """Say after which `index` visits a visit of `after` begins, 0 to `within_minutes` from the end.

    A visit does not follow itself.
    """
    person = facts.text("visit", "person").codes
    started, ended = (
        np.nan_to_num(facts.floats("visit", n)).astype(np.int64) for n in ("started", "ended")
    )
    later = np.sort((person * _SPAN + started)[after])
    from_, until = person * _SPAN + ended, person * _SPAN + ended + within_minutes
    many = np.searchsorted(later, until, side="right") - np.searchsorted(later, from_, side="left")
    itself = after & (started >= ended) & (started <= ended + within_minutes)
    return index & (many - itself > 0)
