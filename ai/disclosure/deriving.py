"""Small cells that nobody asked for, and that the published numbers give away all the same.

A part of the rows is derivable when its indicator is a linear combination of published boxes: by
projection onto the space that they span. Parts tried: one class or everything on each axis.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ai.disclosure.atoms import classes_of, common
from ai.disclosure.boxes import Box, Cell, Rule
from ai.disclosure.relations import components

#: Entries of the tables of parts and of boxes by variables; larger are left to the other checks.
MOST_ENTRIES, MOST_HELD = 4_000_000, 250_000

_Floats = NDArray[np.float64]
_EVERYTHING = -1
_SLACK = 1e-6


def derivable(shown: Sequence[Cell], fresh: Sequence[Cell], rule: Rule) -> bool:
    """Whether the shown cells together give away the count of a part that is too small."""
    cells = [cell for cell in shown if cell.box.additive]
    new = {cell.box for cell in fresh if cell.box.additive}
    if not new:
        return False
    groups: dict[int, dict[Box, int]] = {}
    for number, cell in zip(components([c.box for c in cells]).tolist(), cells, strict=True):
        groups.setdefault(number, {})[cell.box] = cell.count
    return any(
        len(near) > 1 and not new.isdisjoint(near) and _tells(near, rule)
        for near in groups.values()
    )


def _tells(near: Mapping[Box, int], rule: Rule) -> bool:
    parts = _parts(list(near), rule)
    return parts is not None and _given_away(*parts, np.array([*near.values()], float), rule)


def _parts(boxes: Sequence[Box], rule: Rule) -> tuple[_Floats, _Floats] | None:
    """Give boxes and parts as indicators over variables; None when there are too many."""
    axes = sorted({axis for box in boxes for axis in box.sides})
    classes = [classes_of(axis, boxes, rule.domains) for axis in axes]
    atoms = math.prod(map(len, classes))
    tried = math.prod(len(each) + 1 for each in classes)
    if not boxes or atoms * tried > MOST_ENTRIES or atoms * len(boxes) > MOST_HELD:
        return None
    variables = [mask for mask in product(*classes) if common(mask)]
    held = np.array([[common(mask) >> i & 1 for mask in variables] for i in range(len(boxes))])
    choices = list(product(*([*each, _EVERYTHING] for each in classes)))
    codes = np.array(
        [[_code(c, part) for c, part in zip(classes, mask, strict=True)] for mask in variables]
    )
    wanted = np.array(
        [[_code(c, part) for c, part in zip(classes, mask, strict=True)] for mask in choices]
    )
    return held.astype(float), _within(wanted, codes)


def _code(classes: Sequence[int], part: int) -> int:
    return _EVERYTHING if part == _EVERYTHING else classes.index(part)


def _within(wanted: NDArray[np.int64], codes: NDArray[np.int64]) -> _Floats:
    fits = np.ones((len(wanted), len(codes)), bool)
    for axis in range(codes.shape[1]):
        column = wanted[:, axis : axis + 1]
        fits &= (column == _EVERYTHING) | (column == codes[:, axis])
    return fits.astype(float)


def _given_away(held: _Floats, parts: _Floats, counts: _Floats, rule: Rule) -> bool:
    inverse = np.linalg.pinv(held)
    left = parts - parts @ inverse @ held
    exact = np.abs(left).max(axis=1, initial=0) < _SLACK
    values = np.rint(parts[exact] @ inverse @ counts)
    return bool(((values > 0) & (values < rule.least)).any())
