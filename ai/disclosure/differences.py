"""What subtraction gives away: a box less boxes inside it, along one axis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ai.disclosure.boxes import Cell, Rule, apart_on, inside


def remainders(cell: Cell, others: Sequence[Cell]) -> Iterator[int]:
    """Give what a shown cell leaves when shown cells inside it are taken away.

    Each inner cell alone, and for each axis the disjoint inner cells that differ on it alone.
    """
    inner = [o for o in others if o.box != cell.box and inside(o.box, cell.box)]
    yield from (cell.count - each.count for each in inner)
    by_axis: dict[str, list[Cell]] = defaultdict(list)
    for each in inner:
        axis = apart_on(each.box, cell.box)
        if axis is not None:
            by_axis[axis].append(each)
    for axis, slices in by_axis.items():
        yield from _peeled(cell, axis, slices)


def telling(cells: Sequence[Cell], fresh: Sequence[Cell], rule: Rule) -> bool:
    """Whether a difference that involves a fresh cell is one that may not be shown."""
    new = {id(cell) for cell in fresh}
    for cell in cells:
        others = cells if id(cell) in new or _touched(cell, fresh) else ()
        if any(rule.small(left) for left in remainders(cell, others)):
            return True
    return False


def _touched(cell: Cell, fresh: Sequence[Cell]) -> bool:
    return any(inside(each.box, cell.box) for each in fresh)


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
