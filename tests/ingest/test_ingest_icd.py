"""ICD-10 codes in one spelling, and the catalogue that a deployment loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.icd import Concept, normalise, read_catalogue
from mpi.errors import BadInput

HEAD = "code\ttitle_vi\ttitle_en\tcategory\tgroup\n"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("a970", "A97.0"), ("A97.0", "A97.0"), (" A97.0† ", "A97.0"), ("M01.0*", "M01.0"),
        ("I10", "I10"), ("i10+", "I10"), ("M00.00", "M00.00"), ("U62.392.3", "U62.3923"),
        ("A9", ""), ("97.0", ""), ("", ""), ("sốt", ""),
    ],
)  # fmt: skip
def test_one_spelling(sent: str, code: str) -> None:
    """Dots, case, dagger and asterisk do not make another disease."""
    assert normalise(sent) == code


@given(st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{1,2})?", fullmatch=True))
def test_a_code_normalised_is_left_alone(code: str) -> None:
    """The spelling is stable, and the one without dot is the same code."""
    assert normalise(code) == code == normalise(code.replace(".", "").lower())


def test_the_catalogue() -> None:
    """Lines give code, words and what is wider: the category, else the group."""
    lines = [
        HEAD,
        "A97\tSốt\tDengue\tA97\tA90-A99\n",
        "A97.0\tNhẹ\t\tA97\tA90-A99\n",
        "Z99\tX\tY\t\tx\n",
    ]
    assert list(read_catalogue(lines)) == [
        Concept("A97", "Sốt", "Dengue", "A90-A99"),
        Concept("A97.0", "Nhẹ", "", "A97"),
        Concept("Z99", "X", "Y", ""),
    ]


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        (["code\ttitle_en\n"], "line 1"),
        ([], "line 1"),
        ([HEAD, "A97\ta\tb\t\t\n", "??\ta\tb\t\t\n"], "line 3"),
        ([HEAD, "A97\n"], "line 2"),
    ],
)
def test_a_fault_names_its_line(lines: list[str], field: str) -> None:
    """A missing column, a word that is no code and a line without words are told by line."""
    with pytest.raises(BadInput) as caught:
        list(read_catalogue(lines))
    assert caught.value.field == field


@pytest.mark.shared
def test_the_catalogue_of_2020(shared: Path) -> None:
    """The whole annex reads; only dengue, added later, has no English name in it."""
    with (shared / "domain" / "icd10_vn_qd4469_2020.tsv").open(encoding="utf-8") as lines:
        concepts = list(read_catalogue(lines))
    assert len(concepts) == 12219
    assert all(c.words_vi and c.parent for c in concepts)
    assert [c.code for c in concepts if not c.words_en] == ["A97"]
