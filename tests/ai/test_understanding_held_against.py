"""What "so với quý trước", "referrals in September" and two kinds of care are held to mean."""

from __future__ import annotations

import pytest

from ai.catalogue import default_catalogue
from ai.query import Comparison, Query
from ai.understanding.outcomes import Outcome, Understood
from ai.understanding.understand import Understanding
from tests.ai.asking import TODAY, hanoi


def _outcome(text: str) -> Outcome:
    return Understanding(default_catalogue(), hanoi()).understand(text, TODAY)


def _query(text: str) -> Query:
    outcome = _outcome(text)
    assert isinstance(outcome, Understood), outcome
    return outcome.query


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Chi BHYT quý 3 so với quý trước", "2026-07-01"),
        ("admissions in Q3 2026 compared with the previous quarter", "2026-07-01"),
        ("lượt khám tháng 10 so với tháng trước", "2026-10-01"),
        ("lượt khám tháng này so với tháng trước", "2026-11-01"),
    ],
)
def test_the_one_before_is_that_of_the_period_asked_about(text: str, first: str) -> None:
    """A period is held against the one before it, also where that of today is the period itself."""
    query = _query(text)
    assert (query.period.first, query.comparison) == (first, Comparison.PREVIOUS)


@pytest.mark.parametrize("text", ["lượt khám tháng 9 so với tháng trước", "ca sxh quý 3 so quý 3"])
def test_two_befores_are_asked_about(text: str) -> None:
    """September against last month, asked in November, may be August or October."""
    assert not isinstance(_outcome(text), Understood)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("referrals in September 2026", "referrals_out"),
        ("which hospitals sent the most referrals in September", "referrals_out"),
        ("referrals in by month in 2026", "referrals_in"),
    ],
)
def test_in_before_a_time_is_not_inward(text: str, metric: str) -> None:
    """The "in" of "in September" does not make letters come in."""
    assert _query(text).metrics == (metric,)


def test_two_kinds_of_care_are_shown_apart() -> None:
    """Inpatient and outpatient visits are two numbers, never the visits that are both."""
    query = _query("số lượt nội trú và ngoại trú tháng 10")
    assert set(query.metrics) == {"inpatient_encounters", "outpatient_encounters"}
    assert query.filters == ()
    assert not isinstance(_outcome("số lượt nội trú hoặc ngoại trú tháng 10"), Understood)


@pytest.mark.parametrize(
    "text", ["số ca bệnh dại ở chó", "tử vong nội trú bao nhiêu phần trăm ở bv Thanh Nhàn quý 3"]
)
def test_no_word_is_swallowed(text: str) -> None:
    """A marked word is not a filler that looks like it, and percent of deaths is asked back."""
    assert not isinstance(_outcome(text), Understood)


@pytest.mark.parametrize(
    ("first", "then"),
    [("chi bhyt quý 3 theo bệnh viện", "so với quý trước"),
     ("referrals out in Q3 2026", "compared with the previous quarter")],
)  # fmt: skip
def test_a_follow_up_holds_against_the_one_before(first: str, then: str) -> None:
    """After a quarter, "the previous quarter" is the one before it."""
    reader = Understanding(default_catalogue(), hanoi())
    outcome = reader.understand(then, TODAY, _query(first))
    assert isinstance(outcome, Understood)
    assert outcome.query.comparison is Comparison.PREVIOUS


def test_top_five_only_edits() -> None:
    """A number of rows may be followed by "only"."""
    reader = Understanding(default_catalogue(), hanoi())
    outcome = reader.understand("top 5 only", TODAY, _query("births by hospital in 2025"))
    assert isinstance(outcome, Understood)
    assert outcome.query.limit == 5
