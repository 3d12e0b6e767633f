"""Insurance cards and phones of all records, and the levels between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mpi.batch.citizens.numbering import Lists, Numbering, texts
from mpi.batch.citizens.sets import Sets
from mpi.batch.coded import Codes, Columns, Levels
from mpi.batch.said import several
from mpi.compare.contacts import PhoneLevel
from mpi.compare.numbers import InsuranceLevel
from mpi.numbers import insurance_number, temporary_card
from mpi.phones import phone

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
        for cards in (self.temporary, self.lifelong):
            at = np.flatnonzero(cards.said(first) & cards.said(second))
            found[at] = _levels(cards, first[at], second[at])
        both = np.flatnonzero(self.temporary.said(first) & self.temporary.said(second))
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
    sets = (_sets(columns, "insurance_number", read) for read in (insurance_number, temporary_card))
    return Cards(*sets)


def phones(columns: Columns) -> Sets:
    """Read every phone of a frame."""
    return _sets(columns, "phone", phone)


def phone_levels(known: Sets, first: Codes, second: Codes) -> Levels:
    """Give the level of pairs of records, -1 where either has no phone."""
    found = np.full(len(first), -1, np.int8)
    at = np.flatnonzero(known.said(first) & known.said(second))
    met = known.meet(first[at], second[at])
    found[at] = np.where(met, _PHONE[PhoneLevel.SAME], _PHONE[PhoneLevel.DIFFERENT])
    return found


def _sets(columns: Columns, column: str, read: Callable[[str], str]) -> Sets:
    """Read what a column has several of: each value once, in the order said."""
    said = columns.texts(column)
    known = Numbering[str]()
    values = [_numbers(known, read, text) for text in said.forms]
    return Sets.of(texts(known.known), Lists.of(values, said.codes))


def _numbers(known: Numbering[str], read: Callable[[str], str], text: str) -> tuple[int, ...]:
    parts = several(text) if ";" in text else (text,)
    found = [known.of(read(part)) for part in parts]
    return tuple(dict.fromkeys(place for place in found if place >= 0))
