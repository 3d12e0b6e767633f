"""What one citizen cannot do: lie in two hospitals at once, be seen after a death."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.decide import decide
from mpi.decision import PRESENCE, Candidate, Outcome
from mpi.model import default
from mpi.presence import NOWHERE, Clash, Presence, Stay, clash, together
from tests.mpi.citizens import ADULT

LIMITS = default().presence
NOON = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)


def day(n: float) -> dt.datetime:
    """Some days after noon of 2 March."""
    return NOON + dt.timedelta(days=n)


def stay(facility: str, admitted: float, left: float) -> Presence:
    """A stay from one day to another."""
    return Presence((Stay(facility, day(admitted), day(left)),))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (stay("A", 0, 5), stay("B", 2, 4), Clash.STAYS),
        (stay("A", 0, 5), stay("B", 3, 9), Clash.STAYS),
        (stay("A", 0, 5), stay("B", 4.5, 9), None),
        (stay("A", 0, 5), stay("B", 5, 9), None),
        (stay("A", 0, 5), stay("A", 2, 4), None),
        (Presence(died=day(0)), Presence(seen=day(9)), Clash.DEATH),
        (Presence(died=day(0)), stay("B", 9, 10), Clash.DEATH),
        (Presence(died=day(0)), Presence(seen=day(1)), None),
        (Presence(died=day(9)), Presence(seen=day(0)), None),
        (Presence(died=day(0)), NOWHERE, None),
        (NOWHERE, NOWHERE, None),
    ],
)
def test_clashes(one: Presence, other: Presence, found: Clash | None) -> None:
    """Each kind has its case and its limits, and who is named first does not matter."""
    assert clash(one, other, LIMITS) is clash(other, one, LIMITS) is found


def test_the_model_says_from_when_on_it_is_a_clash() -> None:
    """Hours of overlap and after a death, and what the outcome is at most."""
    strict = replace(LIMITS, overlap_hours=0, after_death_hours=0, at_most=Outcome.NEW)
    assert clash(stay("A", 0, 5), stay("B", 4.5, 9), strict) is Clash.STAYS
    assert clash(Presence(died=day(0)), Presence(seen=day(1)), strict) is Clash.DEATH
    barred = [Candidate("p", (ADULT,), clash=Clash.STAYS)]
    assert decide(ADULT, barred, replace(default(), presence=strict)).outcome is Outcome.NEW


stays = st.builds(
    lambda facility, admitted, days: Stay(facility, day(admitted), day(admitted + days)),
    st.sampled_from("AB"), st.integers(0, 9), st.integers(0, 5),
)  # fmt: skip
presences = st.builds(
    Presence,
    st.lists(stays, max_size=3).map(tuple),
    st.none() | st.integers(0, 9).map(day),
    st.none() | st.integers(0, 20).map(day),
)


@given(presences, presences, presences)
def test_a_person_clashes_as_its_records_do(a: Presence, b: Presence, other: Presence) -> None:
    """Summing up records loses no clash; that of a death may come of the two together."""
    each = {clash(a, other, LIMITS), clash(b, other, LIMITS)} - {None}
    whole = clash(together((a, b)), other, LIMITS)
    assert bool(whole) >= bool(each)


@pytest.mark.parametrize("found", [Clash.STAYS, Clash.DEATH, None])
def test_a_clash_is_at_most_a_maybe_and_is_told(found: Clash | None) -> None:
    """However much agrees; the evidence names it without bits, so that the sum stays the score."""
    verdict = decide(ADULT, [Candidate("p", (ADULT,), clash=found)], default())
    assert verdict.outcome is (Outcome.MAYBE if found else Outcome.SAME)
    assert verdict.best is not None
    told = {e.level for e in verdict.best.evidence if e.field == PRESENCE}
    assert told == ({found.value} if found else set())
    assert verdict.best.bits == pytest.approx(sum(e.bits for e in verdict.best.evidence))
