"""Spellings by number: whether two are a slip apart, mostly told from numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from mpi.batch.citizens.numbering import Ids, Mask

_U = np.uint64
#: Threads that compare spellings.
_WORKERS = 2
#: One bit for each of the sixteen figures that a number holds.
_EACH = _U(0x1111_1111_1111_1111)
_LETTERS = np.uint64(64)


@dataclass(frozen=True, slots=True, eq=False)
class Spellings:
    """Texts; `figures` are those of a text of digits, four bits each, else `letters` a mask."""

    texts: pl.Series
    length: Ids
    figured: Mask
    figures: NDArray[np.uint64]
    letters: NDArray[np.uint64]

    @classmethod
    def of(cls, texts: pl.Series) -> Spellings:
        """Take texts by number."""
        length = texts.str.len_chars().to_numpy().astype(np.int32)
        figured = texts.str.contains(r"^[0-9]{1,15}$").to_numpy()
        figures = texts.str.to_integer(base=16, strict=False).fill_null(0).to_numpy()
        letters, other = np.zeros(len(texts), _U), np.flatnonzero(~figured & (length > 0))
        letters[other] = _masks(texts.gather(other), length[other])
        return cls(texts, length, figured, np.where(figured, figures, 0).astype(_U), letters)

    def __len__(self) -> int:
        return len(self.texts)


def _masks(texts: pl.Series, length: Ids) -> NDArray[np.uint64]:
    """Give for each text, none of them empty, one bit for each letter that is in it."""
    if not len(texts):
        return np.zeros(0, _U)
    whole = str(texts.str.join("")[0])
    letters = np.frombuffer(whole.encode("utf-32-le"), np.uint32).astype(_U)
    return np.bitwise_or.reduceat(_U(1) << letters % _LETTERS, np.cumsum(length) - length)


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
    found[left] = _compared(one.texts.gather(a[left]), other.texts.gather(b[left]))
    return found


def _figures_slip(x: NDArray[np.uint64], y: NDArray[np.uint64]) -> Mask:
    """Say which numbers of one length differ at one place, or by two neighbours exchanged."""
    differ = x ^ y
    halves = differ | differ >> _U(2)
    apart = np.bitwise_count((halves | halves >> _U(1)) & _EACH)
    found = np.asarray(apart <= 1)
    at = np.flatnonzero(apart == 2)
    found[at] = _exchanged(x[at], differ[at])
    return found


def _exchanged(x: NDArray[np.uint64], differ: NDArray[np.uint64]) -> Mask:
    """Say where two neighbours differ, each from what stands in the other's place."""
    lowest = np.bitwise_count((differ & (~differ + _U(1))) - _U(1)) & np.uint8(0xFC)
    two, was = differ >> lowest & _U(0xFF), x >> lowest & _U(0xFF)
    figure = two & _U(0xF)
    alone = differ == two << lowest
    return np.asarray(alone & (two >> _U(4) == figure) & ((was >> _U(4) ^ was) & _U(0xF) == figure))


def _compared(first: pl.Series, second: pl.Series) -> Mask:
    if not len(first):
        return np.zeros(0, np.bool_)
    apart = cpdist(
        first.to_list(),
        second.to_list(),
        scorer=OSA.distance,
        score_cutoff=1,
        dtype=np.int32,
        workers=_WORKERS,
    )
    return np.asarray(apart <= 1)
