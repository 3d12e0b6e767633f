"""What people fall ill with: diseases, their seasons, who gets them, and outbreaks."""

from __future__ import annotations

import datetime as dt
import functools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator import rates
from simulator.chance import Weighted, happens, poisson
from simulator.city import Period
from simulator.people import Person
from simulator.tables import Row, rows, span

_ACUTE = ("acute", "injury")


@dataclass(frozen=True, slots=True)
class Disease:
    """A disease as the simulator treats it; shares are 0 to 1, spans are days.

    `rate` times the factor of a band of age gives onsets a year per 1000 people (of a chronic
    one: sick people per 1000).
    """

    code: str
    title: str
    rate: float
    bands: tuple[tuple[int, int, float], ...]
    sex: str
    months: tuple[float, ...]
    course: str
    specialty: str
    department: str
    inpatient: float
    days: tuple[int, int]
    refer: float
    revisit: float
    after: tuple[int, int]
    complaint: str
    drugs: tuple[str, ...]
    services: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]
    secondary: tuple[str, ...]

    def rate_for(self, sex: str, age: int) -> float:
        """Onsets a year (or the chance to have it, if chronic) of one person."""
        if self.sex and sex != self.sex:
            return 0.0
        factor = next((f for low, high, f in self.bands if low <= age <= high), 0.0)
        return (self.rate or 1.0) * factor / 1000


@functools.cache
def diseases(course: str = "") -> tuple[Disease, ...]:
    """All diseases of a course (`acute`, `injury`, `chronic`, …), or all."""
    return tuple(_disease(row) for row in rows("diseases") if course in ("", row["course"]))


@functools.cache
def disease(code: str) -> Disease:
    """Find a disease by its ICD-10 code. Raises StopIteration for one that is not in the table."""
    return next(d for d in diseases() if d.code == code)


def onsets(rng: random.Random, person: Person, period: Period) -> Iterator[tuple[dt.date, Disease]]:
    """Draw the acute illnesses of one person, each in its season."""
    ills = _risks(person.sex, max(0, person.age(period.start)))
    for _ in range(poisson(rng, ills.total * period.years * rates.ACUTE)):
        ill = ills.choice.pick(rng)
        day = in_season(rng, ill, period)
        if day >= person.born.date():
            yield day, ill


def chronic(rng: random.Random, person: Person, period: Period) -> tuple[Disease, ...]:
    """Draw the diseases that somebody has all the time."""
    age = person.age(period.start)
    return tuple(d for d in diseases("chronic") if happens(rng, d.rate_for(person.sex, age)))


def in_season(rng: random.Random, ill: Disease, period: Period) -> dt.date:
    """Draw a day of the period, months weighted by the season of the disease."""
    return _calendar(ill.months, period).pick(rng)


@dataclass(frozen=True, slots=True)
class _Risks:
    total: float
    choice: Weighted[Disease]


@functools.cache
def _risks(sex: str, age: int) -> _Risks:
    pairs = [(d, d.rate_for(sex, age)) for course in _ACUTE for d in diseases(course)]
    return _Risks(sum(rate for _, rate in pairs), Weighted(pairs))


@functools.cache
def _calendar(months: tuple[float, ...], period: Period) -> Weighted[dt.date]:
    days = (period.start + dt.timedelta(days=n) for n in range(period.days))
    return Weighted((day, months[day.month - 1] if months else 1.0) for day in days)


def _disease(row: Row) -> Disease:
    return Disease(
        code=row["code"],
        title=row["title"],
        rate=float(row["rate"]),
        bands=tuple(_band(word) for word in row["ages"].split()),
        sex=row["sex"],
        months=tuple(float(month) for month in row["months"].split()),
        course=row["course"],
        specialty=row["specialty"],
        department=row["department"],
        inpatient=float(row["inpatient"]),
        days=span(row["days"]),
        refer=float(row["refer"]),
        revisit=float(row["revisit"]),
        after=span(row["after"]),
        complaint=row["complaint"],
        drugs=tuple(row["drugs"].split()),
        services=tuple(row["services"].split()),
        findings=_findings(row["findings"]),
        secondary=tuple(row["secondary"].split()),
    )


def _findings(text: str) -> tuple[tuple[str, str], ...]:
    """Read `PLT=96±28 NS1=Dương tính`; a value may have a space, an index has `=`."""
    return tuple(re.findall(r"(\w+)=(.*?)(?=\s+\w+=|$)", text))


def _band(word: str) -> tuple[int, int, float]:
    ages, _, factor = word.partition(":")
    return (*span(ages), float(factor))
