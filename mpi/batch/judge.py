"""What the model's rules allow a pair to be: linked, asked about, or never one person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Compared, Weighed
from mpi.compare import level_names
from mpi.decision import Outcome
from mpi.model_parts import Model

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """`linked` reach *same* alone; `barred` are never one person; `doubted` at most *maybe*."""

    linked: Mask
    barred: Mask
    doubted: Mask


def judge(compared: Compared, weighed: Weighed, model: Model) -> Judged:
    """Apply threshold, anchors and ceilings, as `mpi.decide` does to one record."""
    barred = _at_ceiling(compared, model, Outcome.NEW)
    doubted = _at_ceiling(compared, model, Outcome.MAYBE)
    anchored = np.zeros(len(compared), np.bool_)
    for field, bits in zip(model.fields, weighed.fields, strict=True):
        if field.field in model.anchors:
            anchored |= bits > 0
    strong = weighed.total >= model.thresholds.same
    return Judged(strong & anchored & ~barred & ~doubted, barred, doubted)


def _at_ceiling(compared: Compared, model: Model, outcome: Outcome) -> Mask:
    found = np.zeros(len(compared), np.bool_)
    place = {field.field: n for n, field in enumerate(model.fields)}
    for ceiling in model.ceilings:
        if ceiling.at_most is outcome:
            n = place[ceiling.field]
            level = level_names(model.fields[n].kind).index(ceiling.level)
            found |= compared.levels[n] == level
    return found
