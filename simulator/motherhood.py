"""Pregnancy, birth and the first year: visits of the mother, then of the child."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace

from simulator import clock, rates
from simulator.chance import Weighted, happens
from simulator.illness import disease
from simulator.journeys import Step, World, step, walk
from simulator.people import Person
from simulator.visits import Visit

_BIRTH_LEVEL = Weighted([("district", 38), ("city", 50), ("central", 12)])
_CHECKUP_LEVEL = Weighted([("station", 80), ("district", 20)])
_NEWBORN_ILLS = Weighted([("P59.9", 6.0), ("P36.9", 2.0), ("P07.3", 2.0)])
_PRETERM_G = 2500


def birth(world: World, rng: random.Random, children: tuple[Person, ...]) -> Iterator[Visit]:
    """Walk through one pregnancy of the city and its children's first months."""
    mother = world.city.people[children[0].mother]
    delivery = _delivery(world, rng, mother, children)
    yield from _prenatal(world, rng, mother, delivery)
    yield delivery
    for child in children:
        yield from _admitted(world, rng, child, delivery)
        yield from _checkups(world, rng, child)


def _delivery(
    world: World, rng: random.Random, mother: Person, children: tuple[Person, ...]
) -> Visit:
    """Make the visit in which the children are born; it starts hours before the first of them."""
    ill = disease("O82.9" if happens(rng, rates.CAESAREAN) else "O80")
    first, last = children[0].born, children[-1].born
    ward = world.ward(mother, first.date())
    facility = world.ways.first(rng, ward, ill, _BIRTH_LEVEL)
    planned = step(world, rng, mother, ill, Step(facility, first.date(), severe=True))
    start = first - dt.timedelta(minutes=rng.randrange(90, 700))
    return replace(
        planned,
        start=start,
        admitted=start + dt.timedelta(minutes=30),
        end=clock.discharge(rng, last, rng.randint(*ill.days)),
        newborns=children,
        books=None,
    )


def _prenatal(world: World, rng: random.Random, mother: Person, birth: Visit) -> Iterator[Visit]:
    ill = disease("Z34.9")
    for weeks in rates.PRENATAL_WEEKS_BEFORE:
        day = birth.start.date() - dt.timedelta(weeks=weeks, days=rng.randrange(-3, 4))
        if happens(rng, rates.PRENATAL_KEPT) and day >= world.period.start:
            yield step(world, rng, mother, ill, Step(birth.facility, day, severe=False))


def _admitted(world: World, rng: random.Random, child: Person, birth: Visit) -> Iterator[Visit]:
    """Admit a newborn that is ill or small, where it was born, before it has a name."""
    small = child.weight_g < _PRETERM_G
    if small or happens(rng, rates.NEWBORN_ADMITTED):
        ill = disease("P07.3" if small else _NEWBORN_ILLS.pick(rng))
        day = child.born.date() + dt.timedelta(days=rng.randrange(1, 4))
        yield from walk(world, rng, child, ill, Step(birth.facility, day, severe=True))


def _checkups(world: World, rng: random.Random, child: Person) -> Iterator[Visit]:
    ill = disease("Z00.1")
    for age, share in rates.NEWBORN_CHECKUPS:
        day = child.born.date() + dt.timedelta(days=age + rng.randrange(-5, 15))
        if happens(rng, share) and day <= world.period.end:
            ward = world.ward(child, day)
            facility = world.ways.first(rng, ward, ill, _CHECKUP_LEVEL)
            yield step(world, rng, child, ill, Step(facility, day, severe=False))
