"""Follow-ups edit the query before, say what they changed, and ask where two edits are meant."""

from __future__ import annotations

import pytest

from ai.query import Filter, Query
from ai.understanding.outcomes import Clarify, Refusal, Understood
from tests.ai.asking import ask, query_of

DENGUE = "số ca sốt xuất huyết tháng 10 ở quận Ba Đình theo phường"


def _edited(text: str, before: str = DENGUE) -> Query:
    outcome = ask(text, query_of(before))
    assert isinstance(outcome, Understood), outcome
    assert outcome.edits
    return outcome.query


@pytest.mark.parametrize("text", ["bỏ lọc", "bỏ hết bộ lọc", "remove all filters"])
def test_all_filters_go_but_the_disease_that_is_counted(text: str) -> None:
    """Without its disease a number of cases would be another number."""
    assert _edited(text).filters == (Filter("disease_group", ("dengue",)),)


def test_one_of_two_members_goes() -> None:
    """Of "cúm và sởi" the one that is named is left out, the other stays."""
    before = "số ca cúm và sởi tháng 10"
    (left,) = _edited("bỏ sởi", before).filters
    assert left.members == ("influenza",)


@pytest.mark.parametrize("text", ["bỏ sởi", "còn quận Ba Đình?", "tháng 10"])
def test_what_changes_nothing_is_said(text: str) -> None:
    """A member that is not there cannot be dropped; the same again is no answer."""
    outcome = ask(text, query_of(DENGUE))
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "no_change"


def test_another_year_after_a_month_is_asked_about() -> None:
    """The whole of 2025, or October 2025: both are offered."""
    outcome = ask("the same for 2025", query_of(DENGUE))
    assert isinstance(outcome, Clarify)
    periods = {(c.query.period.first, c.query.period.last) for c in outcome.choices}
    assert periods == {("2025-10-01", "2025-10-31"), ("2025-01-01", "2025-12-31")}


@pytest.mark.parametrize(
    ("before", "text", "comparison"),
    [
        ("lượt khám tháng 10", "so với tháng trước đó", "previous"),
        ("lượt khám tháng 10", "so với tháng 9", "previous"),
        ("lượt khám quý 3", "so với cùng kỳ", "last-year"),
        ("visits in October", "compared with last year", "last-year"),
    ],
)
def test_a_comparison_is_added(before: str, text: str, comparison: str) -> None:
    """The period stays, and what it is held against is the one that was said."""
    query = _edited(text, before)
    assert query.comparison == comparison
    assert query.period == query_of(before).period


@pytest.mark.parametrize("text", ["so với tháng trước", "tháng trước đó"])
def test_a_comparison_that_does_not_fit_is_refused(text: str) -> None:
    """Against a quarter, "the month before" is no period of its kind."""
    assert isinstance(ask(text, query_of("lượt khám quý 3")), Refusal)
