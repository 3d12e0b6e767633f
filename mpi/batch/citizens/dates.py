"""Birth dates of all records as numbers, and the levels of `mpi.compare.dates` between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from mpi.batch.citizens.numbering import Ids, Mask, gathered
from mpi.batch.citizens.spelling import Spellings, a_slip_apart
from mpi.batch.coded import Codes, Columns, Levels
from mpi.compare.dates import DateLevel
from mpi.compare.general_dates import digits, read_date
from mpi.dates import PartialDate
from mpi.profile import GENERATION_YEARS

_AT = {level: n for n, level in enumerate(DateLevel)}
_IN_ORDER = (
    DateLevel.SAME, DateLevel.SAME_YEAR, DateLevel.SWAPPED, DateLevel.ONE_DIGIT,
    DateLevel.OTHER_YEAR, DateLevel.GENERATION,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """For each record the year, 0 where no date is said, month and day; `codes` are of `digits`.

    `exact` says that neither month nor day is unknown or looks defaulted, `vague_month` that the
    month is or does.
    """

    codes: Codes
    digits: Spellings
    year: Ids
    month: Ids
    day: Ids
    exact: Mask
    vague_month: Mask

    def levels(self, first: Codes, second: Codes) -> Levels:
        """Give the level of pairs of records, -1 where either says no date."""
        found = np.full(len(first), -1, np.int8)
        both = np.flatnonzero((self.codes[first] >= 0) & (self.codes[second] >= 0))
        found[both] = self._said(first[both], second[both])
        return found

    def _said(self, a: Codes, b: Codes) -> Levels:
        exact = self.exact[a] & self.exact[b]
        same = exact & (self.codes[a] == self.codes[b])
        found = np.full(len(a), _AT[DateLevel.SAME], np.int8)
        other = np.flatnonzero(~same)
        found[other] = self._apart(a[other], b[other], exact[other])
        return found

    def _apart(self, a: Codes, b: Codes, exact: Mask) -> Levels:
        """Levels of pairs that have not the same whole date."""
        one, two = (tuple(p[x] for p in (self.year, self.month, self.day)) for x in (a, b))
        year, month, day = (x == y for x, y in zip(one, two, strict=True))
        generation = np.abs(one[0] - two[0]) >= GENERATION_YEARS
        tests = (
            exact & year & month & day,
            ~exact & year & (month | self.vague_month[a] | self.vague_month[b]),
            exact & year & (one[1] == two[2]) & (one[2] == two[1]),
            self._one_digit(a, b, exact),
            exact & month & day & ~generation,
            generation,
        )
        found = np.full(len(a), _AT[DateLevel.DIFFERENT], np.int8)
        for level, test in zip(reversed(_IN_ORDER), reversed(tests), strict=True):
            found[test] = _AT[level]
        return found

    def _one_digit(self, a: Codes, b: Codes, exact: Mask) -> Mask:
        found = np.zeros(len(a), np.bool_)
        other = np.flatnonzero(exact)
        one, two = self.codes[a[other]], self.codes[b[other]]
        found[other] = a_slip_apart(self.digits, one, self.digits, two)
        return found


def dates(columns: Columns) -> Dates:
    """Read every birth date of a frame."""
    said = columns.values(("birth_date",), _read)
    parts = np.array([(d.year, d.month, d.day, not d.vague) for d in said.forms], np.int32)
    year, month, day, exact = parts.reshape(-1, 4).T
    vague_month = (month == 0) | ((month == 1) & (day == 1))
    return Dates(
        codes=said.codes,
        digits=Spellings.of(pl.Series([*map(digits, said.forms)], dtype=pl.String)),
        year=gathered(year, said.codes, 0),
        month=gathered(month, said.codes, 0),
        day=gathered(day, said.codes, 0),
        exact=gathered(exact.astype(np.bool_), said.codes, 0),
        vague_month=gathered(vague_month, said.codes, 0),
    )


def _read(said: tuple[str, ...]) -> PartialDate | None:
    return read_date(said[0])
