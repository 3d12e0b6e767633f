"""How strongly a record speaks for being about a person: evidence in bits that adds up.

Fellegi and Sunter (1969) with missing fields at random, population name frequencies, and one thing
more: the alternative to "the same citizen" is not only a stranger but also a twin, a sibling, a
parent or a housemate, each with its own chances of agreeing. docs/identity.md gives the formulas.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mpi.decision import Evidence, Scored
from mpi.frequency import share
from mpi.model_parts import Frequencies, Model, Overlap
from mpi.profile import Profile
from mpi.weights import FieldWeight, LevelWeight, Weights, weights


@dataclass(frozen=True, slots=True)
class _Reading:
    """One field's level with its bits; `u` is log2 of the strangers' chance that they rest on."""

    field: str
    level: str
    bits: float
    u: float
    relations: tuple[float | None, ...]


def score(
    record: Profile, person: Sequence[Profile], model: Model, *, person_id: str = ""
) -> Scored:
    """Weigh a record against a person, that is against every identity that the person was given.

    `bits` is log2 of the odds that they are one citizen, and the sum of the evidence's bits: the
    prior, each field, and the household's part (never above 0).
    """
    ready = weights(model)
    found = (_read(field, record, person, model.frequencies) for field in ready.fields)
    readings = _without_overlap([r for r in found if r is not None], model.overlaps)
    evidence = (
        Evidence("prior", f"1 of {model.population:,.0f}", ready.prior),
        *(Evidence(r.field, r.level, r.bits) for r in readings),
        *_household(readings, ready),
    )
    return Scored(person_id, math.fsum(e.bits for e in evidence), evidence)


def _read(
    field: FieldWeight, record: Profile, person: Sequence[Profile], tables: Frequencies
) -> _Reading | None:
    readings = [r for other in person if (r := _pair(field, record, other, tables)) is not None]
    if not readings:
        return None
    best = max(readings, key=lambda r: r.bits)
    if not field.mean or len(readings) == 1:
        return best
    return replace(best, bits=_mean_bits([r.bits for r in readings]))


def _mean_bits(bits: list[float]) -> float:
    """Average likelihood ratios: the one true value is any of the person's, by how often said."""
    return math.log2(math.fsum(2**b for b in bits) / len(bits))


def _pair(
    field: FieldWeight, record: Profile, other: Profile, tables: Frequencies
) -> _Reading | None:
    level = field.compare(record, other)
    if level is None:
        return None
    weight = field.levels[level]
    u = weight.u + (_rarity(weight, record, other, tables) if weight.rarity else 0.0)
    return _Reading(field.field, level.value, weight.m - u, u, weight.relations)


def _rarity(weight: LevelWeight, record: Profile, other: Profile, tables: Frequencies) -> float:
    """log2 of the share of people with the name; of two spellings the more frequent counts."""
    names = [name for name in (record.name, other.name) if name is not None]
    return math.log2(max(share(name, weight.rarity, tables) for name in names))


def _without_overlap(readings: list[_Reading], overlaps: tuple[Overlap, ...]) -> list[_Reading]:
    levels = {r.field: r.level for r in readings}
    limits = {o.field: o.bits for o in overlaps if levels.get(o.given) in o.levels}
    return [_limited(r, limits.get(r.field, math.inf)) for r in readings]


def _limited(reading: _Reading, most: float) -> _Reading:
    excess = reading.bits - most
    return replace(reading, bits=most, u=reading.u + excess) if excess > 0 else reading


def _household(readings: list[_Reading], ready: Weights) -> tuple[Evidence, ...]:
    """What must be taken off because someone near could agree as well, named after the likeliest.

    Stranger's odds 1 become 1 + sum over relations of how many there are times how much better
    they explain the levels found.
    """
    odds = [
        (start + math.fsum(_better(r, n) for r in readings), relation)
        for n, (relation, start) in enumerate(ready.relations)
    ]
    if not odds:
        return ()
    bits = -math.log2(1 + math.fsum(2**o for o, _ in odds))
    return (Evidence("household", f"or {max(odds)[1]}", bits),)


def _better(reading: _Reading, relation: int) -> float:
    chance = reading.relations[relation]
    return 0.0 if chance is None else chance - reading.u
