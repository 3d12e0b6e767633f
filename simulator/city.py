"""The whole population: households in their wards, and the children born while we look."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from simulator import places, rates
from simulator.chance import Weighted, derive, happens, opaque
from simulator.families import KINDS, siblings
from simulator.homes import Draft, Family, family
from simulator.numbers import Numbers, temporary_card
from simulator.people import Household, Person, Residence, Ward

_LONG_AGO = dt.date(2000, 1, 1)
_BEARING = (19, 42)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are simulated, both included."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.end - self.start).days + 1

    @property
    def years(self) -> float:
        """The same in years."""
        return self.days / 365.25

    def day(self, rng: random.Random) -> dt.date:
        """Draw one of the days."""
        return self.start + dt.timedelta(days=rng.randrange(self.days))


@dataclass(frozen=True, slots=True)
class City:
    """Everybody by id, in the order in which they were settled; newborns come last."""

    people: Mapping[str, Person]
    households: Mapping[str, Household]
    births: tuple[tuple[str, ...], ...]

    def parents(self, person: Person) -> tuple[Person | None, Person | None]:
        """Give father and mother, where they live in the city."""
        return self.people.get(person.father), self.people.get(person.mother)

    def residence(self, person: Person, day: dt.date) -> Residence:
        """Where somebody lived on a day."""
        return self.households[person.household].residence(day)


def settle(seed: int, count: int, wards: Weighted[Ward], period: Period) -> City:
    """Make a city of exactly `count` people, and the births of the period besides."""
    rng = derive(seed, "city")
    draft = Draft(seed, period.start, rng, Numbers(derive(seed, "numbers")))
    homes: dict[str, Household] = {}
    clans: list[tuple[Family, Residence, list[Person]]] = []
    while len(draft.people) < count:
        _settle_household(draft, homes, clans, wards, period)
    del draft.people[count:]
    return _with_births(draft, homes, period)


def _settle_household(
    draft: Draft,
    homes: dict[str, Household],
    clans: list[tuple[Family, Residence, list[Person]]],
    wards: Weighted[Ward],
    period: Period,
) -> None:
    """Settle one household; it may be that of a brother, in the same ward."""
    rng, name = draft.rng, opaque(draft.seed, "household", len(homes))
    home, cousins, surname = places.home(rng, wards, _LONG_AGO), list[Person](), ""
    if clans and happens(rng, rates.BROTHERS):
        brother, beside, cousins = rng.choice(clans[-60:])
        surname = brother.surname
        home = replace(home, ward=beside.ward, former=beside.former)
    kin = family(draft, name, surname)
    KINDS[rates.HOUSEHOLDS.pick(rng)](draft, kin, cousins)
    homes[name] = Household(name, (home, *_move(draft, wards, period)))
    if not surname and cousins:
        clans.append((kin, home, cousins))


def _move(draft: Draft, wards: Weighted[Ward], period: Period) -> tuple[Residence, ...]:
    if not happens(draft.rng, rates.MOVES * period.years):
        return ()
    return (places.home(draft.rng, wards, period.day(draft.rng)),)


def _with_births(draft: Draft, homes: Mapping[str, Household], period: Period) -> City:
    """Add the children born in the period, to women who live there with the father."""
    couples = list(_couples(draft))
    wanted = round(len(draft.people) * rates.BIRTHS / 1000 * period.years)
    chosen = draft.rng.sample(couples, min(wanted, len(couples)))
    births = tuple(_birth(draft, mother, father, period) for mother, father in chosen)
    return City({p.id: p for p in draft.people}, dict(homes), births)


def _couples(draft: Draft) -> Iterator[tuple[Person, Person]]:
    """Find the women of bearing age with the man of their age in the household."""
    for man, woman in itertools.pairwise(draft.people):
        together = (man.sex, woman.sex) == ("M", "F") and man.household == woman.household
        if together and not woman.mother and _BEARING[0] <= woman.age(draft.today) <= _BEARING[1]:
            yield woman, man


def _birth(draft: Draft, mother: Person, father: Person, period: Period) -> tuple[str, ...]:
    minutes = draft.rng.randrange(1440)
    born = dt.datetime.combine(period.day(draft.rng), dt.time()) + dt.timedelta(minutes=minutes)
    kin = Family(mother.household, father.surname, mother.ethnicity, mother.standing)
    named = born.date() + dt.timedelta(days=draft.rng.randint(*rates.NAMED_AFTER_DAYS))
    newborns = siblings(draft, kin, father, mother, born)
    return tuple(draft.add(_newborn(draft, child, named)).id for child in newborns)


def _newborn(draft: Draft, child: Person, named: dt.date) -> Person:
    card = temporary_card(len(draft.people))
    return replace(child, named_on=named, temporary_card=card, phone="")
