"""What is left to ask: two people who may be one, weighed whole and against their rivals.

The chance of a pair of records is that before anything was decided. Of those that are left when the
likely ones are put together, fewer are of one person: whoever has several records is weighed with
all of them, and who may be one of two different people is not both.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared, Weighed, near_by_field, weigh
from mpi.batch.coded import Coded, Codes
from mpi.batch.compared import compared
from mpi.batch.joining import combined, weighing
from mpi.batch.judge import Mask, judge
from mpi.model_parts import Model

#: Records of a person that are looked at, and questions at a time.
_MOST, _CHUNK = 24, 4096
_Pairs = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Places of the best pair between two people, likeliest first, with the chance of each."""

    places: _Pairs
    chance: Bits


def questions(
    model: Model, columns: tuple[Coded, ...], pairs: Compared, weighed: Weighed, person: Codes,
    bridges: Mask,
) -> Questions:  # fmt: skip
    """Give the questions that are *maybe* when all is known; each two people once.

    `bridges` are pairs that alone would have held two groups together: asked about unless barred.
    """
    judged = judge(pairs, weighed, model)
    apart = person[pairs.first] != person[pairs.second]
    open_ = apart & ~judged.barred & (weighed.total >= model.thresholds.maybe)
    places = _best_of_people(pairs, weighed.total, person, np.flatnonzero(open_))
    a, b = person[pairs.first[places]], person[pairs.second[places]]
    bits = _whole(model, columns, person, (a, b), weighed.total[places])
    chance = against_rivals(a, b, np.exp2(np.clip(bits, -60, 60)))
    kept = np.flatnonzero(
        (bridges[places] & np.isfinite(bits)) | (chance >= 1 / (1 + 2**-model.thresholds.maybe))
    )
    order = kept[np.argsort(-chance[kept], kind="stable")]
    return Questions(places[order], chance[order])


def _best_of_people(pairs: Compared, bits: Bits, person: Codes, places: _Pairs) -> _Pairs:
    """Of the pairs between two people keep the best, best first."""
    ranked = places[np.lexsort((pairs.second[places], pairs.first[places], -bits[places]))]
    a, b = person[pairs.first[ranked]], person[pairs.second[ranked]]
    keys = np.minimum(a, b).astype(np.int64) << 32 | np.maximum(a, b)
    return np.asarray(ranked[np.sort(np.unique(keys, return_index=True)[1])])


def _whole(
    model: Model, columns: tuple[Coded, ...], person: Codes, ends: tuple[Codes, Codes], bits: Bits
) -> Bits:
    """Give the bits of two people with all their records; those of the pair where each has one."""
    found = bits.copy()
    sizes = np.bincount(person, minlength=len(person))
    several = np.flatnonzero((sizes[ends[0]] > 1) | (sizes[ends[1]] > 1))
    for at in range(0, len(several), _CHUNK):
        part = several[at : at + _CHUNK]
        found[part] = _together(model, columns, _crossed(person, ends[0][part], ends[1][part]))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Crossed:
    """Every record of one person with every record of another, one question after the other."""

    first: Codes
    second: Codes
    sizes: list[int]

    def slices(self) -> Iterator[slice]:
        """Give where the pairs of each question stand."""
        stops = np.cumsum(self.sizes).tolist()
        return (slice(stop - size, stop) for stop, size in zip(stops, self.sizes, strict=True))


def _crossed(person: Codes, a: Codes, b: Codes) -> _Crossed:
    order = np.argsort(person, kind="stable").astype(np.int32)
    ranked = person[order]

    def of(one: Codes) -> list[Codes]:
        starts, stops = (np.searchsorted(ranked, one, side) for side in ("left", "right"))
        return [order[i : min(j, i + _MOST)] for i, j in zip(starts, stops, strict=True)]

    both = list(zip(of(a), of(b), strict=True))
    first = np.concatenate([np.repeat(one, len(other)) for one, other in both])
    second = np.concatenate([np.tile(other, len(one)) for one, other in both])
    sizes = [len(one) * len(other) for one, other in both]
    return _Crossed(np.minimum(first, second), np.maximum(first, second), sizes)


def _together(model: Model, columns: tuple[Coded, ...], crossed: _Crossed) -> Bits:
    pairs = compared(model, columns, crossed.first, crossed.second)
    weighed = weigh(pairs, model)
    bits, near = np.array(weighed.fields), near_by_field(pairs, model)
    said = np.array([levels >= 0 for levels in pairs.levels])
    barred, by = judge(pairs, weighed, model).barred, weighing(model)

    def whole(part: slice) -> float:
        if barred[part].any():
            return -np.inf
        return combined(bits[:, part], said[:, part], near[..., part], by)

    return np.array([whole(part) for part in crossed.slices()])


def against_rivals(a: Codes, b: Codes, odds: Bits) -> Bits:
    """Give the chance that `a` and `b` are one, when each may be one of several others.

    With a third there are five ways: all apart, two of them one in three ways, all one. The odds of
    all being one are those of the likeliest two, times the mean of those of the others with it; so
    who is like both takes nothing away, and who can be only one of them takes its share.
    """
    near: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for one, other, each in zip(a.tolist(), b.tolist(), odds.tolist(), strict=True):
        near[one][other] = near[other][one] = each

    def chance(one: int, other: int) -> float:
        own, apart, all_one = near[one][other], 0.0, 0.0
        for n in (near[one].keys() | near[other].keys()) - {one, other}:
            low, mid, high = sorted((own, near[one].get(n, 0.0), near[other].get(n, 0.0)))
            apart += low + mid + high - own
            all_one += high * math.sqrt(low * mid)
        return (own + all_one) / (1 + own + apart + all_one)

    return np.array([chance(i, j) for i, j in zip(a.tolist(), b.tolist(), strict=True)])
