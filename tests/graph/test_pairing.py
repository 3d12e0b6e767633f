"""Which letter led to which visit, and which visit keeps which appointment: two tables."""

from __future__ import annotations

from typing import Any

import pytest

from graph.appointments import pair_kept
from graph.referrals import days_between, pair


def waits(referral: str, encounter: str, issued: int | None, arrived: int | None) -> dict[str, Any]:
    """A letter and a visit that may belong together."""
    return {"referral": referral, "encounter": encounter, "issued": issued, "arrived": arrived}


@pytest.mark.parametrize(
    ("found", "taken", "pairs"),
    [
        ([waits("r1", "e1", 20260301, 20260301)], [], [("r1", "e1")]),
        ([waits("r1", "e1", 20260301, 20260331)], [], [("r1", "e1")]),
        ([waits("r1", "e1", 20260301, 20260401)], [], []),
        ([waits("r1", "e1", 20260302, 20260301)], [], []),
        ([waits("r1", "e1", None, 20260301)], [], []),
        ([waits("r1", "e1", 20260301, None)], [], []),
        ([waits("r1", "e1", 20260301, 20260305)], ["e1"], []),
        (
            [waits("r1", "e1", 20260301, 20260305), waits("r2", "e1", 20260303, 20260305)],
            [],
            [("r2", "e1")],
        ),
        (
            [waits("r1", "e1", 20260301, 20260305), waits("r1", "e2", 20260301, 20260303)],
            [],
            [("r1", "e2")],
        ),
        (
            [
                waits("r1", "e1", 20260301, 20260305),
                waits("r2", "e1", 20260304, 20260305),
                waits("r1", "e2", 20260301, 20260310),
            ],
            [],
            [("r2", "e1"), ("r1", "e2")],
        ),
    ],
)
def test_letters_and_arrivals(
    found: list[dict[str, Any]], taken: list[str], pairs: list[tuple[str, str]]
) -> None:
    """Within thirty days, shortest wait first, each letter and each visit once."""
    assert pair(found, taken) == pair(found[::-1], taken) == pairs


def may_keep(
    appointment: str,
    encounter: str,
    visited: int | None,
    *,
    booked: int | None = 20260301,
    day: int = 20260310,
    letter: str | None = None,
    named: str | None = None,
) -> dict[str, Any]:
    """An appointment on 10 March, booked on the first, and a visit of the same citizen."""
    return {
        "appointment": appointment, "encounter": encounter, "visited": visited, "booked": booked,
        "day": day, "letter": letter, "named": named,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ([may_keep("a1", "e1", 20260310)], [("a1", "e1", "day")]),
        ([may_keep("a1", "e1", 20260303)], [("a1", "e1", "day")]),
        ([may_keep("a1", "e1", 20260317)], [("a1", "e1", "day")]),
        ([may_keep("a1", "e1", 20260318)], []),
        ([may_keep("a1", "e1", 20260302)], []),
        ([may_keep("a1", "e1", 20260301, day=20260303)], []),
        ([may_keep("a1", "e1", None)], []),
        ([may_keep("a1", "e1", 20260310, booked=None)], [("a1", "e1", "day")]),
        ([may_keep("a1", "e1", 20260501, letter="H1", named="H1")], [("a1", "e1", "letter")]),
        ([may_keep("a1", "e1", 20260501, letter="H1", named="H2")], []),
        (
            [may_keep("a1", "e1", 20260312), may_keep("a1", "e2", 20260309)],
            [("a1", "e2", "day")],
        ),
        (
            [
                may_keep("a1", "e1", 20260310),
                may_keep("a1", "e2", 20260401, letter="H1", named="H1"),
            ],
            [("a1", "e2", "letter")],
        ),
        (
            [may_keep("a1", "e1", 20260310), may_keep("a2", "e1", 20260310, day=20260311)],
            [("a1", "e1", "day")],
        ),
    ],
)
def test_appointments_and_visits(
    found: list[dict[str, Any]], kept: list[tuple[str, str, str]]
) -> None:
    """A named letter first, then the nearest day within seven; each visit keeps one at most."""
    for rows in (found, found[::-1]):
        given = [(row["appointment"], row["encounter"], row["how"]) for row in pair_kept(rows)]
        assert given == kept


def test_days_between_two_stored_days() -> None:
    """Over a leap day, and backwards."""
    assert days_between(20240228, 20240301) == 2
    assert days_between(20240301, 20240228) == -2
