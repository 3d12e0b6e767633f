"""Plain questions, end to end: the words, and the typed query that they mean."""

from __future__ import annotations

import pytest

from ai.query import Comparison, Filter, Intent, Order, Period
from ai.understanding.outcomes import Clarify, Refusal
from tests.ai.asking import ask, query_of


def test_the_leaders_first_question() -> None:
    """Up-referrals of one hospital, last month, against the same month of last year."""
    query = query_of(
        "Tháng trước có bao nhiêu lượt chuyển tuyến từ BV Đống Đa lên tuyến trên, so với cùng kỳ?"
    )
    assert query.metrics == ("up_referrals",)
    assert query.filters == (Filter("origin_facility", ("01004",)),)
    assert query.period == Period("2026-10-01", "2026-10-31")
    assert query.comparison is Comparison.LAST_YEAR


def test_telegraphic_without_marks() -> None:
    """Read "sxh tuan 32" by ward: the cases of dengue in ISO week 32."""
    query = query_of("so ca sxh tuan 32 theo phuong")
    assert (query.metrics, query.dimensions) == (("cases",), ("ward",))
    assert query.filters == (Filter("disease_group", ("dengue",)),)
    assert query.period == Period("2026-08-03", "2026-08-09")


@pytest.mark.parametrize("word", ["inpatients", "inaptients", "inpatietns", "outpatinets"])
def test_patients_are_people_also_misspelt(word: str) -> None:
    """A slip in the word does not make visits of people."""
    assert query_of(f"{word} at Xanh Pon in September").metrics == ("people_treated",)
    assert query_of("inpatinet at Xanh Pon in September").metrics == ("inpatient_encounters",)


def test_a_ranking_in_english() -> None:
    """The number of rows, the order and the hospital are all kept."""
    query = query_of("top 10 diagnoses at Xanh Pon in Q3 2026")
    assert query.intent is Intent.RANKING
    assert (query.limit, query.order) == (10, Order("cases"))
    assert query.filters == (Filter("facility", ("01003",)),)


def test_a_name_of_three_places_is_asked_about() -> None:
    """Đống Đa is a former district, a ward and a hospital; each is offered as a whole query."""
    outcome = ask("how many dengue cases in Dong Da last week")
    assert isinstance(outcome, Clarify)
    asked = {each.dimension for choice in outcome.choices for each in choice.query.filters}
    assert asked == {"disease_group", "facility", "ward", "old_district"}


def test_an_unknown_word_is_named() -> None:
    """One word that nothing explains is enough, and the refusal says which."""
    outcome = ask("Số lượt khám của blorbo tháng trước")
    assert isinstance(outcome, Refusal)
    assert (outcome.reason, outcome.unexplained) == ("unknown_words", ("blorbo",))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("visits in October by insured vs uninsured", "insurance_object"),
        ("lượt khám tháng 10 theo nam và nữ", "sex"),
        ("visits by Xanh Pon and Bach Mai in October", "facility"),
    ],
)
def test_by_two_members_is_by_their_dimension(text: str, rows: str) -> None:
    """What is named after "by" is set apart, not unknown."""
    assert query_of(text).dimensions == (rows,)
