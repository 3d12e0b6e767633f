"""Partial dates: what is legal, what is refused, how they are written."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.dates import PartialDate
from tests.mpi.citizens import birth_dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1985", "1985"),
        ("198507", "1985-07"),
        ("19850704", "1985-07-04"),
        ("198507040815", "1985-07-04"),
        ("20240229081500", "2024-02-29"),
        ("198500000000", "1985"),
        ("198507000000", "1985-07"),
    ],
)
def test_legal_dates(text: str, iso: str) -> None:
    """Whole or partial, with time or without; written in the shortest ISO form and read back."""
    date = PartialDate.parse(text)
    assert date.iso == iso
    assert PartialDate.from_iso(iso) == date


@pytest.mark.parametrize(
    "text",
    ["", "85", "19851304", "19850230", "19850004", "17000101", "2101", "1985-07", "１９８５"],
)
def test_impossible_dates_are_refused_by_name(text: str) -> None:
    """The error shows the text, so that the sender can find it."""
    with pytest.raises(ValueError, match=r"^not a date: "):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "complete", "defaulted", "vague", "earliest"),
    [
        ("19850704", True, False, False, dt.date(1985, 7, 4)),
        ("19850101", True, True, True, dt.date(1985, 1, 1)),
        ("198507", False, False, True, dt.date(1985, 7, 1)),
        ("1985", False, False, True, dt.date(1985, 1, 1)),
    ],
)
def test_how_sure_a_date_is(
    text: str, *, complete: bool, defaulted: bool, vague: bool, earliest: dt.date
) -> None:
    """1 January is what hospitals enter for a year alone."""
    date = PartialDate.parse(text)
    assert (date.complete, date.defaulted, date.vague) == (complete, defaulted, vague)
    assert date.earliest == earliest


@pytest.mark.parametrize("year", [999, 2101])
def test_a_year_of_no_file_is_refused(year: int) -> None:
    """Historical people have dates too, but nobody is of before the year 1000."""
    with pytest.raises(ValueError, match=r"^not a date: "):
        PartialDate(year)
    assert PartialDate(1685).iso == "1685"


@given(birth_dates)
def test_iso_reads_back(date: PartialDate) -> None:
    """Every complete date survives being written, and sorts like its text."""
    assert PartialDate.from_iso(date.iso) == date


@given(st.text(max_size=14))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    """Nothing else can happen."""
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return
    assert text.startswith(date.iso[:4])
