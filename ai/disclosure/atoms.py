"""Atoms: the smallest parts that a set of boxes cuts the rows of a measure into.

Boxes cut their axes into classes of leaves that no box tells apart; a row of one class on each
axis is an atom. Atoms that lie in the same boxes are one variable, for nothing tells them apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

import numpy as np
from scipy.sparse import csr_array

from ai.disclosure.boxes import Box, Cell, Sides
from ai.disclosure.relations import axes_of, meeting

#: Atoms of one question; more are not worked out, and the answer counts as telling.
MOST_ATOMS = 60_000

#: For each variable, the numbers of the boxes it lies in.
Variables = Sequence[tuple[int, ...]]


def connected(box: Box, cells: Sequence[Cell]) -> list[Cell]:
    """Give the cells that overlap a box, or overlap one that does, and so on."""
    if not cells:
        return []
    axes = axes_of([box, *(cell.box for cell in cells)])
    left, edge = np.arange(1, len(cells) + 1), np.zeros(1, np.int64)
    found: list[int] = []
    while len(edge) and len(left):
        near = meeting(axes, left, edge).any(axis=1)
        edge, left = left[near], left[~near]
        found += edge.tolist()
    return [cells[place - 1] for place in found]


def memberships(boxes: Sequence[Box], domains: Sides) -> Variables | None:
    """Give, for each variable, the boxes it lies in; None when there are too many atoms."""
    axes = sorted({axis for box in boxes for axis in box.sides})
    classes = [classes_of(axis, boxes, domains) for axis in axes]
    if math.prod(map(len, classes)) > MOST_ATOMS:
        return None
    masks = {common(atom) for atom in product(*classes)}
    return [tuple(i for i in range(len(boxes)) if mask >> i & 1) for mask in masks if mask]


#: The leaf that stands for all that no box names, on an axis whose leaves are not all known.
_OPEN = frozenset({"*"})


def classes_of(axis: str, boxes: Sequence[Box], domains: Sides) -> list[int]:
    """Give the kinds of leaves of an axis, each as the boxes that take it (bits)."""
    return sorted({*takers(axis, boxes, domains).values()})


def takers(axis: str, boxes: Sequence[Box], domains: Sides) -> dict[str, int]:
    """Give, for each leaf of an axis, the boxes that take it (bits)."""
    unbound = sum(1 << i for i, box in enumerate(boxes) if axis not in box.sides)
    seen = dict.fromkeys(domains.get(axis, _OPEN), unbound)
    for i, box in enumerate(boxes):
        for leaf in box.sides.get(axis, ()):
            seen[leaf] = seen.get(leaf, unbound) | 1 << i
    return seen


def common(atom: tuple[int, ...]) -> int:
    """Give the boxes (bits) that take the classes on all axes."""
    mask = -1
    for part in atom:
        mask &= part
    return mask


def matrix(rows: int, variables: Variables) -> csr_array:
    """Give one row a box and one column a variable: 1 where it lies in the box."""
    places = [(i, j) for j, boxes in enumerate(variables) for i in boxes]
    ones = np.ones(len(places))
    at = ([i for i, _ in places], [j for _, j in places])
    return csr_array((ones, at), shape=(rows, len(variables)))
