"""A share is read off a breakdown that has what was asked of as a row of its own."""

from __future__ import annotations

import pytest

from ai.catalogue import default_catalogue
from ai.understanding.outcomes import Clarify, Refusal, Understood
from ai.understanding.understand import Understanding
from tests.ai.asking import TODAY, hanoi

UNDERSTANDING = Understanding(default_catalogue(), hanoi())


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("tỉ trọng bệnh tim mạch trong tổng số ca quý 2 2026", "icd_chapter"),
        ("what percentage of cases were pneumonia in June 2026", "disease_group"),
        ("what percentage of cases were J00-J06 in June 2026", "icd_block"),
        ("what percentage of cases were J18 in June 2026", "icd"),
        ("share of female visits in June 2026", "sex"),
    ],
)
def test_the_asked_part_is_a_row(text: str, dimension: str) -> None:
    """A wide group is a chapter, a range a block, a category itself; nothing is filtered."""
    found = UNDERSTANDING.understand(text, TODAY)
    assert isinstance(found, Understood)
    assert (found.query.dimensions, found.query.filters) == ((dimension,), ())


def test_a_group_that_is_no_row_is_refused_with_both_counts() -> None:
    """Chronic diseases cut across every breakdown: two counts are offered, no share."""
    found = UNDERSTANDING.understand("phần trăm ca bệnh mạn tính tháng 6/2026", TODAY)
    assert isinstance(found, Refusal)
    assert found.reason == "share_of_group"
    counted = [choice.query.filters for choice in found.nearest]
    assert [len(filters) for filters in counted] == [1, 0]


@pytest.mark.parametrize(
    "text",
    [
        "số lượt khám có thẻ BHYT và không có thẻ tháng 10/2026",
        "compare insured and uninsured visits in October 2026",
        "lượt khám có bhyt so với không bhyt tháng 10/2026",
    ],
)
def test_a_half_and_its_opposite_are_shown_apart(text: str) -> None:
    """No visit is both insured and not: asked for together they are all, by insurance object."""
    found = UNDERSTANDING.understand(text, TODAY)
    assert isinstance(found, Understood)
    assert (found.query.dimensions, found.query.filters) == (("insurance_object",), ())


@pytest.mark.parametrize(
    "text", ["số lượt khám nữ trừ nữ tháng 10", "visits of insured patients except uninsured"]
)
def test_what_takes_itself_back_is_refused(text: str) -> None:
    """Conditions that leave nobody are no question, and no answer of 0."""
    found = UNDERSTANDING.understand(text, TODAY)
    assert isinstance(found, Refusal)
    assert found.reason == "cannot_combine"


@pytest.mark.parametrize(
    ("text", "rows", "kept"),
    [
        ("tỷ lệ nữ trong số bệnh nhân nội trú tháng 10", "sex", "kind"),
        ("tỷ lệ nữ trong số bệnh nhân trên 60 tuổi tháng 10", "sex", "age_band"),
    ],
)
def test_a_share_is_taken_of_what_stands_after_among(text: str, rows: str, kept: str) -> None:
    """Of two members the one before "trong số" is asked of; the other narrows the whole."""
    outcome = UNDERSTANDING.understand(text, TODAY)
    assert isinstance(outcome, Clarify)
    (choice,) = outcome.choices
    assert choice.query.dimensions == (rows,)
    assert [each.dimension for each in choice.query.filters] == [kept]


def test_a_share_of_a_kind_of_care_names_both_counts() -> None:
    """Outpatient is no row of a breakdown, so that its visits and all visits are offered."""
    outcome = UNDERSTANDING.understand("bao nhiêu phần trăm lượt khám là ngoại trú tháng 10", TODAY)
    assert isinstance(outcome, Refusal)
    counted = [choice.query.metrics for choice in outcome.nearest]
    assert counted == [("outpatient_encounters",), ("encounters",)]
