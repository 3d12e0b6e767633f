"""A model made ready for adding up: logarithms taken, levels looked up by name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mpi.compare import KINDS, Compare
from mpi.decision import Outcome
from mpi.model_parts import Field, History, Level, Model, NamePart


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """log2 of m and u of a level, and for each relation log2 of its u or None (as strangers)."""

    m: float
    u: float
    rarity: tuple[NamePart, ...]
    relations: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """A field with its comparison and the weights of its levels."""

    field: str
    compare: Compare
    mean: bool
    levels: Mapping[str, LevelWeight]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that scoring needs of a model.

    `prior` is log2 of the odds that two records are of one citizen before anything is compared,
    `relations` their names and log2 of how many such people there are for each stranger.
    """

    prior: float
    fields: tuple[FieldWeight, ...]
    relations: tuple[tuple[str, float], ...]
    ceilings: Mapping[tuple[str, str], Outcome]


@lru_cache(maxsize=16)
def weights(model: Model) -> Weights:
    """Prepare a model; done once for each model."""
    size = math.log2(model.population)
    return Weights(
        prior=-size,
        fields=tuple(_field(field, model) for field in model.fields),
        relations=tuple((r.relation, math.log2(r.people) - size) for r in model.relations),
        ceilings={(c.field, c.level): c.at_most for c in model.ceilings},
    )


def _field(field: Field, model: Model) -> FieldWeight:
    return FieldWeight(
        field.field,
        KINDS[field.kind].compare,
        field.history is History.MEAN,
        {level.level: _level(field.field, level, model) for level in field.levels},
    )


def _level(field: str, level: Level, model: Model) -> LevelWeight:
    chances = (relation.u.get(field, {}).get(level.level) for relation in model.relations)
    return LevelWeight(
        math.log2(level.m),
        math.log2(level.u),
        level.rarity,
        tuple(None if chance is None else math.log2(chance) for chance in chances),
    )
