"""Fields of which a record may say several values: cards and phones. Nearly all say one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from mpi.batch.citizens.numbering import Lists, Mask
from mpi.batch.citizens.spelling import Spellings, a_slip_apart
from mpi.batch.coded import Codes

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """The values of each record as numbers of `spelt`; `only`: the one, -1 of none, -2 of more.

    `some` says which records have any.
    """

    spelt: Spellings
    lists: Lists
    only: NDArray[np.int32]
    some: Mask

    @classmethod
    def of(cls, spelt: Spellings, lists: Lists) -> Sets:
        """Take out the values of records that have but one."""
        counts = lists.counts()
        only = np.where(counts == 0, -1, -2).astype(np.int32)
        one = np.flatnonzero(counts == 1)
        only[one] = lists.values[lists.starts[one]]
        return cls(spelt, lists, only, counts > 0)

    def said(self, first: Codes, second: Codes) -> Places:
        """Give the places of the pairs of records of which both have some value."""
        return np.flatnonzero(self.some[first] & self.some[second])

    def meet(self, first: Codes, second: Codes) -> Mask:
        """Say which pairs of records, all of which say something, have a value in common."""
        return self._any(first, second, np.equal)

    def nearly(self, first: Codes, second: Codes) -> Mask:
        """Say which of them have two values that are a slip apart."""
        return self._any(first, second, self._slip)

    def _slip(self, a: NDArray[np.integer], b: NDArray[np.integer]) -> Mask:
        return a_slip_apart(self.spelt, a, self.spelt, b)

    def _any(
        self, first: Codes, second: Codes,
        test: Callable[[NDArray[np.integer], NDArray[np.integer]], Mask],
    ) -> Mask:  # fmt: skip
        a, b = self.only[first], self.only[second]
        several = np.flatnonzero((a < 0) | (b < 0))
        found = test(np.maximum(a, 0), np.maximum(b, 0))
        for at in several.tolist():
            crossed = [*product(self._values(first[at]), self._values(second[at]))]
            x, y = np.array(crossed, np.int64).T
            found[at] = bool(test(x, y).any())
        return found

    def _values(self, record: int) -> list[int]:
        begin, end = self.lists.starts[record : record + 2].tolist()
        return list(self.lists.values[begin:end].tolist())
