"""How many relatives a record has beside it, and what two of them share: learnt beside m and u.

A pair that is not one citizen's is two strangers' or two relatives', in the proportions of the
model. What is set of relatives, from the fields' m or from what is known of Vietnam, counts as so
many pairs that were seen before; so a file in which twins are all of one sex teaches that, and a
twin is not taken for a spoilt copy, from which the next would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared, Weighed
from mpi.model_parts import Field, Model, Relation
from mpi.training.start import LEARNT_AT_HOME, at_home, guessed, shared_at_home

#: Kinds that are rules more than evidence: they say something of a few pairs only.
FIXED = frozenset({"kin", "birth", "single birth"})
#: A relation is never held to be rarer or commoner than this times what it was set to.
_RELATION_RANGE, _KNOWN_RANGE = (0.01, 10.0), (1.0, 20.0)


def people_range(relation: Relation, model: Model) -> tuple[float, float]:
    """Give the least and the most that learning holds a relation's number to be."""
    low, high = _RELATION_RANGE if guessed(model.relations) else _KNOWN_RANGE
    return low * relation.people, high * relation.people


#: Pairs that what is set of a relation counts as, and the least chance of a level.
_SET, _LEAST = 50.0, 1e-5
#: The home is never the whole reason for agreeing, and up to this part not seen to be one.
_MOST, _OWN = 0.95, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Candidate pairs as one round sees them: `match` is the chance of each to be one citizen's.

    `counting` are for each field the pairs that some rule found without it, `by_chance` how often
    two strangers say the same.
    """

    pairs: Compared
    counting: tuple[NDArray[np.bool_], ...]
    weighed: Weighed
    match: Bits
    records: int
    by_chance: tuple[float, ...]

    def of(self, relation: int) -> Bits:
        """Chance of each pair to be of two in a relation."""
        other = (1 - self.match) * np.exp2(self.weighed.household)
        return np.asarray(other * np.exp2(self.weighed.near[relation]))


def relatives(model: Model, start: Model, seen: Seen) -> tuple[Relation, ...]:
    """Count relatives and learn what they share, under the model's present fields.

    What two of any home share follows from the fields' m; of Vietnam's relations it is learnt where
    as many are seen as are known to be. What is known of Vietnam's families is the least number:
    few of them are candidates for being one, and those are no fair sample.
    """
    found: list[Relation] = []
    set_ = at_home(start.relations, model.fields, _parts(model, start, seen))
    for n, was in enumerate(set_):
        weight = seen.of(n)
        many = 2 * float(weight.sum()) / seen.records
        people = float(np.clip(many, *people_range(was, start)))
        u = _shared(model, was, weight, seen) if many >= was.people else was.u
        found.append(replace(was, people=people, u=u))
    return tuple(found)


def _parts(model: Model, start: Model, seen: Seen) -> Mapping[str, float]:
    """Learn how often the home is why its people agree in parents' and middle names.

    A middle name is its own, unless it is seen to be a father's.
    """
    if not guessed(start.relations):
        return {}
    near = sum((seen.of(n) for n in range(len(start.relations))), np.zeros(len(seen.match)))
    parts = {
        field.field: _part(field, levels, near * counting, chance)
        for field, levels, counting, chance in zip(
            model.fields, seen.pairs.levels, seen.counting, seen.by_chance, strict=True
        )
        if field.field in LEARNT_AT_HOME
    }
    return {field: part for field, part in parts.items() if part > _OWN}


def _part(field: Field, levels: NDArray[np.int8], weight: Bits, chance: float) -> float:
    """Give the part of one citizen's agreement that is found at home, and not by chance."""
    guess, many = shared_at_home(field), float(weight[levels >= 0].sum())
    agree = float(weight[levels == 0].sum()) - chance * many
    found = agree / max(field.levels[0].m - chance, _LEAST)
    return max(guess, min(_MOST, (found + _SET * guess) / (many + _SET)))


def _shared(
    model: Model, was: Relation, weight: Bits, seen: Seen
) -> Mapping[str, Mapping[str, float]]:
    learnt = {
        field.field: _learnt(field, was.u[field.field], levels, weight * counting)
        for field, levels, counting in zip(
            model.fields, seen.pairs.levels, seen.counting, strict=True
        )
        if field.field in was.u and not field.column and field.kind not in FIXED
    }
    return {**was.u, **learnt}


def _learnt(
    field: Field, was: Mapping[str, float], levels: NDArray[np.int8], weight: Bits
) -> Mapping[str, float]:
    """Share the chance that the levels of a relation have among them anew."""
    places = [n for n, level in enumerate(field.levels) if level.level in was]
    counts = np.bincount(levels[levels >= 0], weight[levels >= 0], minlength=len(field.levels))
    before = np.array([was[field.levels[n].level] for n in places])
    known = counts[places] + _SET * before
    chances = np.maximum(known * before.sum() / known.sum(), _LEAST)
    return {field.levels[n].level: float(c) for n, c in zip(places, chances, strict=True)}
