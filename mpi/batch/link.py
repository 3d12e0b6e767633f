"""Linking from start to end: records and a model in, people and open questions out.

Candidate pairs are compared in chunks, and only those that may matter are kept, so that memory
follows the number of matches and not that of comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared, Weighed, weigh
from mpi.batch.coded import Coded, Columns
from mpi.batch.compared import compared, values
from mpi.batch.keys import Keys
from mpi.batch.outcome import Outcomes, outcomes
from mpi.batch.pairs import Candidates, candidates
from mpi.batch.people import people
from mpi.model_parts import Model

#: Pairs compared at a time.
_CHUNK = 500_000
#: Bits below *maybe* from which a pair is kept, for figures of what was nearly asked.
_BELOW = 8.0
#: Edges of the histogram of match weights.
EDGES = np.arange(-40, 61, 2)

Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """The candidate pairs of some records; `pairs` are they compared, where that was done."""

    values: tuple[Coded, ...]
    candidates: Candidates
    pairs: Compared | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """What was decided; of the pairs those kept, with weights and the rules that found them.

    `histogram` counts all pairs compared by their bits between `EDGES`.
    """

    outcomes: Outcomes
    candidates: Candidates
    pairs: Compared
    weighed: Weighed
    rules: NDArray[np.uint64]
    histogram: NDArray[np.int64]


def pair(columns: Columns, model: Model) -> Paired:
    """Find the pairs that may be of one person, under the model's blocking."""
    found = candidates(Keys(columns, model.fields), model.blocking)
    return Paired(values(columns, model), found)


def link(model: Model, paired: Paired, tick: Tick = lambda _done, _total: None) -> Linked:
    """Decide who is who among paired records; `tick` is told how many pairs are compared."""
    kept: list[tuple[Compared, NDArray[np.intp]]] = []
    histogram = np.zeros(len(EDGES) - 1, np.int64)
    for start, chunk in _chunks(model, paired):
        bits = weigh(chunk, model).total
        histogram += _counted(bits)
        near = np.flatnonzero(bits >= model.thresholds.maybe - _BELOW)
        kept.append((chunk.take(near), near + start))
        tick(start + len(chunk), len(paired.candidates))
    pairs = _joined([chunk for chunk, _ in kept])
    places = np.concatenate([at for _, at in kept])
    weighed = weigh(pairs, model)
    person = people(model, paired.values, pairs, weighed)
    decided = outcomes(model, pairs, weighed, person)
    rules = paired.candidates.rules[places]
    return Linked(decided, paired.candidates, pairs, weighed, rules, histogram)


def _chunks(model: Model, paired: Paired) -> Iterator[tuple[int, Compared]]:
    found = paired.candidates
    for start in range(0, max(1, len(found)), _CHUNK):
        part = slice(start, start + _CHUNK)
        if paired.pairs is not None:
            yield start, paired.pairs.take(part)
        else:
            yield start, compared(model, paired.values, found.first[part], found.second[part])


def _counted(bits: Bits) -> NDArray[np.int64]:
    return np.histogram(np.clip(bits, EDGES[0], EDGES[-1]), EDGES)[0].astype(np.int64)


def _joined(chunks: list[Compared]) -> Compared:
    fields = range(len(chunks[0].levels))
    return Compared(
        np.concatenate([chunk.first for chunk in chunks]),
        np.concatenate([chunk.second for chunk in chunks]),
        tuple(np.concatenate([chunk.levels[n] for chunk in chunks]) for n in fields),
        tuple(np.concatenate([chunk.shared[n] for chunk in chunks]) for n in fields),
    )
