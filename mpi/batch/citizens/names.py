"""Names of all records as numbers, and the levels of `mpi.compare.names` between them.

Own names, mothers' and fathers' stand in one table. Pairs of names that differ in more than marks
are compared once for each pair of names without marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from mpi.batch.citizens.numbering import (
    Ids,
    Mask,
    each_once,
    gathered,
)
from mpi.batch.citizens.plain_names import Plain, apart, joined, plain_names
from mpi.batch.citizens.regular import folded, perhaps_placeholders, syllables
from mpi.batch.coded import Coded, Columns, Levels
from mpi.batch.distinct import distinct
from mpi.batch.said import own_name
from mpi.compare.names import NameLevel
from mpi.names import NameForm, fold_word
from mpi.newborns import Placeholder, placeholder

_AT = {level: n for n, level in enumerate(NameLevel)}
_ALIKE = tuple(
    _AT[level]
    for level in (
        NameLevel.SAME, NameLevel.MARKS_LOST, NameLevel.MARKS_DIFFER, NameLevel.ORDER,
        NameLevel.MIDDLE_DROPPED, NameLevel.SLIP,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """What records say of names: `own`, `mother` and `father` are places in `forms`.

    `newborn` says that the name is a placeholder, `order` which child of a birth it speaks of, 0
    for none.
    """

    forms: list[NameForm]
    plain_of: Ids
    marked: Mask
    plain: Plain
    own: Ids
    mother: Ids
    father: Ids
    newborn: Mask
    order: Ids

    def levels(self, a: Ids, b: Ids) -> Levels:
        """Give the level of pairs of names, all of which are said."""
        first, second = self.plain_of[a], self.plain_of[b]
        lost = np.where(self.marked[a] & self.marked[b], _AT[NameLevel.MARKS_DIFFER], 1)
        found = np.where(a == b, _AT[NameLevel.SAME], lost).astype(np.int8)
        other = np.flatnonzero(first != second)
        found[other] = each_once(first[other], second[other], partial(apart, self.plain))
        return found

    def alike(self, a: Ids, b: Ids) -> Mask:
        """Say of pairs of names whether they may be one, false where one is not said."""
        found = np.zeros(len(a), np.bool_)
        both = np.flatnonzero((a >= 0) & (b >= 0))
        found[both] = np.isin(self.levels(a[both], b[both]), _ALIKE)
        return found


def names(columns: Columns) -> Names:
    """Read every name of a frame."""
    own = own_names(columns)
    said = _placeholders(pl.Series(own.forms, dtype=pl.String))
    table = _Table()
    mothers, fathers = (columns.texts(column) for column in ("mother_name", "father_name"))
    named = gathered(table.places(mothers.forms), mothers.codes)
    father = gathered(table.places(fathers.forms), fathers.codes)
    implied = table.places(dummy.parent if dummy else "" for dummy in said)
    own_at = table.places("" if d else t for t, d in zip(own.forms, said, strict=True))
    plain_of = joined(form.plain for form in table.forms)
    newborn = np.array([dummy is not None for dummy in said], np.bool_)
    order = np.array([dummy.order if dummy else 0 for dummy in said], np.int32)
    return Names(
        forms=table.forms,
        plain_of=plain_of,
        marked=np.array([form.marked for form in table.forms], np.bool_),
        plain=plain_names(table.forms, plain_of),
        own=gathered(own_at, own.codes),
        mother=np.where(named >= 0, named, gathered(implied, own.codes)),
        father=father,
        newborn=gathered(newborn, own.codes, nothing=0),
        order=gathered(order, own.codes, nothing=0),
    )


def own_names(columns: Columns) -> Coded:
    """Give the texts of own names as `mpi.batch.said` reads them: a mother's is a newborn's."""
    name, mother = columns.texts("full_name"), columns.texts("mother_name")
    both = np.flatnonzero((name.codes >= 0) & (mother.codes >= 0))
    texts = [np.array([*each.forms, ""], np.object_)[each.codes[both]] for each in (name, mother)]
    bare = [folded(pl.Series(each.tolist(), dtype=pl.String)) for each in texts]
    forms, codes = [*name.forms], name.codes.copy()
    places = {text: place for place, text in enumerate(forms)}
    for at in (bare[0] == bare[1]).arg_true().to_list():
        said = own_name(texts[0][at], texts[1][at])
        codes[both[at]] = places.setdefault(said, len(forms))
        forms += [said] if places[said] == len(forms) else []
    return Coded(codes, tuple(forms))


def _placeholders(texts: pl.Series) -> list[Placeholder | None]:
    found: list[Placeholder | None] = [None] * len(texts)
    for at in perhaps_placeholders(texts).arg_true().to_list():
        found[at] = placeholder(texts[at])
    return found


class _Table:
    """Names by place: each spelling once."""

    def __init__(self) -> None:
        self.forms: list[NameForm] = []
        self._known: dict[str, int] = {}

    def places(self, said: Iterable[str]) -> Ids:
        """Read texts; -1 for what is no name."""
        known, at = distinct(syllables(pl.Series([*said], dtype=pl.String)))
        return np.array([self._place(exact) for exact in known.to_list()], np.int32)[at]

    def _place(self, exact: str) -> int:
        if not exact:
            return -1
        place = self._known.setdefault(exact, len(self.forms))
        if place == len(self.forms):
            words = tuple(exact.split(" "))
            self.forms.append(NameForm(words, tuple(map(fold_word, words))))
        return place
