"""Stays and visits in their course: bed-days, discharges, who came again, how well sent."""

from __future__ import annotations

import numpy as np

from ai.columns import Column, Flags, Snapshot
from ai.fields.reading import derives, text_of
from ai.fields.sequence import first_visits, followed
from ai.fields.shapes import among, flags

#: Forms of care with a bed (MA_LOAI_KCB, QĐ 1804/2026).
BEDS = ("03", "04", "06", "09")
#: KET_QUA_DTRI dead or taken home to die, MA_LOAI_RV transferred.
_DEAD, _TRANSFERRED = ("5", "6"), ("2", "5")
#: Collecting drugs is no return of an ill patient.
_NO_RETURN = ("07",)
_HOUR, _DAY = 60, 1440  # minutes


@derives("visit", "visit")
def row_numbers(facts: Snapshot, _subject: str) -> Column:
    """Number the visits, so that they can be counted once."""
    return np.arange(facts.rows("visit"), dtype=np.int64)


@derives("ended", "visit")
def ended(facts: Snapshot, _subject: str) -> Column:
    """Give the day of discharge, 0 for none."""
    return facts.floats("visit", "ended_on")


@derives("inpatient", "visit")
def inpatient(facts: Snapshot, _subject: str) -> Column:
    """1 for a stay with a bed."""
    return flags(_bed(facts))


@derives("stay", "visit")
def stay(facts: Snapshot, _subject: str) -> Column:
    """Days as the hospital counts them, else from admission to discharge, at least 1."""
    days, end = facts.floats("visit", "days"), facts.floats("visit", "ended_on")
    admitted = facts.floats("visit", "admitted_on")
    start = np.where(admitted > 0, admitted, facts.floats("visit", "day"))
    counted = np.where(end > 0, np.maximum(end - start, 1), np.nan)
    return np.where(_bed(facts), np.where(np.isnan(days), counted, days), 0.0)


@derives("hours", "visit")
def hours(facts: Snapshot, _subject: str) -> Column:
    """Hours from the beginning to the end."""
    return (facts.floats("visit", "ended") - facts.floats("visit", "started")) / _HOUR


@derives("lag", "visit")
def lag(facts: Snapshot, _subject: str) -> Column:
    """Days from the end of the visit until it was received."""
    return (facts.floats("visit", "received") - facts.floats("visit", "ended")) / _DAY


@derives("filled", "visit")
def filled(facts: Snapshot, subject: str) -> Column:
    """Share of eight things that a visit should state, 0 to 1."""
    words = ("kind", "result", "code", "ward")
    have = [text_of(facts, subject, name).codes >= 0 for name in words]
    have += [~np.isnan(facts.floats("visit", name)) for name in ("ended", "cost_total", "birth")]
    have.append(among(facts.text("visit", "sex"), ("male", "female")))
    return np.asarray(np.sum(have, axis=0) / len(have), np.float64)


@derives("first", "visit")
def first(facts: Snapshot, _subject: str) -> Column:
    """1 for the citizen's first visit in the graph."""
    return flags(first_visits(facts)[0])


@derives("first_day", "visit")
def first_day(facts: Snapshot, _subject: str) -> Column:
    """Give the day of the citizen's first visit."""
    return first_visits(facts)[1]


@derives("discharged_alive", "visit")
def discharged_alive(facts: Snapshot, _subject: str) -> Column:
    """1 for an index discharge: not dead, not transferred."""
    return flags(_went_home(facts, bed=True))


@derives("seen_home", "visit")
def seen_home(facts: Snapshot, _subject: str) -> Column:
    """1 for an outpatient visit that ended at home."""
    return flags(_went_home(facts, bed=False))


@derives("readmitted_30d", "visit")
def readmitted(facts: Snapshot, _subject: str) -> Column:
    """1 when a stay anywhere follows within 30 days that nobody planned."""
    after = _bed(facts) & _came_by_itself(facts)
    return flags(followed(facts, _went_home(facts, bed=True), after, within_minutes=30 * _DAY))


@derives("returned_72h", "visit")
def returned(facts: Snapshot, _subject: str) -> Column:
    """1 when a visit anywhere follows within 72 hours that nobody planned."""
    after = _came_by_itself(facts) & ~among(facts.text("visit", "kind"), _NO_RETURN)
    return flags(followed(facts, _went_home(facts, bed=False), after, within_minutes=72 * _HOUR))


def last_day(facts: Snapshot) -> int:
    """Give the last day (ordinal) on which a visit began: what lies after is not known yet."""
    days = facts.floats("visit", "day")
    return int(days.max()) if len(days) else 0


def _bed(facts: Snapshot) -> Flags:
    return among(facts.text("visit", "kind"), BEDS)


def _went_home(facts: Snapshot, *, bed: bool) -> Flags:
    gone = among(facts.text("visit", "result"), _DEAD) | among(
        facts.text("visit", "ending"), _TRANSFERRED
    )
    over = ~np.isnan(facts.floats("visit", "ended"))
    went: Flags = (_bed(facts) == bed) & over & ~gone
    return went


def _came_by_itself(facts: Snapshot) -> Flags:
    """Visits that were neither booked nor a transfer from elsewhere."""
    sent = text_of(facts, "visit", "origin_facility").codes >= 0
    own: Flags = ~sent & (facts.floats("visit", "booked") != 1)
    return own
