"""Dates of a file that writes the month first, made ISO: what one value leaves open, all tell.

`5/6/1994` may be either; a column in which some second number is above 12 and hardly any first one
is, writes the month first.
"""

from __future__ import annotations

import re

import polars as pl

from mpi.compare.general_dates import with_century

_YEAR_LAST = r"^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\b"
_DATE = re.compile(_YEAR_LAST)
#: How many times more often the month must be seen to stand first than the day.
_MOSTLY = 10


def month_first(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Make the dates of these columns ISO where the column shows that the month stands first."""
    changed = [_iso(frame[column]) for column in columns if _shown(frame[column])]
    return frame.with_columns(changed)


def _shown(texts: pl.Series) -> bool:
    parts = texts.str.extract_groups(_YEAR_LAST).struct
    first, second = (parts[n].cast(pl.Int64) for n in (0, 1))
    day_first, day_second = (first > 12).sum(), (second > 12).sum()
    return bool(day_second > 0 and day_second >= _MOSTLY * day_first)


def _iso(texts: pl.Series) -> pl.Series:
    told = {text: _one(text) for text in texts.drop_nulls().unique().to_list()}
    return texts.replace(told)


def _one(text: str) -> str:
    found = _DATE.match(text)
    if not found or int(found[1]) > 12:
        return text
    month, day, year = found.groups()
    return f"{with_century(int(year))}-{int(month):02}-{int(day):02}"
