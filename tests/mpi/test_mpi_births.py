"""Dates, times and sexes of birth: what a pair of them says."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from mpi.compare.births import BirthLevel, SingleLevel, compare_births, compare_single_births
from mpi.compare.dates import DateLevel, compare_dates, date_level
from mpi.compare.sexes import SexLevel, compare_sexes
from mpi.dates import PartialDate
from mpi.decide import decide
from mpi.decision import Candidate, Outcome
from mpi.identity import Address, Identity, Sex
from mpi.model import default
from mpi.profile import Profile, profile
from tests.mpi.citizens import CHILD, birth_dates


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("19850704", "19850704", DateLevel.SAME),
        ("19850704", "19850407", DateLevel.SWAPPED),
        ("19850101", "19850704", DateLevel.SAME_YEAR),
        ("19850101", "19850101", DateLevel.SAME_YEAR),
        ("198500000000", "19850704", DateLevel.SAME_YEAR),
        ("198507", "19850704", DateLevel.SAME_YEAR),
        ("198507", "19850804", DateLevel.DIFFERENT),
        ("19850704", "19860704", DateLevel.ONE_DIGIT),
        ("19850704", "19650704", DateLevel.ONE_DIGIT),
        ("19850713", "19850731", DateLevel.ONE_DIGIT),
        ("19890704", "19900704", DateLevel.OTHER_YEAR),
        ("19850704", "19920318", DateLevel.DIFFERENT),
        ("19850704", "20120318", DateLevel.GENERATION),
        ("1985", "2012", DateLevel.GENERATION),
        ("1985", "1995", DateLevel.DIFFERENT),
    ],
)
def test_level_of_two_birth_dates(one: str, other: str, level: DateLevel) -> None:
    """Each way in which hospitals differ has its level; a vague date agrees in its year alone."""
    left, right = PartialDate.parse(one), PartialDate.parse(other)
    assert date_level(left, right) is date_level(right, left) is level


@given(birth_dates, birth_dates)
def test_levels_of_dates_are_symmetric(one: PartialDate, other: PartialDate) -> None:
    """Whichever date comes first, the level is the same, and no date differs from itself."""
    assert date_level(one, other) is date_level(other, one)
    assert date_level(one, one) in {DateLevel.SAME, DateLevel.SAME_YEAR}


def test_an_unknown_date_or_sex_says_nothing() -> None:
    """Missing values are missing at random."""
    assert compare_dates(Profile(), profile(CHILD)) is None
    assert compare_sexes(Profile(), profile(CHILD)) is None


def test_level_of_two_sexes() -> None:
    """Same or different."""
    boy = profile(replace(CHILD, sex=Sex.MALE))
    assert compare_sexes(profile(CHILD), profile(CHILD)) is SexLevel.SAME
    assert compare_sexes(profile(CHILD), boy) is SexLevel.DIFFERENT


@pytest.mark.parametrize(
    ("time", "order", "level"),
    [
        ("0810", 0, BirthLevel.SAME_TIME),
        ("0815", 0, BirthLevel.CLOSE),
        ("0910", 1, BirthLevel.CLOSE),
        ("1510", 0, BirthLevel.OTHER_TIME),
        ("0810", 2, BirthLevel.OTHER_CHILD),
        ("0000", 2, BirthLevel.OTHER_CHILD),
        ("0000", 0, None),
        ("", 1, None),
    ],
)
def test_level_of_two_births(time: str, order: int, level: BirthLevel | None) -> None:
    """Time and rank tell twins apart; 0000 is no time (QĐ 4750, NGAY_SINH)."""
    first = profile(replace(CHILD, birth_order=1))
    other = profile(replace(CHILD, birth_time=time, birth_order=order))
    assert compare_births(first, other) is compare_births(other, first) is level


def test_midnight_between_two_births_is_no_distance() -> None:
    """23:55 and 00:05 written under one date are ten minutes apart, or a whole day: no proof."""
    late, early = replace(CHILD, birth_time="2355"), replace(CHILD, birth_time="0005")
    assert compare_births(profile(late), profile(early)) is BirthLevel.CLOSE


@pytest.mark.parametrize("born", [None, PartialDate(2024), PartialDate(2024, 5, 22)])
def test_times_of_other_days_do_not_compare(born: PartialDate | None) -> None:
    """Times count only under the same complete date."""
    other = Identity(birth_date=born, birth_time="0810")
    assert compare_births(profile(CHILD), profile(other)) is None
    assert compare_births(profile(other), profile(CHILD)) is None


ALONE = profile(Identity(birth_date=PartialDate(2026, 3, 2), births=1))
TWIN = profile(Identity(birth_date=PartialDate(2026, 3, 2), births=2))
NAMED = profile(Identity(name="Lê Minh An", birth_date=PartialDate(2026, 3, 2)))
EARLIER = profile(Identity(birth_date=PartialDate(2026, 3, 1)))
VAGUE = profile(Identity(birth_date=PartialDate(2026), births=1))


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        (ALONE, NAMED, SingleLevel.ONLY_CHILD),
        (ALONE, ALONE, SingleLevel.ONLY_CHILD),
        (TWIN, NAMED, None),
        (NAMED, NAMED, None),
        (ALONE, EARLIER, None),
        (VAGUE, VAGUE, None),
        (ALONE, Profile(), None),
    ],
)
def test_a_single_birth_has_no_twin(a: Profile, b: Profile, level: SingleLevel | None) -> None:
    """Of two born on one complete date one was born alone: so the other is no twin."""
    assert compare_single_births(a, b) is compare_single_births(b, a) is level


def test_an_only_child_joins_the_name_it_is_given_later() -> None:
    """Same day, sex and house: *same* for an only child, *maybe* where a twin may be meant."""
    home = Address(text="12 Hàng Bông", ward="00070", wards=("00070",))
    born = Identity(
        birth_date=PartialDate(2026, 3, 2), sex=Sex.MALE, address=home, births=1,
        said_on=dt.date(2026, 3, 2),
    )  # fmt: skip
    named = replace(born, name="Lê Minh An", births=0, said_on=dt.date(2026, 8, 2))
    outcomes = [
        decide(named, [Candidate("p", (replace(born, births=n),))], default()).outcome
        for n in (1, 0)
    ]
    assert outcomes == [Outcome.SAME, Outcome.MAYBE]
