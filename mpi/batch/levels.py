"""Levels of many pairs: every distinct pair of values is compared once."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.process import cpdist

from mpi.batch.coded import Coded, Codes
from mpi.compare import KINDS, level_names
from mpi.compare.levels import Alike, Holds
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import Field

Levels = NDArray[np.int8]
_NOTHING = -1


def levels(field: Field, values: Coded, first: Codes, second: Codes) -> Levels:
    """Give the number of each pair's level in the kind's order, -1 where nothing is compared."""
    a, b = values.codes[first], values.codes[second]
    found = np.full(len(a), _NOTHING, np.int8)
    both = np.flatnonzero(_compared(field, values, a, b))
    low, high = np.minimum(a[both], b[both]), np.maximum(a[both], b[both])
    keys, place = np.unique(low.astype(np.int64) << 32 | high, return_inverse=True)
    compared = _distinct(field, values, (keys >> 32).astype(np.int32), keys.astype(np.int32))
    found[both] = compared[place]
    return found


def _compared(field: Field, values: Coded, a: Codes, b: Codes) -> NDArray[np.bool_]:
    said = (a >= 0) & (b >= 0)
    speaks = KINDS[field.kind].speaks if field.kind in KINDS else None
    if speaks is None:
        return said
    speaking = np.array([*map(speaks, values.forms), False])
    return np.asarray(said & (speaking[a] | speaking[b]))


def _distinct(field: Field, values: Coded, a: Codes, b: Codes) -> Levels:
    if field.kind in VALUE_KINDS:
        return _by_rows(field.kind, values, a, b)
    compare = KINDS[field.kind].compare
    number = {name: n for n, name in enumerate(level_names(field.kind))}
    forms = values.forms
    found = (compare(forms[x], forms[y]) for x, y in zip(a.tolist(), b.tolist(), strict=True))
    return np.array([_NOTHING if f is None else number[f] for f in found], np.int8)


def _by_rows(kind: str, values: Coded, a: Codes, b: Codes) -> Levels:
    found = np.full(len(a), _NOTHING, np.int8)
    left = np.arange(len(a))
    for n, row in enumerate(VALUE_KINDS[kind].rows):
        passed = _passes(row.test, values, a[left], b[left])
        found[left[passed]] = n
        left = left[~passed]
    return found


def _passes(test: Holds | Alike, values: Coded, a: Codes, b: Codes) -> NDArray[np.bool_]:
    if isinstance(test, Alike):
        return _alike(test, values, a, b)
    forms, holds = values.forms, test.predicate
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    return np.fromiter((holds(forms[x], forms[y]) for x, y in pairs), np.bool_, len(a))


def _alike(test: Alike, values: Coded, a: Codes, b: Codes) -> NDArray[np.bool_]:
    texts = np.array([test.text(form) for form in values.forms], dtype=object)
    first, second = texts[a], texts[b]
    said = (first != "") & (second != "")
    scorer = cast("Any", test.scorer)
    if test.most is not None:
        apart = cpdist(first, second, scorer=scorer, score_cutoff=test.most, dtype=np.int32)
        return np.asarray(said & (apart <= test.most))
    score = cpdist(first, second, scorer=scorer, dtype=np.float64)
    return np.asarray(said & (score >= (test.least or 0)))
