"""Which boxes lie inside or meet which, for many at once: sets are compared once an axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ai.disclosure.boxes import Box

_Flags = NDArray[np.bool_]
_Places = NDArray[np.int64]

#: An axis that a box does not restrict.
_OPEN = None


@dataclass(frozen=True, slots=True)
class Axis:
    """Of one axis: the place of each box's leaves among the different sets, and how those relate.

    `within[i, j]` says that set i holds nothing that set j does not, `shared` that they meet.
    """

    name: str
    places: _Places
    within: _Flags
    shared: _Flags


def axes_of(boxes: Sequence[Box]) -> list[Axis]:
    """Give the axes of boxes; what is counted is one too."""
    names = sorted({name for box in boxes for name in box.sides})
    counted = [frozenset({box.measure}) for box in boxes]
    sides = [[box.sides.get(name, _OPEN) for box in boxes] for name in names]
    return [_axis("", counted), *map(_axis, names, sides)]


def _axis(name: str, sides: Sequence[frozenset[str] | None]) -> Axis:
    numbers: dict[frozenset[str] | None, int] = {}
    places = np.array([numbers.setdefault(side, len(numbers)) for side in sides], np.int64)
    held = _held(list(numbers))
    return Axis(name, places, held @ (1 - held).T == 0, held @ held.T > 0)


def _held(sets: Sequence[frozenset[str] | None]) -> NDArray[np.float32]:
    """Give one row a set and one column a leaf; an open side holds all, and one that no set has."""
    leaves: dict[str, int] = {}
    for each in sets:
        for leaf in each or ():
            leaves.setdefault(leaf, len(leaves))
    held = np.zeros((len(sets), len(leaves) + 1), np.float32)
    for row, each in enumerate(sets):
        held[row, slice(None) if each is _OPEN else [leaves[leaf] for leaf in each]] = 1
    return held


def inside_of(axes: Sequence[Axis], rows: _Places, columns: _Places) -> _Flags:
    """Say of each box of `rows` whether it lies inside each of `columns`, and is another box."""
    inside = np.ones((len(rows), len(columns)), np.bool_)
    same = np.ones_like(inside)
    for axis in axes:
        here, there = axis.places[rows][:, None], axis.places[columns][None, :]
        inside &= axis.within[here, there]
        same &= here == there
    return inside & ~same


def meeting(axes: Sequence[Axis], rows: _Places, columns: _Places) -> _Flags:
    """Say of each box of `rows` whether it can share a row with each of `columns`."""
    found = np.ones((len(rows), len(columns)), np.bool_)
    for axis in axes:
        found &= axis.shared[axis.places[rows][:, None], axis.places[columns][None, :]]
    return found


def components(boxes: Sequence[Box]) -> _Places:
    """Number the boxes so that those that overlap, through any chain, have one number."""
    every = np.arange(len(boxes))
    edges = coo_array(meeting(axes_of(boxes), every, every))
    return np.asarray(connected_components(edges, directed=False)[1], np.int64)


def apart(axes: Sequence[Axis], inner: _Places, outer: int) -> _Places:
    """Give the one axis (its number) on which each inner box is narrower than an outer one, or -1.

    Those that differ on several are -1 too.
    """
    differ = np.array([axis.places[inner] != axis.places[outer] for axis in axes])
    return np.where(differ.sum(axis=0) == 1, differ.argmax(axis=0), -1)
