"""Hospitals by the names that people use; a name that several share is asked about."""

from __future__ import annotations

import pytest

from ai.understanding.outcomes import Clarify
from tests.ai.asking import ask, query_of

NAMES = {
    "BV Đống Đa": "01004",
    "đa khoa Đống Đa": "01004",
    "bvdk dong da": "01004",
    "bệnh viện quận Đống Đa": "01004",
    "mã 01004": "01004",
    "Xanh Pôn": "01003",
    "Saint Paul": "01003",
    "St. Paul hospital": "01003",
    "bv XP": "01003",
    "bệnh viện Bạch Mai": "01T01",
    "BVBM": "01T01",
    "Nhi TW": "01T02",
    "PSTW": "01T03",
    "bv PSHN": "01904",
    "Việt Đức": "01T04",
    "bv tim": "01919",
    "Hanoi Heart Hospital": "01919",
    "bv yhct hà nội": "01028",
    "bv Mắt Hà Đông": "01936",
    "bv Mai Hương": "01125",
    "bv cuba": "01005",
    "bv PHCN": "01930",
    "bệnh viện huyện Đông Anh": "01031",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_hospital_is_known_by_its_short_names(name: str) -> None:
    """Prefixes, initials, aliases, English names and codes all come to the one facility."""
    (only,) = query_of(f"lượt khám {name} tháng 10").filters
    assert (only.dimension, only.members) == ("facility", (NAMES[name],))


@pytest.mark.parametrize(
    ("name", "least"),
    [("bv Nhi", 2), ("bv phụ sản", 2), ("bv mắt", 2), ("bv yhct", 2), ("bv tâm thần", 3),
     ("bv TT", 2), ("Đống Đa", 3), ("Bạch Mai", 2)],
)  # fmt: skip
def test_a_name_of_several_is_asked_about(name: str, least: int) -> None:
    """A field of medicine, initials or a place that several share come back as choices."""
    outcome = ask(f"lượt khám {name} tháng 10")
    assert isinstance(outcome, Clarify)
    assert len(outcome.choices) >= least


@pytest.mark.parametrize("name", ["ttyt Gia Lâm", "bv Sao Hỏa", "bv QZX"])
def test_what_is_no_facility_is_never_another(name: str) -> None:
    """A place that the city does not have is not taken for one with a name near to it."""
    assert not hasattr(ask(f"lượt khám {name} tháng 10"), "query")
