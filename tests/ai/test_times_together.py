"""Times named side by side: of which year each is, and whether they are shown apart."""

from __future__ import annotations

import pytest

from ai.understanding.outcomes import Refusal
from tests.ai.asking import ask, query_of

APART = """
số lượt khám tháng 8 và tháng 9 năm 2025 | 2025-08 2025-09
visits in August and September 2025 | 2025-08 2025-09
compare Q1 and Q2 2025 visits | 2025-Q1 2025-Q2
so sánh số lượt khám tháng 7 và tháng 8 năm ngoái | 2025-07 2025-08
số lượt khám tháng 8 và 9 năm 2025 | 2025-08 2025-09
số lượt khám tháng 7, 8 và 9 | 2026-07 2026-08 2026-09
số lượt khám quý 1, 2 và 3 năm 2025 | 2025-Q1 2025-Q2 2025-Q3
số lượt khám tuần 31, 32 | 2026-W31 2026-W32
số lượt khám tháng 12 và tháng 1 | 2025-12 2026-01
số lượt khám hai năm 2025 và 2026 | 2025 2026
số lượt khám hai quý 1 và 2 | 2026-Q1 2026-Q2
"""


@pytest.mark.parametrize("line", APART.strip().splitlines())
def test_times_side_by_side_are_of_one_year(line: str) -> None:
    """A month without a year is of that of the one beside it, and each is a row."""
    text, _, members = line.partition(" | ")
    query = query_of(text)
    assert query.filters[0].members == tuple(members.split())
    assert query.dimensions == (query.filters[0].dimension,)


@pytest.mark.parametrize(
    "text",
    [
        "số lượt khám tháng 11 và tháng 12",
        "số lượt khám tháng 8/2025 và tháng 9",
        "lượt khám quý 3 so với quý 2 năm 2025",
        "lượt khám quý 1 so với quý 4",
        "visits in Q4 and Q1",
    ],
)
def test_a_doubtful_year_is_no_answer(text: str) -> None:
    """Where either of two years may be meant, the year is asked for."""
    outcome = ask(text)
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "which_year"


@pytest.mark.parametrize("text", ["top 3 phường sxh t8 t9", "top 3 phường sxh tháng 8 và tháng 9"])
def test_a_ranking_of_two_times_is_no_answer(text: str) -> None:
    """The rows of a ranking are of one period; two may be meant apart or together."""
    outcome = ask(text)
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "two_times"


def test_the_same_month_of_two_years_stays_two_years() -> None:
    """The year of the one is not that of the other where they are the same month."""
    query = query_of("lượt khám tháng 10 so với tháng 10 năm 2025")
    assert (query.period.first, query.comparison.value) == ("2026-10-01", "last-year")


def test_rise_and_fall_of_months_is_their_row() -> None:
    """Months that are asked for by their rise and fall need nothing else to be held against."""
    query = query_of("số ca sốt xuất huyết các tháng trong năm biến động thế nào")
    assert (query.dimensions, query.comparison.value) == (("month",), "none")


def test_quarters_are_counted_from_the_new_year() -> None:
    """The first three quarters are January to September."""
    for text in ("số lượt khám 3 quý đầu năm", "visits in the first three quarters of 2026"):
        assert query_of(text).period.last == "2026-09-30"


def test_what_a_ranking_is_about_is_no_place() -> None:
    """A ranking "về số ca" ranks by cases; nothing is sent anywhere."""
    query = query_of("lấy 5 quận cao nhất về số ca sốt xuất huyết tháng 10")
    assert (query.metrics, query.limit) == (("cases",), 5)


@pytest.mark.parametrize("text", ["số ca đẻ ngày 1, 2 tháng 10", "số ca đẻ ba quý 1 và 2"])
def test_a_number_that_counts_no_times_is_not_dropped(text: str) -> None:
    """Only "hai" before two times says how many they are."""
    outcome = ask(text)
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "number"
