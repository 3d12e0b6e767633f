"""Who lives in the simulated city: people, households and where they live. Frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from simulator import naming

#: From this day on wards are those of resolution 1656/NQ-UBTVQH15, and districts are gone.
NEW_WARDS = dt.date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class FormerWard:
    """A ward before July 2025, with its district."""

    code: str
    name: str
    district_code: str
    district: str


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward since July 2025 and some of those it was made of. Position in degrees."""

    code: str
    name: str
    latitude: float
    longitude: float
    weight: float
    former: tuple[FormerWard, ...]


@dataclass(frozen=True, slots=True)
class Residence:
    """A home: `detail` is house and street or hamlet; the ward under both divisions."""

    since: dt.date
    detail: str
    ward: Ward
    former: FormerWard


@dataclass(frozen=True, slots=True)
class Person:
    """A citizen as the population register would know them, whatever hospitals write.

    `sex` is `F` or `M`; `named_on` is the day on which a child born meanwhile got its name;
    `birth_order` is the rank within a multiple birth, 0 for a single one; `carries_number` says
    whether the person shows the personal number (children seldom do).
    """

    id: str
    household: str
    sex: str
    surname: str
    middle: str
    given: str
    born: dt.datetime
    personal_number: str
    old_number: str
    insurance_number: str
    insured: bool
    phone: str
    job: str
    standing: str
    ethnicity: str
    mother: str = ""
    father: str = ""
    birth_order: int = 0
    weight_g: int = 0
    named_on: dt.date | None = None
    temporary_card: str = ""
    carries_number: bool = True

    @property
    def name(self) -> str:
        """The full name, surname first."""
        return naming.full(self.surname, self.middle, self.given)

    def age(self, day: dt.date) -> int:
        """Whole years on that day."""
        before = (day.month, day.day) < (self.born.month, self.born.day)
        return day.year - self.born.year - before

    def nameless(self, day: dt.date) -> bool:
        """Say whether the child had no name of its own yet."""
        return self.named_on is not None and day < self.named_on


@dataclass(frozen=True, slots=True)
class Household:
    """People who live together; residences are in the order in which they lived there."""

    id: str
    residences: tuple[Residence, ...]

    def residence(self, day: dt.date) -> Residence:
        """Where the household lived on that day."""
        past = [home for home in self.residences if home.since <= day]
        return past[-1] if past else self.residences[0]
