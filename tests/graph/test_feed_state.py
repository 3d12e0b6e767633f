"""Who is silent: what should have come since the last message, by the facility's own weeks."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.feed_events import changes, events_after, note_silence
from graph.feed_state import FeedState, expected, first_day, states
from graph.feed_values import FeedDay
from graph.store import Store
from graph.stored import day

MONDAY = dt.date(2026, 3, 2)
NOW = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)


def sent(pattern: list[int], until: dt.date, facility: str = "01004") -> list[FeedDay]:
    """Eight weeks before `until` of a facility that sends `pattern[weekday]` messages a day."""
    days = (until - dt.timedelta(days=n) for n in range(1, 57))
    return [
        FeedDay(facility, "w", day(on), "1", messages=n, lag_seconds=60 * n, lag_most=90)
        for on in days
        if (n := pattern[on.weekday()])
    ]


WEEKDAYS = [20, 20, 20, 20, 20, 2, 0]


def one(days: list[FeedDay], on: dt.date) -> FeedState:
    """The state of the only facility."""
    (state,) = states(days, on)
    return state


def test_who_sends_as_always_is_in_step() -> None:
    """Received is what was expected, nothing is missing, no day is a gap."""
    state = one(sent(WEEKDAYS, MONDAY), MONDAY)
    assert (state.expected, state.received, state.gaps) == (102.0, 102, ())
    assert (state.silent, state.missing, state.lag, state.lag_most) == (False, 0.0, 60, 90)


def test_a_sunday_without_messages_is_no_silence() -> None:
    """Nothing comes on Sundays, so nothing is missed on Monday morning."""
    assert one(sent(WEEKDAYS, MONDAY), MONDAY).missing == 0


def test_a_hospital_that_stops_is_silent_after_a_day() -> None:
    """Twenty messages are missing, and the days without any are named."""
    on = MONDAY + dt.timedelta(days=2)
    state = one(sent(WEEKDAYS, MONDAY), on)
    assert (state.silent, state.missing, state.gaps) == (True, 40.0, ("2026-03-02", "2026-03-03"))


def test_a_station_that_sends_little_is_given_time() -> None:
    """One message a week: silent when three of them are missing, not before."""
    days = sent([1, 0, 0, 0, 0, 0, 0], MONDAY)
    quiet = [one(days, MONDAY + dt.timedelta(days=n)).silent for n in (8, 15, 22)]
    assert quiet == [False, True, True]


def test_a_newcomer_is_expected_by_its_own_days_only() -> None:
    """Weeks before it was first heard do not count as nothing."""
    days = {each.day: each for each in sent(WEEKDAYS, MONDAY) if each.day >= 20260216}
    assert expected(days, MONDAY) == 20.0
    assert expected(days, dt.date(2026, 2, 17)) == 0.0


@given(st.lists(st.integers(0, 50), min_size=7, max_size=7).filter(any), st.integers(0, 60))
def test_missing_never_falls_while_nothing_comes(pattern: list[int], wait: int) -> None:
    """Silence only grows until a message comes."""
    days = sent(pattern, MONDAY)
    earlier, later = (one(days, MONDAY + dt.timedelta(days=n)) for n in (wait, wait + 1))
    assert earlier.missing <= later.missing
    assert later.silent or not earlier.silent


def test_states_are_per_facility_and_wire() -> None:
    """Two facilities, each by its own days; the window reaches back far enough for all of it."""
    both = sent(WEEKDAYS, MONDAY) + sent([5] * 7, MONDAY, "01003")
    assert [(s.facility, s.received) for s in states(both, MONDAY)] == [
        ("01003", 35),
        ("01004", 102),
    ]
    assert first_day(MONDAY) == MONDAY - dt.timedelta(days=63)


def test_silence_and_return_are_said_once_each(store: Store) -> None:
    """Three looks while silent give one event, the return another; the cursor goes on."""
    silent = states(sent(WEEKDAYS, MONDAY), MONDAY + dt.timedelta(days=9))
    heard = states(sent(WEEKDAYS, MONDAY), MONDAY)
    told = [note_silence(store, look, NOW + dt.timedelta(hours=n)) for n, look in enumerate(
        (heard, silent, silent, silent, heard, heard))]  # fmt: skip
    assert [[e.kind for e in each] for each in told] == [[], ["silent"], [], [], ["heard"], []]
    (first, second) = events_after(store)
    assert (first.kind, second.kind, first.facility) == ("silent", "heard", "01004")
    assert events_after(store, first.cursor) == [second]
    assert note_silence(store, [], NOW) == []


@pytest.mark.parametrize(("was", "now", "kinds"), [(True, True, []), (False, False, [])])
def test_no_change_is_no_event(*, was: bool, now: bool, kinds: list[str]) -> None:
    """Only what is not as it was noted is said."""
    on = MONDAY + dt.timedelta(days=9 if now else 0)
    found = changes(states(sent(WEEKDAYS, MONDAY), on), {"01004|w"} if was else set(), NOW)
    assert [event.kind for event in found] == kinds
