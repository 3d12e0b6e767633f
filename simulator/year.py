"""All visits of the period: everybody's illnesses, pregnancies and the outbreaks, in order."""

from __future__ import annotations

from collections.abc import Iterator

from simulator import illness, journeys, motherhood, outbreaks
from simulator.chance import derive
from simulator.city import Period
from simulator.journeys import World
from simulator.outbreaks import Outbreak
from simulator.visits import Visit


def live(seed: int, world: World) -> tuple[list[Visit], tuple[Outbreak, ...]]:
    """Let the period pass; give the visits that ended in it, by their start, and the outbreaks."""
    planned = outbreaks.plan(derive(seed, "outbreaks"), world.city, world.period)
    visits = [*_illnesses(seed, world), *_births(seed, world), *_breaking_out(seed, world, planned)]
    within = [visit for visit in visits if _ended_in(visit, world.period)]
    return sorted(within, key=lambda v: (v.start, v.number)), planned


def _illnesses(seed: int, world: World) -> Iterator[Visit]:
    for person in world.city.people.values():
        rng = derive(seed, "life", person.id)
        for ill in illness.chronic(rng, person, world.period):
            yield from journeys.chronic(world, rng, person, ill)
        for day, ill in illness.onsets(rng, person, world.period):
            yield from journeys.acute(world, rng, person, ill, day)


def _births(seed: int, world: World) -> Iterator[Visit]:
    for ids in world.city.births:
        children = tuple(world.city.people[name] for name in ids)
        yield from motherhood.birth(world, derive(seed, "birth", ids[0]), children)


def _breaking_out(seed: int, world: World, planned: tuple[Outbreak, ...]) -> Iterator[Visit]:
    for number, outbreak in enumerate(planned):
        rng = derive(seed, "outbreak", number)
        for day, person in outbreaks.cases(rng, outbreak, world.city, world.period):
            yield from journeys.acute(world, rng, person, outbreak.disease, day)


def _ended_in(visit: Visit, period: Period) -> bool:
    return period.start <= visit.start.date() and visit.end.date() <= period.end
