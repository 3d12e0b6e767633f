"""Everyday names of diseases lead to codes that exist, each name to one place."""

from __future__ import annotations

from collections import Counter

import pytest

from ai.catalogue import default_catalogue
from ai.understanding.outcomes import Understood
from ai.understanding.understand import Understanding
from ai.understanding.vocabulary import table
from graph.wordings import english
from tests.ai.asking import TODAY, hanoi

ROWS = [(codes.split(), names.split("|")) for codes, names in table("diseases.tsv")]
UNDERSTANDING = Understanding(default_catalogue(), hanoi())


def test_every_code_is_one_of_icd_10() -> None:
    """Codes, ranges of categories and chapters alike are in the edition of 2019."""
    ends = {end for codes, _ in ROWS for code in codes for end in code.split("-")}
    assert [end for end in sorted(ends) if not english(end)] == []


def test_no_name_stands_twice() -> None:
    """A name of two rows would be a question back that nobody can answer."""
    assert [
        name for name, n in Counter(n for _, names in ROWS for n in names).items() if n > 1
    ] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("số ca nhập viện vì gãy cổ xương đùi tháng 6", ("S72.0",)),
        ("so ca ngo doc thuc pham nam 2026", ("A05",)),
        ("cases of hip fracture this year", ("S72.0",)),
        ("how many pneumothorax cases in Q2 2026", ("J93",)),
        ("số ca viêm gan vi rút theo tháng", ("B15-B19",)),
        ("số ca sốt vi rút ở quận Cầu Giấy tháng trước", ("B34",)),
    ],
)
def test_a_lay_name_is_its_codes(text: str, codes: tuple[str, ...]) -> None:
    """Questions that name a disease as people do filter by its codes."""
    found = UNDERSTANDING.understand(text, TODAY)
    assert isinstance(found, Understood)
    assert [f.members for f in found.query.filters if f.dimension == "icd"] == [codes]
