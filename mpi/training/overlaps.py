"""Fields that say the same thing twice: a village tells its district, a given name the sex.

Where two strangers who agree in a field agree far more often in another too, the second one is
given no more weight than it then has; and where one person's records differ in the first, no more
is made of their differing in the second. The rarer field of a pair is the one that speaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from mpi.batch.bits import Bits, Compared, weigh
from mpi.model_parts import Field, Model, Overlap
from mpi.training.fit import Sample, posterior, strangers

#: Pairs that must agree, in all, before anything is concluded.
_ENOUGH = 30.0
#: How many times more often two strangers agree in a field for agreeing in another.
_DEPENDENT = 2.0
_LEAST = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Pairs of one sort with the weight of each in it."""

    pairs: Compared
    weight: Bits

    def chance(self, n: int, level: int, given: int, at: int) -> tuple[float, float]:
        """Chance that field `n` is at `level` when `given` is at `at`, and how many pairs tell."""
        told = (self.pairs.levels[given] == at) & (self.pairs.levels[n] >= 0)
        all_of_them = float(self.weight[told].sum())
        found = float(self.weight[told & (self.pairs.levels[n] == level)].sum())
        return (found + _LEAST) / (all_of_them + 2 * _LEAST), all_of_them


def overlaps(model: Model, sample: Sample) -> tuple[Overlap, ...]:
    """Find evidence that would be counted twice, from pairs weighted by what they likely are.

    Two places are judged by all who are not one person, neighbours and housemates included: these
    are easily taken for each other as long as a place counts several times.
    """
    weighed = weigh(sample.random, model)
    together = _Seen(sample.candidates, posterior(weigh(sample.candidates, model)))
    others = _Seen(sample.random, 1 - posterior(weighed))
    apart = _Seen(sample.random, strangers(weighed))
    found: list[Overlap] = []
    for given, n in permutations(range(len(model.fields)), 2):
        seen = others if _places(model, given, n) else apart
        if _tells(model, given, n) and _dependent(seen, given, n):
            found += _of_pair(model, seen, together, given, n)
    return tuple(found)


def _tells(model: Model, given: int, n: int) -> bool:
    """Only general fields and sex, the rarer of two telling; what the base model knows stands."""
    a, b = model.fields[given], model.fields[n]
    return bool(a.column) and (bool(b.column) or b.kind == "sex")


def _places(model: Model, given: int, n: int) -> bool:
    return _is_place(model.fields[given]) and _is_place(model.fields[n])


def _dependent(apart: _Seen, given: int, n: int) -> bool:
    chance, enough = apart.chance(n, 0, given, 0)
    back, _ = apart.chance(given, 0, n, 0)
    rare = chance > back
    return rare and enough >= _ENOUGH and chance >= _DEPENDENT * _alone(apart, n)


def _alone(seen: _Seen, n: int) -> float:
    told = seen.pairs.levels[n] >= 0
    return float(seen.weight[told & (seen.pairs.levels[n] == 0)].sum() / seen.weight[told].sum())


def _of_pair(model: Model, apart: _Seen, together: _Seen, given: int, n: int) -> Iterator[Overlap]:
    a, b = model.fields[given], model.fields[n]
    most = max(0.0, _ratio(apart, together, (n, 0), (given, 0)))
    yield Overlap(a.field, (a.levels[0].level,), b.field, most)
    last = (n, len(b.levels) - 1), (given, len(a.levels) - 1)
    if _is_place(b) and together.chance(*last[0], *last[1])[1] >= _ENOUGH:
        least = min(0.0, _ratio(apart, together, *last))
        yield Overlap(a.field, (a.levels[-1].level,), b.field, least, at_least=True)


def _ratio(apart: _Seen, together: _Seen, level: tuple[int, int], given: tuple[int, int]) -> float:
    m, _ = together.chance(*level, *given)
    u, _ = apart.chance(*level, *given)
    return float(np.log2(m / u))


def _is_place(field: Field) -> bool:
    """Whoever moves changes all that says where."""
    return field.kind in {"place", "postcode", "address text", "code"}
