"""Personal numbers of all records, and the levels of `mpi.compare.numbers` between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from mpi.batch.citizens.dates import dates
from mpi.batch.citizens.numbering import Ids, Mask, gathered
from mpi.batch.citizens.regular import ascii_alone, filled, without_separators
from mpi.batch.citizens.sexes import SEXES, sexes
from mpi.batch.citizens.spelling import Spellings, a_slip_apart
from mpi.batch.coded import Codes, Columns, Levels
from mpi.batch.distinct import distinct
from mpi.compare.numbers import NumberLevel
from mpi.identity import Sex
from mpi.numbers import FIRST_CENTURY, NumberKind, PersonalNumber, personal_number
from mpi.profile import GENERATION_YEARS
from mpi.provinces import BIRTH_PROVINCES

_AT = {level: n for n, level in enumerate(NumberLevel)}
_KINDS = tuple(NumberKind)
_CCCD = _KINDS.index(NumberKind.CCCD)


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """For each record its number, a place in `spelt`, -1 for none, and what it says of it.

    `fits` and `foreign` are as in `mpi.profile`: whether the number may be its bearer's, and
    whether it is a generation off.
    """

    spelt: Spellings
    number: Ids
    kind: Ids
    valid: Mask
    fits: Mask
    foreign: Mask

    def levels(self, first: Codes, second: Codes) -> Levels:
        """Give the level of pairs of records, -1 where nothing can be compared."""
        found = np.full(len(first), -1, np.int8)
        said = np.flatnonzero((self.number[first] >= 0) & (self.number[second] >= 0))
        a, b = first[said], second[said]
        fit = self.fits[a] & self.fits[b] & self.valid[a] & self.valid[b]
        same = self.number[a] == self.number[b]
        known = np.where(fit, _AT[NumberLevel.SAME], _AT[NumberLevel.SAME_UNFIT])
        found[said] = np.where(same, known, -1)
        other = np.flatnonzero(~same & ~self.foreign[a] & ~self.foreign[b])
        found[said[other]] = self._apart(a[other], b[other], fit[other])
        return found

    def _apart(self, a: Codes, b: Codes, fit: Mask) -> Levels:
        slip = a_slip_apart(self.spelt, self.number[a], self.spelt, self.number[b])
        sure = fit & (self.kind[a] == _CCCD)
        unlike = np.where(sure, _AT[NumberLevel.DIFFERENT], _AT[NumberLevel.DIFFERENT_UNSURE])
        alike = np.where(self.kind[a] == self.kind[b], unlike, -1)
        return np.where(slip, _AT[NumberLevel.ONE_DIGIT], alike).astype(np.int8)


def numbers(columns: Columns) -> Numbers:
    """Read every personal number of a frame, and hold it against birth date and sex."""
    said, codes = columns.distinct("personal_number")
    known, text, *features = _read(said)
    kind, valid, sex, year = (gathered(part, codes) for part in features)
    born, own = columns.once(dates).year, columns.once(sexes)
    cccd = (kind == _CCCD) & (codes >= 0)
    contradicts = (own >= 0) & (sex >= 0) & (own != sex)
    off = np.where(cccd & (born > 0), np.abs(year - born), 0)
    return Numbers(
        spelt=Spellings.of(known),
        number=gathered(text, codes),
        kind=kind,
        valid=valid > 0,
        fits=~(cccd & contradicts) & (off == 0),
        foreign=off >= GENERATION_YEARS,
    )


def _read(said: pl.Series) -> tuple[pl.Series, Ids, Ids, Ids, Ids, Ids]:
    """Give the distinct numbers; of each text its number's place and what its digits say."""
    plain = without_separators()
    usual = ascii_alone() & plain.str.contains(r"^[0-9]{12}$") & ~plain.is_in(filled(12))
    found = pl.DataFrame({"text": said}).select(pl.when(usual).then(plain).alias("number"))
    found = found.with_columns(*_cccd()).select("number", *_FEATURES)
    places = found["number"].is_null().arg_true()
    odd = [_row(personal_number(text)) for text in said.gather(places)]
    rows = pl.DataFrame(odd, schema=found.schema, orient="row")
    for column in found.columns if len(places) else ():
        found = found.with_columns(found[column].scatter(places, rows[column]))
    known, number = distinct(found["number"])
    at = np.where(found["number"] == "", -1, number).astype(np.int32)
    kind, valid, sex, year = (found[name].to_numpy() for name in _FEATURES)
    return known, at, kind, valid, sex, year


_FEATURES = ("kind", "valid", "sex", "year")


def _cccd() -> tuple[pl.Expr, ...]:
    """What twelve digits say, as `personal_number` reads them."""
    number = pl.col("number")
    century = number.str.slice(3, 1).cast(pl.Int32)
    year = FIRST_CENTURY + 100 * (century // 2) + number.str.slice(4, 2).cast(pl.Int32)
    valid = number.str.slice(0, 3).is_in(sorted(BIRTH_PROVINCES)) & (year < FIRST_CENTURY + 200)
    return (
        pl.lit(_CCCD, pl.Int32).alias("kind"),
        valid.cast(pl.Int32).alias("valid"),
        (century % 2).alias("sex"),
        year.alias("year"),
    )


def _row(number: PersonalNumber | None) -> tuple[str, int, int, int, int]:
    if number is None:
        return "", -1, 0, -1, 0
    sex = -1 if number.sex is Sex.UNKNOWN else SEXES.index(number.sex)
    return number.text, _KINDS.index(number.kind), int(number.valid), sex, number.birth_year
