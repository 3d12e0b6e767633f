"""A model made ready for adding up: logarithms taken, one reading prepared for every level."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mpi.compare import Compare, comparison, share_keys
from mpi.decision import Outcome
from mpi.model_parts import (
    Field,
    History,
    Level,
    Model,
    NamePart,
    Overlap,
    Relation,
    Shares,
)
from mpi.profile import Profile

#: Stands in evidence for there being nothing to compare, where a model says that this tells.
UNSAID = "not said"


@dataclass(frozen=True, slots=True)
class Reading:
    """One field's level with its bits, log2(m/u).

    `near` has for each relation of the model log2(u of the relation / u of strangers): by how much
    such a person explains the level better than a stranger; None where the model gives none.
    """

    field: str
    level: str
    bits: float
    near: tuple[float | None, ...]

    def limited(self, least: float, most: float) -> Reading:
        """Give `least` to `most` bits: whatever is beyond is already counted elsewhere."""
        excess = self.bits - max(least, min(self.bits, most))
        return self if excess == 0 else self.shifted(excess)

    def shifted(self, bits: float) -> Reading:
        """Take `bits` off, as if strangers agreed that much more often."""
        near = tuple(None if chance is None else chance - bits for chance in self.near)
        return Reading(self.field, self.level, self.bits - bits, near)


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """A field with its comparison; `rarity` are the levels whose u is a share of names.

    `never` are levels that no citizen has with himself: one such pair speaks for all.
    `by_value` are the levels whose u follows the share of the value, which `value` finds. `unsaid`
    is what it says that there is nothing to compare; None where that says nothing.
    """

    compare: Compare
    mean: bool
    readings: Mapping[str, Reading]
    rarity: Mapping[str, tuple[NamePart, ...]]
    by_value: frozenset[str] = frozenset()
    value: Callable[[Profile], float] | None = None
    never: frozenset[str] = frozenset()
    unsaid: Reading | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that scoring needs of a model.

    `prior` is log2 of the odds that two records are of one citizen before anything is compared,
    `relations` their names and log2 of how many such people there are for each stranger.
    """

    prior: float
    population: str
    fields: tuple[FieldWeight, ...]
    relations: tuple[tuple[str, float], ...]
    overlaps: tuple[Overlap, ...]
    ceilings: Mapping[tuple[str, str], Outcome]


@lru_cache(maxsize=16)
def weights(model: Model) -> Weights:
    """Prepare a model; done once for each model."""
    size = math.log2(model.population)
    return Weights(
        prior=-size,
        population=f"1 of {model.population:,.0f}",
        fields=tuple(_field(field, model) for field in model.fields),
        relations=tuple((f"or {r.relation}", math.log2(r.people) - size) for r in model.relations),
        overlaps=model.overlaps,
        ceilings={(c.field, c.level): c.at_most for c in model.ceilings},
    )


def _field(field: Field, model: Model) -> FieldWeight:
    return FieldWeight(
        comparison(field),
        field.history is History.MEAN,
        {level.level: _reading(field.field, level, model.relations) for level in field.levels},
        {level.level: level.rarity for level in field.levels if level.rarity},
        frozenset(level.level for level in field.levels if level.by_value),
        _value(field, field.shares) if field.shares else None,
        frozenset(
            each.level
            for each in model.ceilings
            if each.field == field.field and each.at_most is Outcome.NEW
        ),
        _unsaid(field, model.relations),
    )


def _unsaid(field: Field, relations: tuple[Relation, ...]) -> Reading | None:
    if field.unsaid == 0:
        return None
    return Reading(field.field, UNSAID, field.unsaid, (None,) * len(relations))


def _value(field: Field, shares: Shares) -> Callable[[Profile], float]:
    read = share_keys(field)
    return lambda said: max(shares.listed.get(key, shares.unlisted) for key in read(said))


def _reading(field: str, level: Level, relations: tuple[Relation, ...]) -> Reading:
    chances = (relation.u.get(field, {}).get(level.level) for relation in relations)
    near = tuple(None if chance is None else math.log2(chance / level.u) for chance in chances)
    return Reading(field, level.level, math.log2(level.m / level.u), near)
