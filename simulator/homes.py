"""What a household is while it is being made: numbers to give, a home, people drawn one by one."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field, replace

from simulator import naming, rates
from simulator.chance import Weighted, happens, opaque
from simulator.numbers import Numbers, province
from simulator.people import Person
from simulator.tables import rows

_MINORITIES = ("06", "02", "03", "07")
_KINH = "01"


@dataclass(slots=True)
class Draft:
    """A city in the making. `today` is the first day of the simulation."""

    seed: int
    today: dt.date
    rng: random.Random
    numbers: Numbers
    people: list[Person] = field(default_factory=list)

    def add(self, person: Person) -> Person:
        """Settle a person under the next opaque id."""
        settled = replace(person, id=opaque(self.seed, "person", len(self.people)))
        self.people.append(settled)
        return settled


@dataclass(frozen=True, slots=True)
class Family:
    """What the members of a household share; `standing` is `poor`, `near-poor` or empty."""

    household: str
    surname: str
    ethnicity: str
    standing: str


def family(draft: Draft, household: str, surname: str = "") -> Family:
    """Draw a family; a surname is given when it is a brother's."""
    rng = draft.rng
    ethnicity = rng.choice(_MINORITIES) if happens(rng, rates.MINORITY) else _KINH
    standing = Weighted(
        [
            ("poor", rates.POOR),
            ("near-poor", rates.NEAR_POOR),
            ("", 1 - rates.POOR - rates.NEAR_POOR),
        ]
    ).pick(rng)
    return Family(household, surname or naming.surname(rng), ethnicity, standing)


def adult(draft: Draft, kin: Family, sex: str, age: int, surname: str = "") -> Person:
    """Draw an adult of about that age (years at the start of the simulation)."""
    rng, born = draft.rng, birthday(draft, age)
    middle, given = naming.given(rng, sex, born.year)
    person = blank(draft, kin, sex, born)
    return draft.add(
        replace(
            person,
            surname=surname or kin.surname,
            middle=middle,
            given=given,
            old_number=draft.numbers.old() if age >= rates.OLD_CARD_FROM_AGE else "",
            phone=_own_phone(draft, age),
            job=_job(rng, age),
            standing=_standing(rng, kin, age),
        )
    )


def blank(draft: Draft, kin: Family, sex: str, born: dt.datetime) -> Person:
    """Draw what everybody has: numbers, insurance, ethnicity; no name yet."""
    return Person(
        id="",
        household=kin.household,
        sex=sex,
        surname=kin.surname,
        middle="",
        given="",
        born=born,
        personal_number=draft.numbers.personal(sex, born.date(), province(draft.rng)),
        old_number="",
        insurance_number=draft.numbers.insurance(),
        insured=happens(draft.rng, rates.INSURED),
        phone="",
        job="",
        standing=kin.standing,
        ethnicity=kin.ethnicity,
    )


def birthday(draft: Draft, age: int) -> dt.datetime:
    """Draw a moment of birth that makes somebody this old when the simulation starts."""
    days = age * 365.25 + draft.rng.randrange(1, 364)
    midnight = dt.datetime.combine(draft.today, dt.time(), tzinfo=None)
    return midnight - dt.timedelta(days=days) + dt.timedelta(minutes=draft.rng.randrange(1440))


def _own_phone(draft: Draft, age: int) -> str:
    old = age >= rates.OLD_CARD_FROM_AGE
    has = happens(draft.rng, rates.OLD_OWN_PHONE) if old else rates.OWN_PHONE.pick(draft.rng)
    return draft.numbers.phone() if has else ""


def _job(rng: random.Random, age: int) -> str:
    if age >= 60 or (age < 23 and happens(rng, rates.STUDENT)):
        return ""
    return Weighted((row["code"], float(row["weight"])) for row in rows("occupations")).pick(rng)


def _standing(rng: random.Random, kin: Family, age: int) -> str:
    if kin.standing or age < 60:
        return kin.standing
    shares = [("pension", rates.PENSION), ("veteran", rates.VETERAN), ("merit", rates.MERIT)]
    return Weighted([*shares, ("", 1 - sum(share for _, share in shares))]).pick(rng)
