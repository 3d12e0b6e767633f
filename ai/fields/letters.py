"""Referral letters and bookings: both ends, the direction, the wait, chains, and what was kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ai.columns import Column, Snapshot, Text
from ai.fields.reading import derives, numbers_of, text_of
from ai.fields.shapes import flags
from ai.fields.visits import last_day
from ai.places import RANKS

#: Days in which a patient should arrive, and around an appointment in which it counts as kept.
ARRIVAL_DAYS, KEPT_DAYS = 30, 7


def _end(name: str) -> Callable[[Snapshot, str], Column]:
    return lambda facts, _subject: facts.text("referral", name)


derives("facility", "referral")(_end("sender"))
derives("facility", "referral_in")(_end("receiver"))
derives("origin_facility", "referral")(_end("sender"))
derives("destination_facility", "referral")(_end("receiver"))


@derives("direction", "referral")
def direction(facts: Snapshot, subject: str) -> Column:
    """Say up, down, same or unknown, by the levels of both ends."""
    ranks = []
    for end in ("origin_level", "destination_level"):
        level = text_of(facts, subject, end)
        rank = [float(RANKS.get(value, np.nan)) for value in level.values]
        ranks.append(np.array([*rank, np.nan])[level.codes])
    step = np.sign(ranks[1] - ranks[0])
    codes = np.where(np.isnan(step), 3, step + 1).astype(np.int32)
    return Text(codes, ("down", "same", "up", "unknown"))


@derives("wait", "referral")
def wait(facts: Snapshot, _subject: str) -> Column:
    """Days from the letter to the arrival, when there is one."""
    arrived, issued = facts.floats("referral", "arrived"), facts.floats("referral", "day")
    return np.where(arrived > 0, arrived - issued, np.nan)


@derives("settled", "referral")
def settled(facts: Snapshot, subject: str) -> Column:
    """1 when the 30 days have passed, or the patient arrived."""
    waited = numbers_of(facts, subject, "wait")
    due = facts.floats("referral", "day") + ARRIVAL_DAYS <= last_day(facts)
    return flags(due | ((waited >= 0) & (waited <= ARRIVAL_DAYS)))


@derives("chain", "referral")
def chain(facts: Snapshot, _subject: str) -> Column:
    """Say whether patients went on to a third facility: from the first, by the second."""
    columns = [facts.text("referral", name) for name in ("came_from", "sender", "receiver")]
    numbers: dict[str, int] = {}
    first, second, third = (
        np.array([*(numbers.setdefault(v, len(numbers)) for v in c.values), -1])[c.codes]
        for c in columns
    )
    known = (first >= 0) & (third >= 0) & (facts.floats("referral", "arrived") > 0)
    return flags(known & (first != second) & (second != third) & (first != third))


@derives("state", "appointment")
def state(facts: Snapshot, _subject: str) -> Column:
    """Kept, missed once its days have passed, open until then."""
    kept = facts.floats("appointment", "kept") == 1
    open_ = facts.floats("appointment", "day") + KEPT_DAYS >= last_day(facts)
    codes = np.where(kept, 0, np.where(open_, 2, 1)).astype(np.int32)
    return Text(codes, ("kept", "missed", "open"))
