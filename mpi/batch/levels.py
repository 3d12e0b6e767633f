"""Levels of many pairs: every distinct pair of values is compared once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.process import cpdist

from mpi.batch.citizens.numbering import Lists, Numbering
from mpi.batch.coded import Coded, Codes, Levels
from mpi.batch.distinct import of_equals
from mpi.compare.levels import Alike, Test, ValueKind
from mpi.compare.sieves import Counted
from mpi.compare.values import value_kind
from mpi.model_parts import Field

Mask = NDArray[np.bool_]

_NOTHING = -1
#: Threads that compare spellings.
_WORKERS = 2


def levels(field: Field, values: Coded, first: Codes, second: Codes) -> Levels:
    """Give the number of each pair's level in the kind's order, -1 where nothing is compared."""
    if values.levels is not None:
        return values.levels(first, second)
    a, b = values.codes[first], values.codes[second]
    found = np.full(len(a), _NOTHING, np.int8)
    both = np.flatnonzero((a >= 0) & (b >= 0))
    if not len(both):
        return found
    low, high = np.minimum(a[both], b[both]), np.maximum(a[both], b[both])
    packed = low.astype(np.int64) << 32 | high
    once, place = of_equals(packed)
    keys = packed[once]
    kind, ends = value_kind(field), ((keys >> 32).astype(np.int32), keys.astype(np.int32))
    each = values.once("each", partial(_each, kind, values)) if kind.several else None
    compared = _by_rows(kind, values, *ends) if each is None else _best(kind, each, *ends)
    found[both] = compared[place]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Each:
    """The values that forms hold, each once; of form n the numbers from `starts[n]` on."""

    values: Coded
    numbers: Lists


def _each(kind: ValueKind, values: Coded) -> _Each | None:
    """Take forms apart; None where each holds one value."""
    several = [kind.each(form) for form in values.forms]
    if all(len(each) == 1 for each in several):
        return None
    numbers = Numbering[Any]()
    told = [tuple(map(numbers.of, each)) for each in several]
    forms = Coded(np.arange(len(numbers.known), dtype=np.int32), tuple(numbers.known))
    return _Each(forms, Lists.of(told, np.arange(len(told), dtype=np.int32)))


def _best(kind: ValueKind, each: _Each, a: Codes, b: Codes) -> Levels:
    """Compare every value of one form with every value of the other; the best two speak."""
    counts, starts = each.numbers.counts(), each.numbers.starts
    many = counts[a] * counts[b]
    begins = np.cumsum(many) - many
    nth = np.arange(int(many.sum())) - np.repeat(begins, many)
    width = np.repeat(counts[b], many)
    x = each.numbers.values[np.repeat(starts[a], many) + nth // width].astype(np.int32)
    y = each.numbers.values[np.repeat(starts[b], many) + nth % width].astype(np.int32)
    return np.minimum.reduceat(_by_rows(kind, each.values, x, y), begins)


def _by_rows(kind: ValueKind, values: Coded, a: Codes, b: Codes) -> Levels:
    *rows, _otherwise = kind.rows
    found = np.full(len(a), len(rows), np.int8)
    left = np.arange(len(a))
    for n, row in enumerate(rows):
        passed = _passes(row.test, values, a[left], b[left])
        found[left[passed]] = n
        left = left[~passed]
    return found


def _passes(test: Test, values: Coded, a: Codes, b: Codes) -> Mask:
    if isinstance(test, Counted):
        return _counted(test, values, a, b)
    if isinstance(test, Alike):
        return _alike(test, values, a, b)
    found = np.ones(len(a), np.bool_) if test.sieve is None else _counted(test.sieve, values, a, b)
    at, forms, holds = np.flatnonzero(found), values.forms, test.predicate
    pairs = zip(a[at].tolist(), b[at].tolist(), strict=True)
    found[at] = np.fromiter((holds(forms[x], forms[y]) for x, y in pairs), np.bool_, len(at))
    return found


def _counted(test: Counted, values: Coded, a: Codes, b: Codes) -> Mask:
    numbers = values.once(test, partial(_numbers, test, values))
    return np.asarray(test.test(numbers[:, a], numbers[:, b]), np.bool_)


def _numbers(test: Counted, values: Coded) -> NDArray[np.int64]:
    rows = np.array([test.of(form) for form in values.forms], np.int64)
    return np.ascontiguousarray(rows.reshape(len(values.forms), -1).T)


def _alike(test: Alike, values: Coded, a: Codes, b: Codes) -> Mask:
    texts = values.once(test, partial(_texts, test, values))
    first, second = texts[a], texts[b]
    said = (first != "") & (second != "")
    scorer = cast("Callable[..., Any]", test.scorer)
    if test.most is not None:
        apart = cpdist(
            first, second, scorer=scorer, score_cutoff=test.most, dtype=np.int32, workers=_WORKERS
        )
        return np.asarray(said & (apart <= test.most))
    score = cpdist(first, second, scorer=scorer, dtype=np.float64, workers=_WORKERS)
    return np.asarray(said & (score >= (test.least or 0)))


def _texts(test: Alike, values: Coded) -> NDArray[np.object_]:
    return np.array([test.text(form) for form in values.forms], dtype=object)
