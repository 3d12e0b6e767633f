"""A record is of one person: whoever else it may be takes away from the chance of each.

Two records of one village and about one age agree in most of what is said, and there are many such:
by itself each pair is a little likely, and all of them together would be more people than there are
records. Learning then takes a village for a person. Where that is so the odds of a pair are divided
by those of its rivals too, as in deciding. Records that were found to be of one person count once;
who may be one person with the other is no rival.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from mpi.batch.bits import Bits
from mpi.batch.coded import Codes

_Places = NDArray[np.intp]
#: Odds below which somebody speaks for no other; they still count as a rival.
_FAINT = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Rivals:
    """Pairs between found people, by end: a record, and the person that it may be of.

    `apart` are the places of these pairs; their ends, first and then second ones, sorted by
    `order`, fall into runs that begin at `starts`; `run` is that of each end. Of each run `record`
    is the record, `own` the person that it was found to be of, `other` the one that it may be of.
    """

    apart: _Places
    order: _Places
    starts: _Places
    run: _Places
    record: Codes
    own: Codes
    other: Codes

    def chance(self, bits: Bits) -> Bits:
        """Give each pair its chance, when either record may be of somebody else."""
        odds = np.exp2(np.clip(bits, -60, 60))
        if len(self.apart):
            odds[self.apart] /= 1 + self._against(odds[self.apart])
        return np.asarray(odds / (1 + odds))

    def _against(self, odds: Bits) -> Bits:
        """Give for each pair the odds of the rivals of both its ends."""
        best = np.maximum.reduceat(np.concatenate([odds, odds])[self.order], self.starts)
        everybody = np.bincount(self.record, best)[self.record]
        others = np.maximum(everybody - best - self._for(best), 0.0)[self.run]
        return np.asarray(others[: len(odds)] + others[len(odds) :])

    def _for(self, best: Bits) -> Bits:
        """Give the odds of those rivals who may be of one person with the other."""
        some = best > _FAINT
        people = int(max(self.own.max(), self.other.max())) + 1
        records = int(self.record.max()) + 1
        ends = csr_array((best[some], (self.record[some], self.other[some])), (records, people))
        near = self._near(best[some] / (1 + best[some]), some, people)
        return np.asarray((ends @ near).tocsr()[self.record, self.other]).ravel()

    def _near(self, chance: Bits, some: NDArray[np.bool_], people: int) -> csr_array:
        """Give the chance of two people to be one: that of their best pair."""
        ranked = np.argsort(-chance, kind="stable")
        keys = (self.own[some].astype(np.int64) * people + self.other[some])[ranked]
        two, first = np.unique(keys, return_index=True)
        ends = (two // people, two % people)
        return csr_array((chance[ranked][first], ends), (people, people))


def rivals(first: Codes, second: Codes, person: Codes) -> Rivals:
    """Find for each end of the pairs between people of whom else it may be."""
    apart = np.flatnonzero(person[first] != person[second])
    a, b = first[apart], second[apart]
    keys = np.concatenate([a, b]).astype(np.int64) << 32 | np.concatenate([person[b], person[a]])
    order = np.argsort(keys, kind="stable")
    runs, run = np.unique(keys, return_inverse=True)
    starts = np.searchsorted(keys[order], runs)
    record = (runs >> 32).astype(np.int32)
    other = (runs & 0xFFFFFFFF).astype(np.int32)
    return Rivals(apart, order, starts, run, record, person[record], other)


_NOBODY = np.zeros(0, np.int32)
#: Where nobody was found yet, nobody is a rival.
NONE = rivals(_NOBODY, _NOBODY, _NOBODY)
