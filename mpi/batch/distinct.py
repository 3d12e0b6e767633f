"""The distinct texts of a column, and for each row which of them it holds."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Places = NDArray[np.intp]


def distinct(texts: pl.Series) -> tuple[pl.Series, NDArray[np.int32]]:
    """Give the distinct texts in the order in which they are first met, and each row's number.

    -1 stands for nothing. Hashes are sorted, which is far faster than looking texts up one by one;
    where two texts have one hash they are told apart by a slower way.
    """
    said = texts.is_not_null().to_numpy()
    rows = np.flatnonzero(said)
    kept = texts if len(rows) == len(texts) else texts.drop_nulls()
    first, numbers = of_equals(kept.hash().to_numpy())
    known = kept.gather(first)
    if not (known.gather(numbers) == kept).all():
        known, numbers = _looked_up(kept)
    found = np.full(len(texts), -1, np.int32)
    found[rows] = numbers
    return known, found


def of_equals(values: NDArray[np.generic]) -> tuple[Places, Places]:
    """Give where each distinct value is first met, in that order, and the number of every value."""
    if not len(values):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    order = np.argsort(values)
    new = begins(values[order])
    first = np.minimum.reduceat(order, np.flatnonzero(new))
    met = np.zeros(len(values), np.bool_)
    met[first] = True
    number = (np.cumsum(met) - 1)[first]
    found = np.empty(len(values), np.intp)
    found[order] = number[np.cumsum(new) - 1]
    return np.flatnonzero(met), found


def begins(ranked: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Say of sorted values which are the first of their kind."""
    found = np.ones(len(ranked), np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=found[1:])
    return found


def _looked_up(texts: pl.Series) -> tuple[pl.Series, Places]:
    known = texts.unique(maintain_order=True)
    numbers = pl.arange(len(known), dtype=pl.Int64, eager=True)
    return known, texts.replace_strict(known, numbers, return_dtype=pl.Int64).to_numpy()
