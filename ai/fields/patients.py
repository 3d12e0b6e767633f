"""Who the patient of a visit was: completed years, the band of age, kind of entitlement."""

from __future__ import annotations

import numpy as np

from ai.columns import Column, Floats, Ints, Snapshot, Text
from ai.fields.reading import HUNG, TABLES, derives, numbers_of, of_visit, text_of
from ai.fields.shapes import flags, mapped

#: Bands of age by their first year.
BANDS = (
    (0, "0-4"),
    (5, "5-14"),
    (15, "15-29"),
    (30, "30-44"),
    (45, "45-59"),
    (60, "60-74"),
    (75, "75+"),
)
_EPOCH = 719_163  # the ordinal of 1 January 1970


@derives("age")
def age(facts: Snapshot, subject: str) -> Column:
    """Completed years on the day of the visit; below 0 is a mistake and counts as unknown."""
    table = TABLES[subject]
    if table in HUNG:
        return of_visit(facts, table, "age")
    years = np.floor((_plain_days(facts, table) - facts.floats(table, "birth")) / 10000)
    return np.where(years >= 0, years, np.nan)


def _plain_days(facts: Snapshot, table: str) -> Floats:
    """Days of the visit as yyyymmdd."""
    day = np.asarray(facts.floats(table, "visited" if table != "visit" else "day"), np.int64)
    first = int(day.min(initial=1 << 40))
    plain = _calendar(np.arange(first, int(day.max(initial=first)) + 1, dtype=np.int64))
    return np.where(day > 0, plain[day - first], np.nan) if len(day) else np.empty(0)


def _calendar(ordinals: Ints) -> Floats:
    dates = (ordinals - _EPOCH).astype("datetime64[D]")
    years = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    months = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
    inside = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
    return np.asarray(years * 10000 + months * 100 + inside, np.float64)


@derives("age_band")
def age_band(facts: Snapshot, subject: str) -> Column:
    """Give the band of age."""
    if TABLES[subject] in HUNG:
        return of_visit(facts, TABLES[subject], "age_band")
    years = numbers_of(facts, subject, "age")
    place = np.searchsorted([first for first, _ in BANDS], np.nan_to_num(years), side="right") - 1
    codes = np.where(np.isnan(years), -1, place).astype(np.int32)
    return Text(codes, tuple(name for _, name in BANDS))


@derives("insurance_object")
def insurance_object(facts: Snapshot, subject: str) -> Column:
    """MA_DOITUONG_KCB before the dot."""
    return mapped(text_of(facts, subject, "entitlement"), lambda text: text.split(".")[0])


@derives("provisional", "visit")
def provisional(facts: Snapshot, _subject: str) -> Column:
    """1 while the citizen stands alone only until a doubt is settled."""
    return flags(facts.floats("visit", "provisional") == 1)
