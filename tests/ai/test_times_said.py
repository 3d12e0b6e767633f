"""Times as leaders say them, on Wednesday 25 November 2026."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from ai.understanding.tet import new_years
from ai.understanding.times import times_at
from ai.understanding.words import words
from tests.ai.asking import TODAY

SAID = """
hôm qua | 2026-11-24 2026-11-24
12/3 | 2026-03-12 2026-03-12
12/3/2026 | 2026-03-12 2026-03-12
ngày 5 tháng 3 | 2026-03-05 2026-03-05
ngay 05/03/2026 | 2026-03-05 2026-03-05
5 March 2026 | 2026-03-05 2026-03-05
March 5, 2026 | 2026-03-05 2026-03-05
3/2026 | 2026-03-01 2026-03-31
tháng 3 | 2026-03-01 2026-03-31
tháng 12 | 2025-12-01 2025-12-31
tháng mười hai | 2025-12-01 2025-12-31
tháng sáu | 2026-06-01 2026-06-30
T9 | 2026-09-01 2026-09-30
t10/2026 | 2026-10-01 2026-10-31
October | 2026-10-01 2026-10-31
tháng trước | 2026-10-01 2026-10-31
last month | 2026-10-01 2026-10-31
tháng này | 2026-11-01 2026-11-25
MTD | 2026-11-01 2026-11-25
tháng trước nữa | 2026-09-01 2026-09-30
tuần 32 | 2026-08-03 2026-08-09
week 32 | 2026-08-03 2026-08-09
tuần 32 năm 2025 | 2025-08-04 2025-08-10
tuan truoc | 2026-11-16 2026-11-22
quý III | 2026-07-01 2026-09-30
quý ba năm ngoái | 2025-07-01 2025-09-30
Q3 2026 | 2026-07-01 2026-09-30
third quarter 2026 | 2026-07-01 2026-09-30
6 tháng đầu năm | 2026-01-01 2026-06-30
nửa cuối năm 2025 | 2025-07-01 2025-12-31
H1 | 2026-01-01 2026-06-30
9 tháng | 2026-01-01 2026-09-30
9 tháng đầu năm nay | 2026-01-01 2026-09-30
the first 9 months of 2026 | 2026-01-01 2026-09-30
năm ngoái | 2025-01-01 2025-12-31
năm 2025 | 2025-01-01 2025-12-31
năm nay | 2026-01-01 2026-11-25
7 ngày qua | 2026-11-19 2026-11-25
last 30 days | 2026-10-27 2026-11-25
lũy kế | 2026-01-01 2026-11-25
lũy kế đến tháng 9 | 2026-01-01 2026-09-30
từ đầu năm đến nay | 2026-01-01 2026-11-25
YTD | 2026-01-01 2026-11-25
since January | 2026-01-01 2026-11-25
từ tháng 3 đến nay | 2026-03-01 2026-11-25
từ tháng 1 đến tháng 3 | 2026-01-01 2026-03-31
tháng 1-3/2026 | 2026-01-01 2026-03-31
tuần 30 đến 32 | 2026-07-20 2026-08-09
từ tháng 11 đến tháng 2/2026 | 2025-11-01 2026-02-28
từ 1/3 đến 15/3/2026 | 2026-03-01 2026-03-15
between March and May 2026 | 2026-03-01 2026-05-31
Tết 2026 | 2026-02-15 2026-02-21
last weekend | 2026-11-21 2026-11-22
""".strip().splitlines()


@pytest.mark.parametrize("line", SAID)
def test_time_is_read_as_the_days_that_are_meant(line: str) -> None:
    """A phrase is read to its end, in one way, with the days that the table says."""
    text, days = (part.strip() for part in line.split("|"))
    said = words(text)
    (when,) = times_at(said, 0, TODAY)
    assert when.words == len(said)
    assert [when.span.first.isoformat(), when.span.last.isoformat()] == days.split()


@pytest.mark.parametrize("text", ["30/2", "tháng 13", "tuần 60", "quý 5", "tuần sau", "thang sau"])
def test_days_that_are_none_are_no_time(text: str) -> None:
    """What no calendar has, and what lies ahead by its words, is not read as a time."""
    said = words(text)
    assert not [when for when in times_at(said, 0, TODAY) if when.words == len(said)]


def test_months_back_can_mean_two_things() -> None:
    """Both readings of "3 tháng qua": until today, or the last three whole months."""
    said = {str(when.span.first) for when in times_at(words("3 tháng qua"), 0, TODAY)}
    assert said == {"2026-08-26", "2026-08-01"}


def test_what_lies_ahead_is_marked() -> None:
    """A year that has not begun is read, and said to lie ahead."""
    assert times_at(words("năm 2027"), 0, TODAY)[0].ahead


def test_lunar_new_years_keep_the_moon() -> None:
    """Each is near a new moon by the mean month, and 12 or 13 months after the one before."""
    days = list(new_years().values())
    assert [day.year for day in days] == list(range(2000, 2041))
    assert new_years()[2007] == dt.date(2007, 2, 17)  # China had the 18th
    for day in days:
        moons = (day - dt.date(2000, 1, 6)).days / 29.530588853
        assert abs(moons - round(moons)) < 0.04
    gaps = {(b - a).days for a, b in itertools.pairwise(days)}
    assert gaps <= {353, 354, 355, 383, 384, 385}
