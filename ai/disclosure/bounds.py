"""How closely the published numbers confine a hidden one: linear programming over atoms.

Each published box is an equation over its atoms, each hidden box is at least 1, no atom is below 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from ai.disclosure.atoms import Variables, connected, matrix, memberships
from ai.disclosure.boxes import Box, Cell, Rule


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest count that the published numbers allow."""

    low: float
    high: float

    def hides(self, rule: Rule) -> bool:
        """Whether a reader learns no more than that the count is from 1 to `least` - 1."""
        return self.low <= 1 + _SLACK and self.high >= rule.least - 1 - _SLACK


_SLACK = 1e-6
_FREE = Bounds(0.0, math.inf)
_FIXED = Bounds(0.0, 0.0)


def bounds(hidden: Cell, cells: Sequence[Cell], rule: Rule) -> Bounds | None:
    """Confine one hidden cell by all cells; None when the published numbers contradict each other.

    Cells that cannot bear on it, through a chain of overlaps, are left out.
    """
    near = connected(hidden.box, cells)
    if not any(cell.shown for cell in near):
        return _FREE
    boxes = list(dict.fromkeys([hidden.box, *(cell.box for cell in near)]))
    rows = memberships(boxes, rule.domains)
    if rows is None:
        return _FIXED
    known = {cell.box: cell.count for cell in near if cell.shown}
    return _solved(boxes, rows, known)


def _solved(boxes: Sequence[Box], variables: Variables, known: Mapping[Box, int]) -> Bounds | None:
    """Minimise and maximise box 0."""
    held = matrix(len(boxes), variables)
    fixed = [i for i, box in enumerate(boxes) if box in known]
    hidden = [i for i, box in enumerate(boxes) if box not in known]
    target = held[[0]].toarray()[0]
    ends = [
        linprog(
            sign * target,
            A_eq=held[fixed],
            b_eq=[known[boxes[i]] for i in fixed],
            A_ub=-held[hidden],
            b_ub=-np.ones(len(hidden)),
            method="highs",
        )
        for sign in (1, -1)
    ]
    if any(end.status == _INFEASIBLE for end in ends):
        return None
    low, high = (end.fun if end.status == 0 else -math.inf for end in ends)
    return Bounds(float(low), float(-high))


_INFEASIBLE = 2
