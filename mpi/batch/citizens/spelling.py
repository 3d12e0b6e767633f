"""Spellings by number: whether two are a slip apart, mostly told from numbers alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from mpi.batch.citizens.numbering import Ids, Mask, texts

_U = np.uint64
#: Threads that compare spellings.
_WORKERS = 2
#: One bit for each of the sixteen figures that a number holds.
_EACH = _U(0x1111_1111_1111_1111)
_LETTERS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Spellings:
    """Texts; `figures` are those of a text of digits, four bits each, else `letters` a mask."""

    texts: NDArray[np.object_]
    length: Ids
    figured: Mask
    figures: NDArray[np.uint64]
    letters: NDArray[np.uint64]

    @classmethod
    def of(cls, values: Iterable[str]) -> Spellings:
        """Take texts by number."""
        kept = texts(values)
        column = pl.Series("text", kept.tolist(), dtype=pl.String)
        figured = column.str.contains(r"^[0-9]{1,15}$").to_numpy()
        figures = column.str.to_integer(base=16, strict=False).fill_null(0).to_numpy()
        letters = [0 if n else _mask(text) for n, text in zip(figured, kept, strict=True)]
        return cls(
            kept,
            column.str.len_chars().to_numpy().astype(np.int32),
            figured,
            np.where(figured, figures, 0).astype(_U),
            np.array(letters, _U),
        )

    def __len__(self) -> int:
        return len(self.texts)


def _mask(text: str) -> int:
    found = 0
    for letter in text:
        found |= 1 << ord(letter) % _LETTERS
    return found


def a_slip_apart(
    one: Spellings, a: NDArray[np.integer], other: Spellings, b: NDArray[np.integer]
) -> Mask:
    """Say of texts whether one character is wrong, missing or extra, or two are exchanged."""
    found = np.zeros(len(a), np.bool_)
    near = np.flatnonzero(np.abs(one.length[a] - other.length[b]) <= 1)
    x, y = a[near], b[near]
    both = one.figured[x] & other.figured[y] & (one.length[x] == other.length[y])
    apart = _figures_apart(one.figures[x] ^ other.figures[y])
    found[near[both & (apart <= 1)]] = True
    lettered = ~one.figured[x] & ~other.figured[y]
    letters = np.bitwise_count(one.letters[x] ^ other.letters[y])
    unlike = (both & (apart != 2)) | (lettered & (letters > 2))
    left = near[~unlike]
    found[left] = _compared(one.texts[a[left]], other.texts[b[left]])
    return found


def _figures_apart(differ: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Count the places at which two numbers of one length differ."""
    halves = differ | differ >> _U(2)
    return np.asarray(np.bitwise_count((halves | halves >> _U(1)) & _EACH))


def _compared(first: NDArray[np.object_], second: NDArray[np.object_]) -> Mask:
    if not len(first):
        return np.zeros(0, np.bool_)
    apart = cpdist(
        first, second, scorer=OSA.distance, score_cutoff=1, dtype=np.int32, workers=_WORKERS
    )
    return np.asarray(apart <= 1)
