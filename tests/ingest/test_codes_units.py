"""Units of laboratories in UCUM: their own habits first, then the standard, else unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ucumvert.parser import get_ucum_parser

from ingest.codes.units import _listed, ucum


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("G/L", "10*9/L"), ("g/l", "g/L"), ("g/L", "g/L"), ("T/L", "10*12/L"), ("10^9/L", "10*9/L"),
        ("µmol/L", "umol/L"), ("μmol/l", "umol/L"), ("mmol/l", "mmol/L"), ("mg/dl", "mg/dL"),
        ("U/L", "U/L"), ("%", "%"), ("mmHg", "mm[Hg]"), ("lần/phút", "/min"), ("°C", "Cel"),
        (" mg / dL ", "mg/dL"), ("mEq/L", "meq/L"), ("UI/mL", "[IU]/mL"), ("pg/mL", "pg/mL"),
        ("viên", ""), ("", ""), ("??", ""), ("mg/", ""),
    ],
)  # fmt: skip
def test_a_unit_has_one_spelling(sent: str, code: str) -> None:
    """What is known has its code, what is not is empty."""
    assert ucum(sent) == code


@pytest.mark.parametrize("code", sorted(set(_listed().values())))
def test_every_listed_code_is_ucum(code: str) -> None:
    """The table cannot say what the standard does not know."""
    assert get_ucum_parser().parse(code)


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    """Whatever is sent as a unit, and what is given once is given again unchanged."""
    code = ucum(text)
    assert not code or ucum(code) == code
