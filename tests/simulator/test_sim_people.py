"""Households as Hanoi has them: surnames, numbers, twins, namesakes."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter

import pytest

from simulator import facilities
from simulator.city import City, Period, settle
from simulator.people import Person

PERIOD = Period(dt.date(2025, 7, 1), dt.date(2026, 6, 30))
PEOPLE = 6000


@pytest.fixture(scope="module")
def city() -> City:
    """Give a city without any visit."""
    return settle(3, PEOPLE, facilities.dwellings(facilities.choose(30)), PERIOD)


@pytest.fixture(scope="module")
def everybody(city: City) -> list[Person]:
    """Give its people as a list."""
    return list(city.people.values())


def test_the_city_has_as_many_people_as_asked_and_its_newborns(city: City) -> None:
    """`people` counts who lives there at the start."""
    assert sum(person.named_on is None for person in city.people.values()) == PEOPLE
    assert sum(len(birth) for birth in city.births) == len(city.people) - PEOPLE


def test_children_carry_their_fathers_surname(city: City, everybody: list[Person]) -> None:
    """The rule holds for every child whose father lives with it."""
    pairs = [(p, city.people[p.father]) for p in everybody if p.father]
    assert len(pairs) > 1000
    assert all(child.surname == father.surname for child, father in pairs)


def test_wives_keep_their_own_surname(city: City, everybody: list[Person]) -> None:
    """Man and wife share a surname only as often as chance says (38 % are Nguyễn)."""
    couples = {(p.father, p.mother) for p in everybody if p.father}
    same = sum(city.people[m].surname == city.people[f].surname for f, m in couples)
    assert 0.1 < same / len(couples) < 0.3


def test_surnames_have_their_shares(everybody: list[Person]) -> None:
    """Nguyễn is nearly four in ten; there are about forty surnames."""
    counts = Counter(person.surname for person in everybody)
    assert 0.34 < counts["Nguyễn"] / len(everybody) < 0.43
    assert len(counts) >= 40


@pytest.mark.parametrize(
    ("low", "high", "least", "most"), [(1930, 1959, 70, 97), (2010, 2026, 0, 9)]
)
def test_thi_belongs_to_the_older_cohorts(
    everybody: list[Person], low: int, high: int, least: int, most: int
) -> None:
    """Women born before 1960 are Thị nearly always, girls of today hardly ever."""
    women = [p for p in everybody if p.sex == "F" and low <= p.born.year <= high]
    share = 100 * sum(p.middle.split()[0] == "Thị" for p in women) / len(women)
    assert least <= share <= most


def test_personal_numbers_say_century_sex_and_year(everybody: list[Person]) -> None:
    """Twelve digits after Circular 59/2021: province, century and sex, year, order."""
    for person in everybody:
        century = 2 * (person.born.year // 100 - 19) + (person.sex == "F")
        form = rf"\d{{3}}{century}{person.born.year % 100:02}\d{{6}}"
        assert re.fullmatch(form, person.personal_number)


@pytest.mark.parametrize("field", ["personal_number", "insurance_number", "phone", "id"])
def test_no_number_is_given_twice(everybody: list[Person], field: str) -> None:
    """A shared number in the feed is always a clerk's doing."""
    numbers = [text for p in everybody if (text := getattr(p, field))]
    assert len(set(numbers)) == len(numbers)


def test_twins_share_a_birthday_and_not_a_name(everybody: list[Person]) -> None:
    """Both children of a birth are ranked; they differ in the given name at least."""
    twins = [p for p in everybody if p.birth_order]
    pairs = list(zip(twins[::2], twins[1::2], strict=True))
    assert len(pairs) >= 15
    assert all((a.birth_order, b.birth_order) == (1, 2) and a.name != b.name for a, b in pairs)
    assert all(dt.timedelta(0) < b.born - a.born < dt.timedelta(hours=1) for a, b in pairs)


def test_there_are_namesakes_and_some_of_them_are_cousins(everybody: list[Person]) -> None:
    """A name alone never tells two people apart."""
    names = Counter(person.name for person in everybody)
    assert sum(count for count in names.values() if count > 1) / len(everybody) > 0.12


def test_siblings_are_born_a_pregnancy_apart(everybody: list[Person]) -> None:
    """Unless they are twins."""
    families: dict[str, list[dt.datetime]] = {}
    for person in everybody:
        if person.mother and person.birth_order != 2 and person.named_on is None:
            families.setdefault(person.mother, []).append(person.born)
    for births in families.values():
        order = sorted(births)
        assert all((b - a).days > 270 for a, b in itertools.pairwise(order))


def test_some_households_move_and_have_two_addresses(city: City) -> None:
    """About one in twenty within the year."""
    moved = sum(len(home.residences) > 1 for home in city.households.values())
    assert 0.03 < moved / len(city.households) < 0.08
