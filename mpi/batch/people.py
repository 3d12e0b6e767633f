"""From pairs to people: components of links, and inside each who belongs together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared, Weighed, near_by_field, weigh
from mpi.batch.bridging import unbridged
from mpi.batch.coded import Coded, Codes
from mpi.batch.compared import compared
from mpi.batch.groups import all_pairs, components, loose
from mpi.batch.joining import Matrix, Places, join, weighing
from mpi.batch.judge import Judged, Mask, judge
from mpi.model_parts import Model

T = TypeVar("T", bound=np.generic)

#: Records in a component above which it is first cut at its weakest links, and by how many bits.
LARGEST, _STEP = 80, 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Each record's person, named by its lowest record; `joined` before weak bridges were cut."""

    person: Codes
    joined: Codes


def people(model: Model, columns: tuple[Coded, ...], pairs: Compared, weighed: Weighed) -> Codes:
    """Give each record the lowest record of its person."""
    return grouped(model, columns, pairs, weighed).person


def grouped(model: Model, columns: tuple[Coded, ...], pairs: Compared, weighed: Weighed) -> Grouped:
    """Put records together into people.

    What may be one person's is looked at together with the records that surely are: against all of
    them it may be sure, where against none alone it is. What one link alone holds together is cut.
    """
    linked = _near(judge(pairs, weighed, model), pairs, weighed, model, len(columns[0].codes))
    first, second = pairs.first[linked], pairs.second[linked]
    groups = _cut(len(columns[0].codes), first, second, weighed.total[linked])
    within = (groups[first] == groups[second]) & (weighed.total[linked] >= model.thresholds.same)
    contested, joined = loose(groups, first[within]), groups.copy()
    for group, (whole, parts) in zip(contested, _resolved(model, columns, contested), strict=True):
        for each, named in ((whole, joined), (parts, groups)):
            for part in each:
                named[group[part]] = group[part].min()
    return Grouped(groups, joined)


def _near(judged: Judged, pairs: Compared, weighed: Weighed, model: Model, records: int) -> Mask:
    """Links, and what is *maybe* of whoever has links."""
    several = np.zeros(records, np.bool_)
    several[pairs.first[judged.linked]] = several[pairs.second[judged.linked]] = True
    open_ = (weighed.total >= model.thresholds.maybe) & ~judged.barred & ~judged.doubted
    return judged.linked | (open_ & (several[pairs.first] | several[pairs.second]))


def _cut(records: int, first: Codes, second: Codes, bits: Bits) -> Codes:
    """Components, of which those that are too large lose their weakest links until they fit."""
    kept = np.ones(len(first), np.bool_)
    while True:
        groups = components(records, first[kept], second[kept])
        sizes = np.bincount(groups, minlength=records)[groups[first]]
        large = kept & (sizes > LARGEST)
        if not large.any():
            return groups
        kept &= ~(large & (bits < bits[large].min() + _STEP))


def _resolved(
    model: Model, columns: tuple[Coded, ...], groups: list[NDArray[np.int32]]
) -> Iterator[tuple[list[Places], list[Places]]]:
    """Give the parts of each group, as joined and as cut at weak bridges."""
    if not groups:
        return
    pairs = compared(model, columns, *all_pairs(groups))
    weighed = weigh(pairs, model)
    near, judged = near_by_field(pairs, model), judge(pairs, weighed, model)
    at = 0
    for group in groups:
        size = len(group)
        part = slice(at, at + size * (size - 1) // 2)
        matrix = _matrix(model, pairs, weighed, near, judged, part, size)
        whole = join(matrix, model.thresholds.same)
        yield whole, [each for one in whole for each in unbridged(matrix, one, model.thresholds)]
        at = part.stop


@dataclass(frozen=True, slots=True)
class _Square:
    """Turns values of the pairs above the diagonal into symmetric squares."""

    size: int

    def of(self, flat: NDArray[T]) -> NDArray[T]:
        """Square the last axis of an array."""
        square = np.zeros((*flat.shape[:-1], self.size, self.size), flat.dtype)
        i, j = np.triu_indices(self.size, 1)
        square[..., i, j] = flat
        square[..., j, i] = flat
        return square


def _matrix(
    model: Model, pairs: Compared, weighed: Weighed, near: Bits,
    judged: Judged, part: slice, size: int,
) -> Matrix:  # fmt: skip
    by, square = weighing(model), _Square(size)
    anchored = np.zeros(size * (size - 1) // 2, np.bool_)
    for field, bits in zip(model.fields, weighed.fields, strict=True):
        if field.field in model.anchors:
            anchored |= bits[part] > 0
    said = np.array([levels[part] >= 0 for levels in pairs.levels])
    return Matrix(
        bits=square.of(np.array([bits[part] for bits in weighed.fields])),
        said=square.of(said),
        near=square.of(near[:, :, part]),
        barred=square.of(judged.barred[part]),
        doubted=square.of(judged.doubted[part] | ~anchored),
        lasting=by.lasting,
        prior=by.prior,
        starts=by.starts,
    )
