"""Insurance cards and phones of all records, and the levels between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from mpi.batch.citizens.numbering import Lists
from mpi.batch.citizens.regular import lifelong, temporary
from mpi.batch.citizens.regular import phones as regular_phones
from mpi.batch.citizens.sets import Sets
from mpi.batch.citizens.spelling import Spellings
from mpi.batch.coded import Codes, Columns, Levels
from mpi.batch.distinct import distinct
from mpi.batch.said import BETWEEN
from mpi.compare.contacts import PhoneLevel
from mpi.compare.numbers import InsuranceLevel

_CARD = {level: n for n, level in enumerate(InsuranceLevel)}
_PHONE = {level: n for n, level in enumerate(PhoneLevel)}


@dataclass(frozen=True, slots=True, eq=False)
class Cards:
    """The lifelong numbers of each record's cards, and those of newborns' temporary ones."""

    lifelong: Sets
    temporary: Sets

    def levels(self, first: Codes, second: Codes) -> Levels:
        """Give the level of pairs of records, -1 where nothing can be compared."""
        found = np.full(len(first), -1, np.int8)
        both = self.temporary.said(first, second)
        at = self.lifelong.said(first, second)
        found[both] = _levels(self.temporary, first[both], second[both])
        found[at] = _levels(self.lifelong, first[at], second[at])
        met = both[self.temporary.meet(first[both], second[both])]
        found[met] = _CARD[InsuranceLevel.SAME]
        return found


def _levels(cards: Sets, first: Codes, second: Codes) -> Levels:
    found = np.full(len(first), _CARD[InsuranceLevel.DIFFERENT], np.int8)
    same = cards.meet(first, second)
    found[same] = _CARD[InsuranceLevel.SAME]
    other = np.flatnonzero(~same)
    near = cards.nearly(first[other], second[other])
    found[other[near]] = _CARD[InsuranceLevel.ONE_DIGIT]
    return found


def cards(columns: Columns) -> Cards:
    """Read every card of a frame."""
    return Cards(*(_sets(columns, "insurance_number", read) for read in (lifelong, temporary)))


def phones(columns: Columns) -> Sets:
    """Read every phone of a frame."""
    return _sets(columns, "phone", regular_phones)


def phone_levels(known: Sets, first: Codes, second: Codes) -> Levels:
    """Give the level of pairs of records, -1 where either has no phone."""
    found = np.full(len(first), -1, np.int8)
    at = known.said(first, second)
    met = known.meet(first[at], second[at])
    found[at] = np.where(met, _PHONE[PhoneLevel.SAME], _PHONE[PhoneLevel.DIFFERENT])
    return found


def _sets(columns: Columns, column: str, read: Callable[[pl.Series], pl.Series]) -> Sets:
    """Read what a column has several of: each value once, in the order said."""
    texts, codes = columns.distinct(column)
    parts = pl.DataFrame({"text": texts}).with_row_index("form")
    several = bool(texts.str.contains(BETWEEN, literal=True).any())
    if several:
        parts = parts.with_columns(pl.col("text").str.split(BETWEEN)).explode("text")
    told = parts.with_columns(read(parts["text"].str.strip_chars()).alias("value"))
    told = told.filter(pl.col("value") != "")
    told = told.unique(["form", "value"], maintain_order=True) if several else told
    known, numbers = distinct(told["value"])
    counts = np.bincount(told["form"].to_numpy(), minlength=len(texts))
    by_form = Lists(np.concatenate([[0], np.cumsum(counts)]), numbers.astype(np.int64))
    return Sets.of(Spellings.of(known), by_form.gathered(codes))
