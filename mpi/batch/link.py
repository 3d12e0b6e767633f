"""Linking from start to end: records and a model in, people and open questions out.

Candidate pairs are compared in chunks, and only those that may matter are kept, so that memory
follows the number of matches and not that of comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared, Weighed, weigh
from mpi.batch.coded import Coded, Columns
from mpi.batch.compared import values
from mpi.batch.hopeful import hopeful
from mpi.batch.keys import Keys
from mpi.batch.outcome import Outcomes, outcomes
from mpi.batch.pairs import Candidates, RuleCount, candidates
from mpi.batch.people import grouped
from mpi.batch.stages import Arrays, Keep, anew
from mpi.model_parts import Model

#: Pairs compared at a time.
_CHUNK = 500_000
#: Chunks compared at the same time.
_WORKERS = 2
#: Bits below *maybe* from which a pair is kept, for figures of what was nearly asked.
_BELOW = 8.0
#: Edges of the histogram of match weights; the first bar holds all that is below as well.
EDGES = np.arange(-12, 61, 2)

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


def pair(columns: Columns, model: Model, keep: Keep = anew) -> Paired:
    """Find the pairs that may be of one person, under the model's blocking."""
    found = keep("pairs", lambda: _arrays(candidates(Keys(columns, model.fields), model.blocking)))
    return Paired(values(columns, model), _candidates(model, found))


def _arrays(found: Candidates) -> Arrays:
    counts = np.array([(c.pairs, c.split, c.dropped) for c in found.counts], np.int64)
    return {"first": found.first, "second": found.second, "rules": found.rules, "counts": counts}


def _candidates(model: Model, found: Arrays) -> Candidates:
    said = zip(model.blocking, found["counts"].tolist(), strict=False)
    counts = tuple(RuleCount(rule.rule, *numbers) for rule, numbers in said)
    return Candidates(found["first"], found["second"], found["rules"], counts)


def link(
    model: Model,
    paired: Paired,
    tick: Tick = lambda _done, _total: None,
    keep: Keep = anew,
) -> Linked:
    """Decide who is who among paired records; `tick` is told how many pairs are compared.

    `keep` is asked for every chunk of pairs, as `compared-N`.
    """
    kept = list(_chunks(model, paired, tick, keep))
    pairs = _joined(kept, len(model.fields))
    places = np.concatenate([chunk["places"] for chunk in kept])
    histogram = np.sum([chunk["histogram"] for chunk in kept], axis=0)
    weighed = weigh(pairs, model)
    found = grouped(model, paired.values, pairs, weighed)
    decided = outcomes(model, paired.values, pairs, weighed, found)
    rules = paired.candidates.rules[places]
    return Linked(decided, paired.candidates, pairs, weighed, rules, histogram)


def _chunks(model: Model, paired: Paired, tick: Tick, keep: Keep) -> Iterator[Arrays]:
    """Compare chunk by chunk, two at a time: arrays are compared outside Python's lock."""
    total = len(paired.candidates)
    starts = range(0, max(1, total), _CHUNK)

    def work(n: int) -> Arrays:
        return keep(f"compared-{n}", partial(_near, model, paired, starts[n]))

    with ThreadPoolExecutor(_WORKERS) as pool:
        for n, chunk in enumerate(pool.map(work, range(len(starts)))):
            tick(min(starts[n] + _CHUNK, total), total)
            yield chunk


def _near(model: Model, paired: Paired, start: int) -> Arrays:
    """Compare one chunk; of its pairs those that may matter, and how many there are of all bits."""
    least = model.thresholds.maybe - _BELOW
    part = slice(start, start + _CHUNK)
    chunk, places = _chunk(model, paired, part, min(least, float(EDGES[1])))
    bits = weigh(chunk, model).total
    near = np.flatnonzero(bits >= least)
    pairs = chunk.take(near)
    histogram = _counted(bits)
    histogram[0] += len(paired.candidates.first[part]) - len(chunk)
    return {
        "first": pairs.first,
        "second": pairs.second,
        **{f"levels-{n}": levels for n, levels in enumerate(pairs.levels)},
        **{f"shared-{n}": shared for n, shared in enumerate(pairs.shared)},
        "places": places[near] + start,
        "histogram": histogram,
    }


def _chunk(
    model: Model, paired: Paired, part: slice, least: float
) -> tuple[Compared, NDArray[np.intp]]:
    """Give the pairs of a chunk that may reach `least` bits, and their places in it."""
    found = paired.candidates
    if paired.pairs is not None:
        chunk = paired.pairs.take(part)
        return chunk, np.arange(len(chunk))
    return hopeful(model, paired.values, found.first[part], found.second[part], least)


def _counted(bits: Bits) -> NDArray[np.int64]:
    return np.histogram(np.clip(bits, EDGES[0], EDGES[-1]), EDGES)[0].astype(np.int64)


def _joined(chunks: list[Arrays], fields: int) -> Compared:
    def whole(name: str) -> NDArray[Any]:
        return np.concatenate([chunk[name] for chunk in chunks])

    return Compared(
        whole("first"),
        whole("second"),
        tuple(whole(f"levels-{n}") for n in range(fields)),
        tuple(whole(f"shared-{n}") for n in range(fields)),
    )
