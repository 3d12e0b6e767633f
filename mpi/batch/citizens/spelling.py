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
    lengths, figured = (one.length[a], other.length[b]), (one.figured[a], other.figured[b])
    both = figured[0] & figured[1] & (lengths[0] == lengths[1])
    found = np.zeros(len(a), np.bool_)
    at = np.flatnonzero(both)
    found[at] = _figures_slip(one.figures[a[at]], other.figures[b[at]])
    left = np.flatnonzero(~both & (np.abs(lengths[0] - lengths[1]) <= 1))
    letters = np.bitwise_count(one.letters[a[left]] ^ other.letters[b[left]])
    left = left[figured[0][left] | figured[1][left] | (letters <= 2)]
    found[left] = _compared(one.texts[a[left]], other.texts[b[left]])
    return found


def _figures_slip(x: NDArray[np.uint64], y: NDArray[np.uint64]) -> Mask:
    """Say which numbers of one length differ at one place, or by two neighbours exchanged."""
    differ = x ^ y
    halves = differ | differ >> _U(2)
    apart = np.bitwise_count((halves | halves >> _U(1)) & _EACH)
    found = np.asarray(apart <= 1)
    at = np.flatnonzero(apart == 2)  # noqa: PLR2004
    found[at] = _exchanged(x[at], differ[at])
    return found


def _exchanged(x: NDArray[np.uint64], differ: NDArray[np.uint64]) -> Mask:
    """Say where two neighbours differ, each from what stands in the other's place."""
    lowest = np.bitwise_count((differ & (~differ + _U(1))) - _U(1)) & np.uint8(0xFC)
    two, was = differ >> lowest & _U(0xFF), x >> lowest & _U(0xFF)
    figure = two & _U(0xF)
    alone = differ == two << lowest
    return np.asarray(alone & (two >> _U(4) == figure) & ((was >> _U(4) ^ was) & _U(0xF) == figure))


def _compared(first: NDArray[np.object_], second: NDArray[np.object_]) -> Mask:
    if not len(first):
        return np.zeros(0, np.bool_)
    apart = cpdist(
        first, second, scorer=OSA.distance, score_cutoff=1, dtype=np.int32, workers=_WORKERS
    )
    return np.asarray(apart <= 1)
