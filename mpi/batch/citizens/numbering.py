"""Numbers in the place of values: equal values have equal numbers, and -1 says nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mpi.batch.coded import Codes
from mpi.batch.distinct import begins, distinct

Ids = NDArray[np.int32]
Mask = NDArray[np.bool_]
V = TypeVar("V", bound=Hashable)


class Numbering(Generic[V]):
    """Gives values numbers in the order in which they are first met."""

    def __init__(self) -> None:
        self.known: dict[V, int] = {}

    def of(self, value: V | None) -> int:
        """Give the number of a value, -1 of None, of an empty text or of an empty set."""
        return self.known.setdefault(value, len(self.known)) if value else -1

    def all(self, values: Iterable[V | None]) -> Ids:
        """Number many values."""
        return np.array([self.of(value) for value in values], np.int32)


def numbered(values: Iterable[V | None]) -> Ids:
    """Number values among themselves."""
    return Numbering[V]().all(values)


def numbered_texts(*several: Iterable[str]) -> tuple[pl.Series, list[Ids]]:
    """Number texts of several lists among themselves; gives the distinct texts as well.

    -1 stands for an empty one.
    """
    lists = [pl.Series("text", [*each], dtype=pl.String).replace("", None) for each in several]
    known, numbers = distinct(pl.concat(lists))
    return known, np.split(numbers, np.cumsum([len(each) for each in lists])[:-1])


def gathered(by_code: NDArray[Any], codes: Codes, nothing: int = -1) -> NDArray[Any]:
    """Give each record what its code has; `nothing` where it has no code."""
    return np.append(by_code, np.array([nothing], by_code.dtype))[codes]


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Several numbers for each record: those of record n from `starts[n]` up to `starts[n + 1]`."""

    starts: NDArray[np.int64]
    values: NDArray[np.int64]

    @classmethod
    def of(cls, by_code: list[tuple[int, ...]], codes: Codes) -> Lists:
        """Give every record the numbers that its code has; none where it has no code."""
        flat = np.array([value for each in by_code for value in each], np.int64)
        return cls(np.cumsum([0, *map(len, by_code)]), flat).gathered(codes)

    def gathered(self, codes: Codes) -> Lists:
        """Take these as the numbers of codes, and give those of each record."""
        sizes, first = gathered(self.counts(), codes, 0), gathered(self.starts[:-1], codes, 0)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        places = np.repeat(first - starts[:-1], sizes) + np.arange(starts[-1])
        return Lists(starts, self.values[places])

    def counts(self) -> NDArray[np.int64]:
        """How many each record has."""
        return np.diff(self.starts)


def each_once(a: Codes, b: Codes, compare: Callable[[Codes, Codes], NDArray[Any]]) -> NDArray[Any]:
    """Compare every distinct pair of numbers once; `compare` must be symmetric."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    packed = low.astype(np.int64) << 32 | high
    order = np.argsort(packed)
    ranked = packed[order]
    new = begins(ranked)
    once = ranked[new]
    known = compare((once >> 32).astype(np.int32), once.astype(np.int32))
    found = np.empty(len(a), known.dtype)
    found[order] = known[np.cumsum(new) - 1]
    return found
