"""Phrasings of the fourth round of voices: what they share is a mechanism, shown here by itself."""

from __future__ import annotations

import pytest

from ai.query import Comparison, Filter, Query
from ai.understanding.outcomes import Refusal
from tests.ai.asking import ask, query_of

BY_FACILITY = ("facility",)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("How many women visits were there in October 2026?", "encounters"),
        ("how many women patients in October 2026", "people_treated"),
        ("bao nhiêu phụ nữ đi khám tháng 10/2026", "people_treated"),
        ("từ đầu năm mình đẻ mổ mấy ca rồi", "caesareans"),
        ("đẻ mổ chiếm bao nhiêu phần trăm năm 2025", "caesarean_rate"),
    ],
)
def test_the_noun_decides_what_is_counted(text: str, metric: str) -> None:
    """Women who are asked for are people, women's visits are visits, "mấy ca" counts cases."""
    assert query_of(text).metrics == (metric,)


def test_tb_is_a_disease_in_english_and_an_average_in_vietnamese() -> None:
    """The same two letters are read in the tongue of the question."""
    assert query_of("TB cases in 2026").filters == (Filter("disease_group", ("tuberculosis",)),)
    assert query_of("cp tb luot kham quy 2").metrics == ("cost_per_encounter",)


def test_two_halves_of_following_years_are_compared() -> None:
    """What is no member of a dimension is held against the same stretch of the year before."""
    query = query_of("so sánh số lượt nội trú 6 tháng đầu năm 2025 và 6 tháng đầu năm 2026")
    assert (query.period.first, query.comparison) == ("2026-01-01", Comparison.LAST_YEAR)


@pytest.mark.parametrize("text", ["lượt khám theo từng trạm y tế", "visits by health station"])
def test_places_of_a_level_are_rows(text: str) -> None:
    """By stations is by facility, stations only."""
    query: Query = query_of(text)
    assert (query.dimensions, query.filters) == (BY_FACILITY, (Filter("level", ("station",)),))


def test_a_range_of_codes_may_bring_its_noun() -> None:
    """A noun before a range says no more; before one code it would be another group."""
    assert query_of("ca bệnh nhóm J12-J18 quý 1/2026").filters == (Filter("icd", ("J12-J18",)),)
    assert isinstance(ask("ca bệnh nhóm J12 quý 1/2026"), Refusal)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bệnh viện mình tháng trước khám bao nhiêu lượt", "own_place"),
        ("how many visits did my hospital have last month", "own_place"),
        ("why is blorbo so high", "cause"),
        ("bao giờ hết dịch sởi", "future"),
        ("what is the case fatality rate of dengue in 2025", "scope"),
        ("bệnh truyền nhiễm tuần 45, xếp theo số ca giảm dần", "rank_of_what"),
    ],
)
def test_refusals_say_what_stood_in_the_way(text: str, reason: str) -> None:
    """A reason that is clear is told before words that are not; a week's number is no limit."""
    outcome = ask(text)
    assert isinstance(outcome, Refusal)
    assert outcome.reason == reason


def test_an_age_said_twice_is_one_condition() -> None:
    """Old people, from 60 on, are narrowed to once."""
    (only,) = query_of("người cao tuổi từ 60 trở lên khám bao nhiêu lượt quý 2").filters
    assert only.members == ("60-74", "75+")
