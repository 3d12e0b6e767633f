"""Residences of all records as numbers, and the levels of `mpi.compare.contacts` between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from mpi.addresses import SEPARATOR, words
from mpi.batch.citizens.numbering import (
    Ids,
    Mask,
    Numbering,
    each_once,
    gathered,
)
from mpi.batch.citizens.regular import folded
from mpi.batch.coded import Codes, Columns, Levels
from mpi.batch.distinct import distinct
from mpi.batch.said import several
from mpi.compare.contacts import AddressLevel

_AT = {level: n for n, level in enumerate(AddressLevel)}
_Set = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """For each record which set of house numbers, street words and wards; -1 for an empty one.

    `single` says which sets of wards hold one, false last for none.
    """

    numbers: Ids
    street: Ids
    wards: Ids
    streets: list[_Set]
    ward_sets: list[_Set]
    single: Mask

    def levels(self, first: Codes, second: Codes) -> Levels:
        """Give the level of pairs of records, -1 where too little is known."""
        wards = (self.wards[first] >= 0) & (self.wards[second] >= 0)
        meet = np.ones(len(first), np.bool_)
        known = np.flatnonzero(wards)
        meet[known] = self._meet(self.wards[first[known]], self.wards[second[known]])
        found = np.full(len(first), _AT[AddressLevel.DIFFERENT], np.int8)
        at = np.flatnonzero(meet)
        found[at] = self._near(first[at], second[at], wards[at])
        return found

    def _meet(self, a: Codes, b: Codes) -> Mask:
        found: Mask = a == b
        other = np.flatnonzero(~found)
        a, b = a[other], b[other]
        single = self.single[a] & self.single[b]
        left = np.flatnonzero(~single)
        found[other[left]] = each_once(a[left], b[left], self._overlap)
        return found

    def _overlap(self, a: Codes, b: Codes) -> Mask:
        sets, pairs = self.ward_sets, zip(a.tolist(), b.tolist(), strict=True)
        return np.array([not sets[x].isdisjoint(sets[y]) for x, y in pairs], np.bool_)

    def _near(self, a: Codes, b: Codes, wards: Mask) -> Levels:
        """Levels of pairs of records whose wards meet or are not known."""
        street = self._same_street(a, b)
        numbers = (self.numbers[a] == self.numbers[b]) & (self.numbers[a] >= 0)
        certain = self.single[self.wards[a]] & self.single[self.wards[b]]
        house = np.where(numbers, _AT[AddressLevel.SAME_HOUSE], _AT[AddressLevel.SAME_STREET])
        ward = np.where(certain, _AT[AddressLevel.SAME_WARD], _AT[AddressLevel.WARD_POSSIBLE])
        text = np.where(street & numbers, _AT[AddressLevel.SAME_TEXT], -1)
        return np.where(wards, np.where(street, house, ward), text).astype(np.int8)

    def _same_street(self, a: Codes, b: Codes) -> Mask:
        one, other = self.street[a], self.street[b]
        same: Mask = (one >= 0) & (one == other)
        bare = np.flatnonzero((one < 0) | (other < 0))
        numbers = self.numbers[a[bare]]
        same[bare] = (numbers >= 0) & (numbers == self.numbers[b[bare]])
        at = np.flatnonzero((one >= 0) & (other >= 0) & ~same)
        same[at] = each_once(one[at], other[at], self._within)
        return same

    def _within(self, a: Codes, b: Codes) -> Mask:
        sets, pairs = self.streets, zip(a.tolist(), b.tolist(), strict=True)
        return np.array([sets[x] <= sets[y] or sets[y] <= sets[x] for x, y in pairs], np.bool_)


def homes(columns: Columns) -> Homes:
    """Read every residence of a frame."""
    (said, codes), wards = columns.distinct("address"), columns.texts("ward")
    tokens = _tokens(said)
    house = pl.col("token").str.contains(r"^\d")
    _, numbers = _sets_of(tokens.filter(house), len(said))
    streets, street = _sets_of(tokens.filter(~house), len(said))
    ward_sets = Numbering[_Set]()
    within = ward_sets.all(frozenset(several(text)) for text in wards.forms)
    return Homes(
        numbers=gathered(numbers, codes),
        street=gathered(street, codes),
        wards=gathered(within, wards.codes),
        streets=[frozenset(words.split()) for words in streets],
        ward_sets=list(ward_sets.known),
        single=np.array([len(each) == 1 for each in [*ward_sets.known, ()]], np.bool_),
    )


def _tokens(texts: pl.Series) -> pl.DataFrame:
    """Give what counts of each residence, `form` by number: each `token` once, in order."""
    parts = pl.DataFrame({"part": folded(texts)}).with_row_index("form")
    between = pl.col("part").str.replace_all(SEPARATOR, "\n").str.split("\n")
    parts = parts.with_columns(between).explode("part")
    once = parts["part"].unique()
    told = pl.Series([" ".join(words(part)) for part in once.to_list()], dtype=pl.String)
    read = pl.DataFrame({"part": once, "token": told.replace("", None).str.split(" ")})
    read = read.explode("token").drop_nulls()
    return parts.join(read, on="part").select("form", "token").unique().sort("form", "token")


def _sets_of(tokens: pl.DataFrame, forms: int) -> tuple[list[str], Ids]:
    """Give the distinct sets as words in order, and of each form which it has; -1 for none."""
    joined = tokens.group_by("form", maintain_order=True).agg(pl.col("token").str.join(" "))
    known, numbers = distinct(joined["token"])
    found = np.full(forms, -1, np.int32)
    found[joined["form"].to_numpy()] = numbers
    return known.to_list(), found
