"""Small cells that nobody asked for, and that the published numbers give away all the same.

A part of the rows is derivable when its indicator is a linear combination of published boxes: by
projection onto the space that they span. Parts tried are those that a question could ask for
(`ai.disclosure.askable`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ai.disclosure.askable import Options, askable, single
from ai.disclosure.atoms import classes_of, common
from ai.disclosure.boxes import Box, Cell, Rule
from ai.disclosure.forcing import forced
from ai.disclosure.relations import components

#: Entries of the tables of parts and of boxes by variables; larger are left to the other checks.
MOST_ENTRIES, MOST_HELD = 4_000_000, 250_000

_Floats = NDArray[np.float64]
_SLACK = 1e-6


def derivable(cells: Sequence[Cell], fresh: Sequence[Cell], rule: Rule) -> bool:
    """Whether the cells together give away the count of a part that is too small.

    Hidden ones count too: they are at least 1.
    """
    cells = [cell for cell in cells if cell.box.additive]
    new = {cell.box for cell in fresh if cell.box.additive}
    if not new:
        return False
    groups: dict[int, list[Cell]] = {}
    for number, cell in zip(components([c.box for c in cells]).tolist(), cells, strict=True):
        groups.setdefault(number, []).append(cell)
    return any(
        len(near) > 1 and not new.isdisjoint(cell.box for cell in near) and _tells(near, rule)
        for near in groups.values()
    )


def _tells(near: Sequence[Cell], rule: Rule) -> bool:
    shown = {cell.box: cell.count for cell in near if cell.shown}
    hidden = {cell.box for cell in near} - set(shown)
    found = _parts([*shown, *hidden], rule)
    if found is None:
        return False
    held, parts = found
    counts = np.array([*shown.values()], float)
    limits = forced(held[: len(shown)], counts, held[len(shown) :])
    known = np.vstack([held[: len(shown)], held[len(shown) :][limits.one]])
    counts = np.hstack([counts, np.ones(limits.one.sum())])
    free = ~limits.nothing
    return _given_away(known[:, free], parts[:, free], counts, rule)


def _parts(boxes: Sequence[Box], rule: Rule) -> tuple[_Floats, _Floats] | None:
    """Give boxes and parts as indicators over variables; None when there are too many."""
    axes = sorted({axis for box in boxes for axis in box.sides})
    classes = [classes_of(axis, boxes, rule.domains) for axis in axes]
    atoms = math.prod(map(len, classes))
    if not boxes or atoms * len(boxes) > MOST_HELD:
        return None
    variables = [mask for mask in product(*classes) if common(mask)]
    for chosen in (askable, single):
        options = [chosen(axis, boxes, rule) for axis in axes]
        if len(variables) * math.prod(map(len, options)) <= MOST_ENTRIES:
            held = [[common(mask) >> i & 1 for mask in variables] for i in range(len(boxes))]
            return np.array(held, float), _inside(variables, options)
    return None


def _inside(variables: Sequence[tuple[int, ...]], options: Sequence[Options]) -> _Floats:
    """Give a row for each choice of an option on every axis: which variables lie in it."""
    fits = np.ones((1, len(variables)), bool)
    for axis, sets in enumerate(options):
        here = np.array([[mask[axis] in each for mask in variables] for each in sets])
        fits = (fits[:, None, :] & here[None, :, :]).reshape(-1, len(variables))
    return fits.astype(float)


def _given_away(held: _Floats, parts: _Floats, counts: _Floats, rule: Rule) -> bool:
    inverse = np.linalg.pinv(held)
    left = parts - parts @ inverse @ held
    exact = np.abs(left).max(axis=1, initial=0) < _SLACK
    values = np.rint(parts[exact] @ inverse @ counts)
    return bool(((values > 0) & (values < rule.least)).any())
