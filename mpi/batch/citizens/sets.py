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
    """The values of each record as numbers of `spelt`; `only`: the one, -1 of none, -2 of more."""

    spelt: Spellings
    lists: Lists
    only: NDArray[np.int64]

    @classmethod
    def of(cls, spelt: Spellings, lists: Lists) -> Sets:
        """Take out the values of records that have but one."""
        counts = lists.counts()
        only = np.where(counts == 0, -1, -2)
        one = np.flatnonzero(counts == 1)
        only[one] = lists.values[lists.starts[one]]
        return cls(spelt, lists, only)

    def said(self, records: Codes) -> Mask:
        """Say which records have any value."""
        return np.asarray(self.only[records] != -1)

    def meet(self, first: Codes, second: Codes) -> Mask:
        """Say which pairs of records, all of which say something, have a value in common."""
        return self._any(first, second, np.equal)

    def nearly(self, first: Codes, second: Codes) -> Mask:
        """Say which of them have two values that are a slip apart."""
        return self._any(first, second, self._slip)

    def _slip(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> Mask:
        return a_slip_apart(self.spelt, a, self.spelt, b)

    def _any(
        self, first: Codes, second: Codes,
        test: Callable[[NDArray[np.int64], NDArray[np.int64]], Mask],
    ) -> Mask:  # fmt: skip
        found = np.zeros(len(first), np.bool_)
        a, b = self.only[first], self.only[second]
        single = (a >= 0) & (b >= 0)
        found[single] = test(a[single], b[single])
        for at in np.flatnonzero(~single).tolist():
            crossed = [*product(self._values(first[at]), self._values(second[at]))]
            x, y = np.array(crossed, np.int64).T
            found[at] = bool(test(x, y).any())
        return found

    def _values(self, record: int) -> list[int]:
        begin, end = self.lists.starts[record : record + 2].tolist()
        return list(self.lists.values[begin:end].tolist())
