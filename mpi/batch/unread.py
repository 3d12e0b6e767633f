"""Values that say something which nobody here can read: dates in no order, words for no sex.

They count as unknown, so a file with many of them is linked by less than its owner thinks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from mpi.batch.said import sex_of
from mpi.batch.two_sexes import SAY_UNKNOWN
from mpi.compare.general_dates import read_date
from mpi.compare.plain import plain
from mpi.identity import Sex
from mpi.names import fold


@dataclass(frozen=True, slots=True)
class Unread:
    """How many rows of a column cannot be read, and the first of them; the head row is 1."""

    column: str
    rows: int
    first_row: int


def unread(frame: pl.DataFrame, dates: Iterable[str]) -> list[Unread]:
    """Count what cannot be read of a mapped file: its `dates`, and the sex where it has one."""
    looks = [(column, _no_date) for column in dates] + [("sex", _no_sex)]
    found = (_of(frame[column], look) for column, look in looks if column in frame.columns)
    return [each for each in found if each.rows]


def _of(texts: pl.Series, look: Callable[[str], bool]) -> Unread:
    wrong = list(filter(look, texts.drop_nulls().unique().to_list()))
    rows = texts.is_in(wrong).fill_null(value=False)
    return Unread(texts.name, int(rows.sum()), int(rows.arg_max() or 0) + 2)


def _no_date(text: str) -> bool:
    return read_date(text) is None and plain(text) != ""


def _no_sex(text: str) -> bool:
    return sex_of(text) is Sex.UNKNOWN and fold(text) not in SAY_UNKNOWN and plain(text) != ""
