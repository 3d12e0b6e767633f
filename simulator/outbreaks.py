"""Outbreaks: one disease, one ward, some weeks; what surveillance must be able to find."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.city import City, Period
from simulator.illness import Disease, disease, in_season
from simulator.people import Person

#: Diseases that break out, how many weeks, and cases per 1000 people of the ward.
_KINDS = (("A97.0", 5, 40.0), ("B08.4", 4, 30.0), ("B05.9", 5, 22.0))
#: An outbreak for so many people of the city, one at least.
_PEOPLE = 2500
_CASES = (8, 120)


@dataclass(frozen=True, slots=True)
class Outbreak:
    """Extra cases of a disease in one ward, from `start` for `weeks` weeks."""

    disease: Disease
    ward: str
    start: dt.date
    weeks: int
    cases: int


def plan(rng: random.Random, city: City, period: Period) -> tuple[Outbreak, ...]:
    """Choose where and when; large wards, and the season of the disease."""
    residents = _residents(city, period.start)
    large = sorted(residents, key=lambda ward: (-len(residents[ward]), ward))[:20]
    count = max(1, len(city.people) // _PEOPLE)
    return tuple(_outbreak(rng, number, large, residents, period) for number in range(count))


def cases(
    rng: random.Random, outbreak: Outbreak, city: City, period: Period
) -> Iterator[tuple[dt.date, Person]]:
    """Draw who falls ill and when: the number of cases swells and falls within the weeks."""
    ill = outbreak.disease
    at_risk = [
        person
        for person in _residents(city, outbreak.start)[outbreak.ward]
        if ill.rate_for(person.sex, person.age(outbreak.start)) and not person.named_on
    ]
    for person in rng.sample(at_risk, min(outbreak.cases, len(at_risk))):
        day = round(rng.triangular(0, outbreak.weeks * 7 - 1))
        onset = outbreak.start + dt.timedelta(days=day)
        if period.start <= onset <= period.end:
            yield onset, person


def _outbreak(
    rng: random.Random,
    number: int,
    wards: Sequence[str],
    residents: Mapping[str, Sequence[Person]],
    period: Period,
) -> Outbreak:
    code, weeks, attack = _KINDS[number % len(_KINDS)]
    ward = rng.choice(wards)
    wanted = round(len(residents[ward]) * attack / 1000)
    count = max(_CASES[0], min(_CASES[1], wanted))
    return Outbreak(disease(code), ward, in_season(rng, disease(code), period), weeks, count)


def _residents(city: City, day: dt.date) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in city.people.values():
        found.setdefault(city.residence(person, day).ward.code, []).append(person)
    return found
