"""What the published numbers force: atoms that must be nothing, hidden boxes that must be 1.

Such a limit is as good as a published number. All of them are found by one linear programme that
looks for a point off as many limits as can be (Freund, Roundy and Todd, MIT Sloan WP 1674, 1985).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array, eye_array

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Forced:
    """Which atoms are nothing, and which hidden boxes are exactly 1, whatever the rows are."""

    nothing: _Flags
    one: _Flags


def forced(shown: _Floats, counts: _Floats, hidden: _Floats) -> Forced:
    """Find what shown boxes with their counts, and hidden ones of at least 1, leave no choice for.

    `shown` and `hidden` have one row a box and one column an atom. Numbers that contradict each
    other force nothing.
    """
    atoms, boxes = shown.shape[1], len(hidden)
    off = _farthest(shown, counts, hidden)
    if off is None:
        return Forced(np.zeros(atoms, bool), np.zeros(boxes, bool))
    return Forced(off[:atoms] < _HALF, off[atoms:] < _HALF)


_HALF = 0.5


def _farthest(shown: _Floats, counts: _Floats, hidden: _Floats) -> _Floats | None:
    """Give how far off its limit each atom and each hidden box can be at once, up to 1.

    Variables: atoms, the distances, and a scale of at least 1, for only "not at all" matters.
    """
    atoms, limits = shown.shape[1], shown.shape[1] + len(hidden)
    held = np.vstack([np.eye(atoms), hidden])
    floors = np.hstack([np.zeros(atoms), np.ones(len(hidden))])[:, None]
    equal = np.hstack([shown, np.zeros((len(shown), limits)), -counts[:, None]])
    found = linprog(
        np.hstack([np.zeros(atoms), -np.ones(limits), 0.0]),
        A_ub=block_array([[csr_array(-held), eye_array(limits), csr_array(floors)]]),
        b_ub=np.zeros(limits),
        A_eq=csr_array(equal),
        b_eq=np.zeros(len(shown)),
        bounds=[*[(0, None)] * atoms, *[(0, 1)] * limits, (1, None)],
        method="highs",
    )
    return found.x[atoms:-1] if found.status == 0 else None
