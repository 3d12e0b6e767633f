"""What subtraction gives away: a box less a box inside it, or less disjoint ones along one axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ai.disclosure.boxes import Cell, Rule
from ai.disclosure.relations import Axis, apart, axes_of, inside_of

_Places = NDArray[np.int64]


def telling(cells: Sequence[Cell], fresh: Sequence[Cell], rule: Rule) -> bool:
    """Whether a difference that involves a fresh cell is one that may not be shown.

    Each inner cell alone, and for each axis the disjoint inner cells that differ on it alone.
    """
    if not cells:
        return False
    axes, every = axes_of([cell.box for cell in cells]), np.arange(len(cells))
    new = {id(cell) for cell in fresh}
    is_new = np.array([id(cell) in new for cell in cells], bool)
    inside = inside_of(axes, every, every)
    looked = is_new | inside[is_new].any(axis=0)
    counts = np.array([cell.count for cell in cells], np.int64)
    left = counts[None, :] - counts[:, None]
    small = inside & looked[None, :] & (left > 0) & (left < rule.least)
    return bool(small.any()) or any(
        rule.small(each)
        for outer in np.flatnonzero(looked & (inside.sum(axis=0) > 1)).tolist()
        for each in _slices(cells, axes, np.flatnonzero(inside[:, outer]), outer)
    )


def _slices(
    cells: Sequence[Cell], axes: Sequence[Axis], inner: _Places, outer: int
) -> Iterator[int]:
    differ = apart(axes, inner, outer)
    for number, axis in enumerate(axes):
        chosen = [cells[place] for place in inner[differ == number].tolist()]
        if len(chosen) > 1:
            yield from _peeled(cells[outer], axis.name, chosen)


def _peeled(cell: Cell, axis: str, slices: Sequence[Cell]) -> Iterator[int]:
    """Take disjoint slices away one after another, the finest first and the coarsest first."""
    for coarse in (False, True):
        taken: set[str] = set()
        left = cell.count
        order = sorted(slices, key=lambda s: (len(s.box.sides[axis]), s.count), reverse=coarse)
        for each in order:
            leaves = each.box.sides[axis]
            if taken.isdisjoint(leaves):
                taken |= leaves
                left -= each.count
                yield left
