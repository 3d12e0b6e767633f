"""Health insurance cards: two letters of the holder's object, a benefit digit, 01, ten digits.

The object changes with age and job, so that one person's cards differ at the front and agree in
the last ten digits (QĐ 1351/2015, 1697/2023, 1018/2024; CV 38/BYT-BH of 2026).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from simulator.people import Person
from simulator.tables import by_key

_HANOI = "01"
_NEW_DIGITS = dt.date(2026, 1, 1)
#: What a benefit digit pays, in per cent.
_PAYS = {"1": 100, "2": 100, "3": 95, "4": 80, "5": 100}
_STANDING = {"poor": "HN", "near-poor": "CN", "pension": "HT", "veteran": "CB", "merit": "CC"}


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is on one day; `pays` is the share that the fund pays, in per cent."""

    number: str
    since: dt.date
    until: dt.date
    pays: int


def card(person: Person, day: dt.date) -> Card | None:
    """Give the card that somebody holds on that day; newborns hold a temporary one."""
    if person.nameless(day):
        until = person.born.date() + dt.timedelta(days=60)
        return Card(person.temporary_card, person.born.date(), until, _PAYS["1"])
    if not person.insured and person.age(day) >= 6:
        return None
    kind = category(person, day)
    digit = _digit(kind, day)
    number = f"{kind}{digit}{_HANOI}{person.insurance_number}"
    return Card(number, *_validity(person, kind, day), _PAYS[digit])


def category(person: Person, day: dt.date) -> str:
    """Give the object code: by age first, then by standing and job."""
    age = person.age(day)
    if day <= _child_until(person):
        return "TE"
    if person.standing in _STANDING:
        return _STANDING[person.standing]
    if age < 18:
        return "HS"
    if person.job:
        return by_key("occupations", "code")[person.job]["object"]
    if age < 25:
        return "SV"
    return "LH" if age >= 75 else "GD"


def _digit(kind: str, day: dt.date) -> str:
    column = "benefit_2026" if day >= _NEW_DIGITS else "benefit"
    return by_key("insurance", "object")[kind][column]


def _validity(person: Person, kind: str, day: dt.date) -> tuple[dt.date, dt.date]:
    if kind == "TE":
        return person.born.date(), _child_until(person)
    return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)


def _child_until(person: Person) -> dt.date:
    """Give the last day of a child's card: school begins, or the month of 72 months ends."""
    year, month = person.born.year + 6, max(9, person.born.month)
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
