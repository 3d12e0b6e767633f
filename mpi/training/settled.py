"""Parameters that did not settle: still moving, too few pairs to tell, or held at a bound.

Such a figure is more what was set than what was found; whoever reads a model should know which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, weigh
from mpi.model_parts import Field, Model
from mpi.training.fit import (
    GUESSED,
    KNOWN,
    LEAST,
    SETTLED,
    WILD,
    Fitted,
    Sample,
    posterior,
    strangers,
)
from mpi.training.relatives import FIXED, people_range

#: Agreements among strangers, expected of the random pairs, below which u is hardly counted.
_FEW = 5.0


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A parameter, as `field: level, m`, with why it did not settle.

    `change` is what the last round changed, to be compared with `tolerance`; `pairs` how many tell
    of it, in expectation.
    """

    parameter: str
    value: float
    why: str
    change: float
    tolerance: float
    pairs: float


def unsettled(last: Fitted, start: Model, sample: Sample) -> tuple[Unsettled, ...]:
    """List what did not settle, field by field, then relations."""
    match = posterior(weigh(sample.candidates, last.before))
    match = np.clip(match, sample.least, sample.most)
    apart = strangers(weigh(sample.random, last.before))
    found: list[Unsettled] = []
    for n, field in enumerate(last.model.fields):
        if field.kind not in FIXED:
            m = _counts(field, sample.candidates.levels[n], match * sample.counting[n])
            u = _counts(field, sample.random.levels[n], apart)
            found += _of_field(field, last.before.fields[n], start, m, u)
    return (*found, *_of_relations(last, start))


def _counts(field: Field, levels: NDArray[np.int8], weight: Bits) -> list[float]:
    said = levels >= 0
    counts = np.bincount(levels[said], weight[said], minlength=len(field.levels))
    return [float(count) for count in counts]


def _of_field(
    field: Field, before: Field, start: Model, m: list[float], u: list[float]
) -> Iterator[Unsettled]:
    for n, (level, was) in enumerate(zip(field.levels, before.levels, strict=True)):
        name, moved = f"{field.field}: {level.level}", abs(level.m - was.m)
        told = f"{name}, m", level.m, moved, SETTLED, sum(m)
        if why := _why_m(field, n, start, moved, sum(m)):
            yield Unsettled(told[0], told[1], why, *told[2:])
        moved = abs(level.u - was.u)
        if u[n] < _FEW and not (level.rarity or level.by_value):
            yield Unsettled(f"{name}, u", level.u, "too few pairs", moved, SETTLED, u[n])


def _why_m(field: Field, n: int, start: Model, moved: float, pairs: float) -> str:
    level = field.levels[n]
    if moved > SETTLED:
        return "still moves"
    if pairs < (GUESSED if field.column else KNOWN):
        return "too few pairs"
    bounds = [LEAST, 1.0, *([WILD] if n == len(field.levels) - 1 else []), *_held(field, n, start)]
    return "at a bound" if any(level.m == bound for bound in bounds) else ""


def _held(field: Field, n: int, start: Model) -> list[float]:
    """What a contradiction is held down to."""
    (known,) = [each for each in start.fields if each.field == field.field]
    barred = {ceiling.level for ceiling in start.ceilings if ceiling.field == field.field}
    return [known.levels[n].m] if known.levels[n].level in barred else []


def _of_relations(last: Fitted, start: Model) -> Iterator[Unsettled]:
    rows = zip(last.model.relations, last.before.relations, start.relations, strict=True)
    for relation, before, known in rows:
        moved = abs(relation.people - before.people)
        tolerance = SETTLED * max(relation.people, 1.0)
        at_bound = relation.people in people_range(known, start)
        if at_bound or moved > tolerance:
            why = "at a bound" if at_bound else "still moves"
            name, many = f"{relation.relation}: people", relation.people
            yield Unsettled(name, many, why, moved, tolerance, many)
