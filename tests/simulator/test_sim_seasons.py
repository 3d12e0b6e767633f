"""Illness has its months, its ages and its outbreaks; people come about 1.6 times a year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest

from simulator import facilities, illness, outbreaks
from simulator.chance import derive
from simulator.city import City, Period, settle
from simulator.illness import Disease, disease
from tests.simulator.made import Made

YEAR = Period(dt.date(2025, 7, 1), dt.date(2026, 6, 30))


@pytest.mark.parametrize(
    ("code", "months", "least"),
    [
        ("A97.0", (7, 8, 9, 10, 11), 0.82),
        ("B08.4", (3, 4, 8, 9, 10), 0.58),
        ("B05.9", (2, 3, 4), 0.6),
        ("J21.9", (10, 11, 12, 1, 2, 3), 0.55),
    ],
)
def test_diseases_keep_their_season(code: str, months: tuple[int, ...], least: float) -> None:
    """Dengue from July to November, measles in spring, hand-foot-mouth twice (2008-2017)."""
    rng = derive(2)
    drawn = [illness.in_season(rng, disease(code), YEAR).month for _ in range(3000)]
    assert sum(month in months for month in drawn) / len(drawn) >= least


@pytest.mark.parametrize(
    ("code", "sex", "age", "possible"),
    [
        ("B08.4", "M", 3, True),
        ("B08.4", "M", 30, False),
        ("N76.0", "M", 30, False),
        ("N76.0", "F", 30, True),
        ("I10", "F", 20, False),
        ("I10", "F", 75, True),
    ],
)
def test_diseases_keep_to_age_and_sex(code: str, sex: str, age: int, *, possible: bool) -> None:
    """Nobody has what people of their age or sex do not have."""
    assert (disease(code).rate_for(sex, age) > 0) is possible


@pytest.mark.parametrize("ill", illness.diseases(), ids=lambda ill: ill.code)
def test_each_disease_is_whole(ill: Disease) -> None:
    """Shares are shares, spans have an order, there is a complaint to write down."""
    assert all(0 <= share <= 1 for share in (ill.inpatient, ill.refer, ill.revisit))
    assert ill.days[0] <= ill.days[1]
    assert ill.after[0] <= ill.after[1]
    assert ill.complaint
    assert len(ill.months) in (0, 12)


def test_people_come_about_so_often(made: Made) -> None:
    """1.6 visits a person and year, most of them without a bed."""
    counts = made.manifest.counts
    assert 1.3 < counts["visits"] / counts["people"] < 2.0
    kinds = Counter(visit.row("XML1")["MA_LOAI_KCB"] for visit in made.first.values())
    assert 0.02 < kinds["03"] / kinds.total() < 0.15


@pytest.fixture(scope="module")
def city() -> City:
    """Give a city large enough for two outbreaks."""
    return settle(5, 5000, facilities.dwellings(facilities.choose(12)), YEAR)


def test_an_outbreak_is_one_ward_and_some_weeks(city: City) -> None:
    """Its cases live there, may have the disease, and rise before they fall."""
    for number, outbreak in enumerate(outbreaks.plan(derive(1), city, YEAR)):
        found = list(outbreaks.cases(derive(number), outbreak, city, YEAR))
        last = outbreak.start + dt.timedelta(weeks=outbreak.weeks)
        assert len(found) <= outbreak.cases
        for day, person in found:
            assert outbreak.start <= day < last
            assert city.residence(person, outbreak.start).ward.code == outbreak.ward


def test_visits_of_one_facility_are_numbered_in_the_order_of_arrival(made: Made) -> None:
    """Visit keys grow, as a hospital's counter does."""
    by_facility: dict[str, list[tuple[str, str]]] = {}
    for (facility, key), visit in made.first.items():
        by_facility.setdefault(facility, []).append((visit.row("XML1")["NGAY_VAO"], key[-6:]))
    for arrivals in by_facility.values():
        assert all(a[1] < b[1] for a, b in pairwise(sorted(arrivals)) if a[0] < b[0])
