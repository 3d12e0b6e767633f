"""From falling ill to getting well: the visits of one illness, across facilities.

A journey is walked step by step. Each step is a visit; it ends with a letter to another facility,
with an appointment, or with nothing, and the next step follows from the paper, if it is heeded.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from simulator import clock, rates
from simulator.chance import happens
from simulator.city import City, Period
from simulator.facilities import Facility
from simulator.illness import Disease
from simulator.people import Person, Ward
from simulator.visits import Appointment, Referral, Visit
from simulator.ways import Ways

_LONGEST = 6


@dataclass(frozen=True, slots=True)
class World:
    """Everything a journey needs to know; counters number visits and papers."""

    city: City
    period: Period
    ways: Ways
    numbers: Iterator[int] = field(default_factory=itertools.count)
    papers: Iterator[int] = field(default_factory=itertools.count)

    def ward(self, person: Person, day: dt.date) -> Ward:
        """Where somebody lives on that day."""
        return self.city.residence(person, day).ward


@dataclass(frozen=True, slots=True)
class Step:
    """Where the next visit happens and why."""

    facility: Facility
    day: dt.date
    severe: bool
    sent_by: Referral | None = None
    keeps: Appointment | None = None


def acute(
    world: World, rng: random.Random, person: Person, ill: Disease, day: dt.date
) -> Iterator[Visit]:
    """Walk through one acute illness that began on that day."""
    severe = happens(rng, ill.inpatient)
    levels = rates.SEVERE_LEVEL if severe else rates.FIRST_LEVEL
    facility = world.ways.first(rng, world.ward(person, day), ill, levels)
    yield from walk(world, rng, person, ill, Step(facility, day, severe))


def chronic(world: World, rng: random.Random, person: Person, ill: Disease) -> Iterator[Visit]:
    """Walk through a year of a chronic disease, always at the same facility unless sent on."""
    months = rates.CHRONIC_MONTHS.pick(rng)
    ward = world.ward(person, world.period.start)
    own = world.ways.first(rng, ward, ill, rates.CHRONIC_LEVEL)
    day = world.period.start + dt.timedelta(days=rng.randrange(ill.after[1] * months))
    keeps: Appointment | None = None
    while day <= world.period.end:
        severe = happens(rng, ill.inpatient)
        visit = step(world, rng, person, ill, Step(own, day, severe, keeps=keeps), months)
        yield visit
        if visit.refers:
            yield from _heed(world, rng, visit, severe=True)
        keeps, day = _next(rng, visit, ill, months)


def walk(
    world: World, rng: random.Random, person: Person, ill: Disease, first: Step
) -> Iterator[Visit]:
    """Walk from a first step until no paper leads on."""
    todo: Step | None = first
    for _ in range(_LONGEST):
        if todo is None or todo.day > world.period.end:
            return
        visit = step(world, rng, person, ill, todo)
        yield visit
        todo = _onward(rng, visit, todo.severe)


def step(
    world: World, rng: random.Random, person: Person, ill: Disease, todo: Step, months: int = 1
) -> Visit:
    """Make the visit of one step, with the paper it ends with."""
    bed = todo.severe and todo.keeps is None and todo.facility.rank > 0
    day = todo.day if bed else clock.workday(rng, todo.day)
    start = clock.emergency(rng, day) if bed else clock.arrival(rng, day)
    refers = _letter(world, rng, person, ill, replace(todo, day=day))
    stay = 1 if refers and refers.upward else rng.randint(*ill.days)
    visit = Visit(
        number=next(world.numbers),
        person=person,
        facility=todo.facility,
        disease=ill,
        start=start,
        admitted=start + dt.timedelta(minutes=rng.randrange(25, 110)) if bed else None,
        end=clock.discharge(rng, start, stay) if bed else clock.examined(rng, start),
        sent_by=todo.sent_by,
        keeps=todo.keeps,
        refers=refers,
    )
    return visit if refers else replace(visit, books=_booking(world, rng, visit, months))


def _letter(
    world: World, rng: random.Random, person: Person, ill: Disease, todo: Step
) -> Referral | None:
    """Decide whether the visit ends with a letter, and to whom."""
    sender = todo.facility
    if todo.sent_by and todo.sent_by.upward and happens(rng, rates.SENT_DOWN):
        return Referral(next(world.papers), sender, todo.sent_by.sender, requested=False)
    if todo.keeps or not happens(rng, _send_rate(ill, todo)):
        return None
    receiver = world.ways.above(rng, sender, world.ward(person, todo.day), ill)
    if receiver is None:
        return None
    return Referral(next(world.papers), sender, receiver, happens(rng, rates.OWN_REQUEST))


def _send_rate(ill: Disease, todo: Step) -> float:
    if todo.facility.rank == 0:
        return rates.STATION_SENDS if todo.severe else ill.refer * 1.5
    downward = todo.sent_by is not None and not todo.sent_by.upward
    return 0.0 if downward else ill.refer * (rates.SEVERE_REFER if todo.severe else 1)


def _booking(world: World, rng: random.Random, visit: Visit, months: int) -> Appointment | None:
    """Book a revisit, now and then; a kept appointment of an acute illness is the last one."""
    ill = visit.disease
    again = ill.revisit * (0.2 if visit.keeps and ill.course != "chronic" else 1)
    if not happens(rng, again):
        return None
    days = rng.randint(*ill.after) * months
    day = clock.workday(rng, visit.end.date() + dt.timedelta(days=days))
    return Appointment(next(world.papers), day)


def _onward(rng: random.Random, visit: Visit, severe: bool) -> Step | None:  # noqa: FBT001 - a state
    """Say what follows a visit, if anything."""
    if visit.refers:
        return _arrival(rng, visit, severe=severe and visit.refers.upward)
    if visit.books and happens(rng, rates.KEPT):
        day = _kept_on(rng, visit.books, visit)
        return Step(visit.facility, day, severe=False, keeps=visit.books)
    return None


def _heed(world: World, rng: random.Random, visit: Visit, *, severe: bool) -> Iterator[Visit]:
    arrival = _arrival(rng, visit, severe=severe)
    if arrival:
        yield from walk(world, rng, visit.person, visit.disease, arrival)


def _arrival(rng: random.Random, visit: Visit, *, severe: bool) -> Step | None:
    """Follow a letter, at once when severely ill; some never go."""
    letter = visit.refers
    if letter is None or not happens(rng, rates.FOLLOWED):
        return None
    wait = 1 if severe else rng.randrange(1, 9)
    return Step(letter.receiver, visit.end.date() + dt.timedelta(days=wait), severe, letter)


def _kept_on(rng: random.Random, booked: Appointment, visit: Visit) -> dt.date:
    off = rng.choice((-2, -1, 1, 2, 3)) if happens(rng, rates.OFF_THE_DAY) else 0
    earliest = visit.end.date() + dt.timedelta(days=1)
    return max(earliest, booked.day + dt.timedelta(days=off))


def _next(
    rng: random.Random, visit: Visit, ill: Disease, months: int
) -> tuple[Appointment | None, dt.date]:
    """Say when a chronically ill person comes next, and whether by appointment."""
    if visit.books and happens(rng, rates.KEPT):
        return visit.books, _kept_on(rng, visit.books, visit)
    late = rng.randint(*rates.LATE_RETURN) + ill.after[0] * months
    return None, visit.end.date() + dt.timedelta(days=late)
