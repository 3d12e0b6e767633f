"""Blocks: records that share a key, as two columns of numbers, sorted by the key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mpi.batch.citizens.numbering import Lists
from mpi.batch.citizens.parts import Part
from mpi.batch.distinct import begins

Numbers = NDArray[np.int64]
#: Keys above this are numbered anew before a further part is added to them.
_MOST = 1 << 62
#: Bits of a record's number in a pair, and a mask of them.
_HALF, _LOWER = np.uint64(32), np.uint64(2**32 - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Each row a record with its key; `several` says that a record may be in several blocks."""

    record: Numbers
    key: Numbers
    several: bool = False

    @classmethod
    def of(cls, records: int, parts: Iterable[Part]) -> Blocks:
        """Put every record into the blocks of what its parts say; without one of them in none."""
        blocks = cls(np.arange(records), np.zeros(records, np.int64))
        for part in parts:
            blocks = blocks.within(part)
        return blocks

    def within(self, part: Part, *, or_none: bool = False) -> Blocks:
        """Add one more part to the keys; with `or_none` records that lack it stay together."""
        several = self.several or isinstance(part, Lists)
        record, key, value = self._with(part, or_none=or_none)
        values = int(value.max(initial=-1)) + 2
        if int(key.max(initial=0)) >= _MOST // values:
            key = np.unique(key, return_inverse=True)[1]
        return Blocks(record, key * values + value + 1, several)

    def _with(self, part: Part, *, or_none: bool) -> tuple[Numbers, Numbers, Numbers]:
        if isinstance(part, Lists):
            return self._each(part, or_none=or_none)
        value = part[self.record]
        said = slice(None) if or_none else value >= 0
        return self.record[said], self.key[said], value[said]

    def _each(self, part: Lists, *, or_none: bool) -> tuple[Numbers, Numbers, Numbers]:
        counts = part.counts()[self.record]
        rows = np.repeat(np.arange(len(self.record)), np.maximum(counts, int(or_none)))
        nth = np.arange(len(rows)) - np.searchsorted(rows, rows)
        record = self.record[rows]
        said = counts[rows] > 0
        value = np.full(len(rows), -1, np.int64)
        value[said] = part.values[(part.starts[record] + nth)[said]]
        return record, self.key[rows], value

    def parted(self, large: int) -> tuple[Blocks, Blocks]:
        """Give the blocks of up to `large` records, and those of more; of one record none."""
        record, key = self._ranked()
        sizes = _sizes(key)
        size = np.repeat(sizes, sizes)
        small, big = (size > 1) & (size <= large), size > large
        return (
            Blocks(record[small], key[small], self.several),
            Blocks(record[big], key[big], self.several),
        )

    def _ranked(self) -> tuple[Numbers, Numbers]:
        """Sort by key and record; both as one number where they fit, which is far faster."""
        width = int(self.record.max(initial=0)).bit_length()
        if int(self.key.max(initial=0)) < 1 << (62 - width):
            packed = np.sort(self.key << width | self.record)
            return packed & ((1 << width) - 1), packed >> width
        order = np.lexsort((self.record, self.key))
        return self.record[order], self.key[order]

    def sizes(self) -> Numbers:
        """How many records each block holds; the rows must be sorted, as `parted` gives them."""
        return _sizes(self.key)

    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.sizes())

    def all_pairs(self) -> int:
        """How many pairs all blocks hold together."""
        return int((self.sizes() * (self.sizes() - 1) // 2).sum())

    def pairs(self) -> NDArray[np.uint64]:
        """Give all pairs within blocks as one number each: the lower record in the upper half.

        The rows must be sorted, as `parted` gives them; blocks of one size are done together.
        """
        record, sizes = self.record.astype(np.uint64), self.sizes()
        starts = np.cumsum(sizes) - sizes
        found = [np.empty(0, np.uint64)]
        for size in np.flatnonzero(np.bincount(sizes)).tolist():
            table = record[starts[sizes == size][:, None] + np.arange(size)]
            low, high = np.triu_indices(size, 1)
            found.append((table[:, low] << _HALF | table[:, high]).ravel())
        packed = np.concatenate(found)
        return packed[packed >> _HALF != packed & _LOWER] if self.several else packed


def _sizes(ranked: Numbers) -> Numbers:
    return np.diff(np.flatnonzero(begins(ranked)), append=len(ranked))
