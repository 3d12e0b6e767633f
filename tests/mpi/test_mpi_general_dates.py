"""Dates in any usual way of writing, and what a pair of them says."""

from __future__ import annotations

import pytest
from hypothesis import given

from mpi.compare.general_dates import DATE, YEAR, read_date
from tests.mpi.citizens import DAYS


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1985-07-04", "1985-07-04"),
        ("19850704", "1985-07-04"),
        ("198507", "1985-07"),
        ("1985-07-04T10:30:00", "1985-07-04"),
        ("1985-07-04 10:30", "1985-07-04"),
        ("4/7/1985", "1985-07-04"),
        ("7/28/1985", "1985-07-28"),
        ("1985/28/07", "1985-07-28"),
        ("4 July 1985", "1985-07-04"),
        ("Jul 4, 1985", "1985-07-04"),
        ("1985", "1985"),
        ("1985-00-00", "1985"),
        ("July 1985", "1985-07"),
        ("7/1985", "1985-07"),
        ("4/7/85", "1985-07-04"),
        ("4/7/12", "2012-07-04"),
        ("4 July 1985 10:30", "1985-07-04"),
        ("NGÀY 04 THÁNG 07 NĂM 1985", "1985-07-04"),
        ("thang 7 nam 1985", "1985-07"),
        ("12 Meij 1702", "1702-05-12"),
        ("le 4 août 1785", "1785-08-04"),
        ("mardi 5 juillet 1785", "1785-07-05"),
        ("12 de março de 1990", "1990-03-12"),
        ("4. März 1811", "1811-03-04"),
        ("7 octubre 1920", "1920-10-07"),
        ("12 Kislev 1702", "1702"),
        ("Sunday 4 July 1985", "1985-07-04"),
        ("1685-07-04", "1685-07-04"),
        ("4/7/1785", "1785-07-04"),
        ("ABT 1850", "1850"),
        ("1850?", "1850"),
        ("00000000", None),
        ("0/0/00", None),
        ("85", None),
        ("4/7", None),
        ("", None),
        ("31/31/1985", None),
        ("9999", None),
        ("soon", None),
    ],
)
def test_reading_a_date(text: str, iso: str | None) -> None:
    """The usual ways are read, day first where both are possible; nonsense is nothing."""
    found = read_date(text)
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("1985-07-04", "4/7/1985", "same"),
        ("1985", "1985-07-04", "same year, rest unknown or defaulted"),
        ("1985-01-01", "1985-07-04", "same year, rest unknown or defaulted"),
        ("1985-07-04", "1985-04-07", "day and month swapped"),
        ("1986", "1985-07-04", "one year or less apart, vague"),
        ("1985-07-04", "1985-07-05", "one digit"),
        ("1985-07-04", "1995-07-04", "one digit"),
        ("1985-07-04", "1972-07-04", "two parts agree"),
        ("1985-07-04", "1986-08-04", "two digits"),
        ("1985-12-30", "1986-03-05", "about the same year"),
        ("1985-12-30", "1991-03-05", "ten years or less apart"),
        ("1985-12-30", "1931-03-05", "different"),
        ("1785-07-04", "1785-07-05", "one digit"),
        ("1985-12-30", "", None),
    ],
)
def test_level_of_two_dates(a: str, b: str, level: str | None) -> None:
    """From the same day down to another generation, in either order of the two."""
    assert DATE.level((a,), (b,)) == DATE.level((b,), (a,)) == level


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("1985-07-04", "1985", "same"),
        ("1985", "1986", "one year apart"),
        ("1985", "1987", "two years apart"),
        ("1885", "1985", "one digit"),
        ("1985", "1991", "ten years or less apart"),
        ("1985", "1950", "different"),
        ("1851", "1852", "one year apart"),
        ("", "1950", None),
    ],
)
def test_level_of_two_years(a: str, b: str, level: str | None) -> None:
    """A year, or the year of a date, is near or far."""
    assert YEAR.level((a,), (b,)) == YEAR.level((b,), (a,)) == level


@given(DAYS)
def test_a_date_is_the_same_as_itself_unless_it_looks_made_up(day: object) -> None:
    """The first of January is a clerk's way to say that only the year is known."""
    level = DATE.level((str(day),), (str(day),))
    assert (level == "same") is not str(day).endswith("-01-01")


def test_facets_of_a_date() -> None:
    """Blocking takes a sure date with day and month in either order, and a vague one's year."""
    sure, vague = read_date("1985-07-04"), read_date("1985-01-01")
    assert [cut(sure) for cut in DATE.facets.values()] == ["19850407", "198507", "0704", "1985"]
    assert [cut(vague) for cut in DATE.facets.values()] == ["", "", "", "1985"]
    assert (DATE.share_key(sure), DATE.share_key(vague)) == ("1985-07-04", "1985")
    assert (YEAR.facets["value"](vague), YEAR.share_key(vague)) == ("1985", "1985")
