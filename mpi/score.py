"""How strongly a record speaks for being about a person: evidence in bits that adds up.

Fellegi and Sunter (1969) with missing fields at random, population name frequencies, and one thing
more: the alternative to "the same citizen" is not only a stranger but also a twin, a sibling, a
parent or a housemate, each with its own chances of agreeing. docs/identity.md gives the formulas.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mpi.decision import Evidence, Scored
from mpi.frequency import share
from mpi.model_parts import Frequencies, Model, NamePart, Overlap
from mpi.profile import Profile
from mpi.weights import FieldWeight, Reading, Weights, weights


def score(
    record: Profile, person: Sequence[Profile], model: Model, *, person_id: str = ""
) -> Scored:
    """Weigh a record against a person, that is against every identity that the person was given.

    `bits` is log2 of the odds that they are one citizen, and the sum of the evidence's bits: the
    prior, each field, and the household's part (never above 0).
    """
    tables = model.frequencies
    found = [_read(f, record, person, tables) or f.unsaid for f in weights(model).fields]
    bits, evidence = _weighed(tuple([r for r in found if r is not None]), model)
    return Scored(person_id, bits, evidence)


@lru_cache(maxsize=65536)
def _weighed(found: tuple[Reading, ...], model: Model) -> tuple[float, tuple[Evidence, ...]]:
    """Sum up what was read; most strangers of a city differ in one of few ways."""
    ready = weights(model)
    readings = _without_overlap(found, ready.overlaps)
    evidence = (
        Evidence("prior", ready.population, ready.prior),
        *[Evidence(r.field, r.level, r.bits) for r in readings],
        *_household(readings, ready),
    )
    return math.fsum([e.bits for e in evidence]), evidence


def _read(
    field: FieldWeight, record: Profile, person: Sequence[Profile], tables: Frequencies
) -> Reading | None:
    if len(person) == 1:
        return _pair(field, record, person[0], tables)
    pairs = [_pair(field, record, other, tables) for other in person]
    readings = [reading for reading in pairs if reading is not None]
    if not readings:
        return None
    barred = [reading for reading in readings if reading.level in field.never]
    if barred:
        return max(barred, key=_merit)
    best = max(readings, key=_merit)
    if field.mean and readings.count(best) < len(readings):
        return replace(best, bits=_mean_bits(readings))
    return best


def _merit(reading: Reading) -> tuple[float, str]:
    return (reading.bits, reading.level)


def _mean_bits(readings: list[Reading]) -> float:
    """Average likelihood ratios: the one true value is any of the person's, by how often said."""
    return math.log2(math.fsum(2**r.bits for r in readings) / len(readings))


def _pair(
    field: FieldWeight, record: Profile, other: Profile, tables: Frequencies
) -> Reading | None:
    level = field.compare(record, other)
    if level is None:
        return None
    reading = field.readings[level]
    rarity = field.rarity.get(level)
    if rarity:
        return reading.shifted(_rarity(rarity, record, other, tables))
    if level in field.by_value and field.value:
        return reading.shifted(math.log2(max(field.value(record), field.value(other))))
    return reading


def _rarity(
    parts: tuple[NamePart, ...], record: Profile, other: Profile, tables: Frequencies
) -> float:
    """log2 of the share of people with the name; of two spellings the more frequent counts."""
    names = [name for name in (record.name, other.name) if name is not None]
    return math.log2(max(share(name, parts, tables) for name in names))


def _without_overlap(readings: Sequence[Reading], overlaps: tuple[Overlap, ...]) -> list[Reading]:
    levels = {r.field: r.level for r in readings}
    most: dict[str, float] = {}
    least: dict[str, float] = {}
    for overlap in overlaps:
        if levels.get(overlap.given) in overlap.levels:
            limits, strictest = (least, max) if overlap.at_least else (most, min)
            limits[overlap.field] = strictest(overlap.bits, limits.get(overlap.field, overlap.bits))
    return [r.limited(least.get(r.field, -math.inf), most.get(r.field, math.inf)) for r in readings]


def _household(readings: list[Reading], ready: Weights) -> tuple[Evidence, ...]:
    """What must be taken off because someone near could agree as well, named after the likeliest.

    A stranger's odds of 1 become 1 + the sum over relations of how many such people there are for
    one stranger, times how much better they explain the levels found.
    """
    odds = [
        (start + sum([r.near[n] or 0.0 for r in readings]), relation)
        for n, (relation, start) in enumerate(ready.relations)
    ]
    if not odds:
        return ()
    bits = -math.log2(1 + math.fsum([2**o for o, _ in odds]))
    return (Evidence("household", max(odds)[1], bits),)
