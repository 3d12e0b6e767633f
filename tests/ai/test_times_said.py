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
2026 to date | 2026-01-01 2026-11-25
so far in 2026 | 2026-01-01 2026-11-25
trong năm | 2026-01-01 2026-11-25
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
từ đầu năm 2026 | 2026-01-01 2026-11-25
từ ngày 1 đến ngày 15 tháng 10 | 2026-10-01 2026-10-15
từ ngày 1 đến 15 tháng 10 năm 2026 | 2026-10-01 2026-10-15
1 to 15 October 2026 | 2026-10-01 2026-10-15
1-15/10/2026 | 2026-10-01 2026-10-15
từ 1 đến 15/10 | 2026-10-01 2026-10-15
October 1-15, 2026 | 2026-10-01 2026-10-15
October 1 to 15 | 2026-10-01 2026-10-15
from 1st to 15th of October | 2026-10-01 2026-10-15
between 1 January and 31 March 2026 | 2026-01-01 2026-03-31
nửa đầu tháng 10 | 2026-10-01 2026-10-15
nửa cuối tháng 9 năm 2026 | 2026-09-16 2026-09-30
the first half of October 2026 | 2026-10-01 2026-10-15
2 tuần đầu tháng 10 | 2026-10-01 2026-10-14
10 ngày đầu tháng 11 | 2026-11-01 2026-11-10
từ 1/3 đến 15/4 | 2026-03-01 2026-04-15
tháng 2/2025 | 2025-02-01 2025-02-28
T9/2025 | 2025-09-01 2025-09-30
t09/2025 | 2025-09-01 2025-09-30
T9.2025 | 2025-09-01 2025-09-30
tháng 9-2025 | 2025-09-01 2025-09-30
tháng 9 năm ngoái | 2025-09-01 2025-09-30
quý 3-2026 | 2026-07-01 2026-09-30
quý III/2026 | 2026-07-01 2026-09-30
quý 3 vừa rồi | 2026-07-01 2026-09-30
quý vừa rồi | 2026-07-01 2026-09-30
quý gần nhất | 2026-07-01 2026-09-30
tháng gần nhất | 2026-10-01 2026-10-31
tháng vừa rồi | 2026-10-01 2026-10-31
tháng vừa qua | 2026-10-01 2026-10-31
tuần vừa rồi | 2026-11-16 2026-11-22
trong 2 tuần qua | 2026-11-12 2026-11-25
2 tuần gần đây | 2026-11-12 2026-11-25
trong vòng 14 ngày qua | 2026-11-12 2026-11-25
14 ngày gần nhất | 2026-11-12 2026-11-25
the last two weeks | 2026-11-12 2026-11-25
past fortnight | 2026-11-12 2026-11-25
đến hết tháng 10 | 2026-01-01 2026-10-31
tính đến hết tháng 10 | 2026-01-01 2026-10-31
tính đến 31/10/2026 | 2026-01-01 2026-10-31
lũy kế đến 31/10/2026 | 2026-01-01 2026-10-31
lũy kế đến hết tháng 10 | 2026-01-01 2026-10-31
lũy kế 10 tháng | 2026-01-01 2026-10-31
lũy kế 10 tháng đầu năm | 2026-01-01 2026-10-31
cộng dồn từ đầu năm | 2026-01-01 2026-11-25
lũy kế từ đầu năm đến nay | 2026-01-01 2026-11-25
từ đầu năm tới giờ | 2026-01-01 2026-11-25
từ đầu năm đến hết tháng 10 | 2026-01-01 2026-10-31
từ đầu năm đến hết quý 3 | 2026-01-01 2026-09-30
từ đầu năm 2025 đến nay | 2025-01-01 2026-11-25
từ đầu tháng 10 đến nay | 2026-10-01 2026-11-25
từ đầu tháng đến nay | 2026-11-01 2026-11-25
từ đầu quý đến nay | 2026-10-01 2026-11-25
từ 1/7/2026 đến nay | 2026-07-01 2026-11-25
kể từ 1/7/2026 | 2026-07-01 2026-11-25
since 1 July 2026 | 2026-07-01 2026-11-25
since the beginning of 2026 | 2026-01-01 2026-11-25
since the start of the year | 2026-01-01 2026-11-25
từ tháng 1 đến hết tháng 9 năm 2026 | 2026-01-01 2026-09-30
T1-T9/2026 | 2026-01-01 2026-09-30
từ T1 đến T9/2026 | 2026-01-01 2026-09-30
January to June 2026 | 2026-01-01 2026-06-30
Jan-Jun 2026 | 2026-01-01 2026-06-30
Q1-Q3 2026 | 2026-01-01 2026-09-30
quý 1 đến quý 3 | 2026-01-01 2026-09-30
từ quý I đến quý III năm 2026 | 2026-01-01 2026-09-30
week 27 to week 39 | 2026-06-29 2026-09-27
weeks 27-39 | 2026-06-29 2026-09-27
week 30 of 2026 | 2026-07-20 2026-07-26
ISO week 38 | 2026-09-14 2026-09-20
W38 | 2026-09-14 2026-09-20
tuần thứ 38 | 2026-09-14 2026-09-20
tuần lễ 38 | 2026-09-14 2026-09-20
tuần 32/2025 | 2025-08-04 2025-08-10
tuần này | 2026-11-23 2026-11-25
trong tháng này | 2026-11-01 2026-11-25
2026 | 2026-01-01 2026-11-25
cả năm 2025 | 2025-01-01 2025-12-31
trong cả năm 2025 | 2025-01-01 2025-12-31
cả năm ngoái | 2025-01-01 2025-12-31
cả tháng 10 | 2026-10-01 2026-10-31
cả quý 3 | 2026-07-01 2026-09-30
the whole of 2025 | 2025-01-01 2025-12-31
calendar year 2025 | 2025-01-01 2025-12-31
the year 2025 | 2025-01-01 2025-12-31
the month of October | 2026-10-01 2026-10-31
the last full month | 2026-10-01 2026-10-31
the last completed quarter | 2026-07-01 2026-09-30
the previous month | 2026-10-01 2026-10-31
the most recent week | 2026-11-16 2026-11-22
the third quarter of 2026 | 2026-07-01 2026-09-30
3rd quarter 2026 | 2026-07-01 2026-09-30
second half of 2025 | 2025-07-01 2025-12-31
first six months of 2026 | 2026-01-01 2026-06-30
the first nine months of the year | 2026-01-01 2026-09-30
6 tháng đầu năm 2026 | 2026-01-01 2026-06-30
sáu tháng đầu năm nay | 2026-01-01 2026-06-30
6 tháng cuối năm 2025 | 2025-07-01 2025-12-31
9 tháng đầu 2026 | 2026-01-01 2026-09-30
9 tháng năm 2026 | 2026-01-01 2026-09-30
9T/2026 | 2026-01-01 2026-09-30
6T 2026 | 2026-01-01 2026-06-30
3 tháng đầu năm | 2026-01-01 2026-03-31
quý đầu năm | 2026-01-01 2026-03-31
quý I năm nay | 2026-01-01 2026-03-31
hôm kia | 2026-11-23 2026-11-23
ngày 24/11 | 2026-11-24 2026-11-24
ngày 24 tháng 11 năm 2026 | 2026-11-24 2026-11-24
24 Nov 2026 | 2026-11-24 2026-11-24
2026-11-24 | 2026-11-24 2026-11-24
tháng mười năm 2026 | 2026-10-01 2026-10-31
tháng 10 năm 2026 | 2026-10-01 2026-10-31
tháng 10 này | 2026-10-01 2026-10-31
Tết Nguyên đán năm 2026 | 2026-02-15 2026-02-21
dịp Tết vừa rồi | 2026-02-15 2026-02-21
dịp nghỉ Tết 2026 | 2026-02-15 2026-02-21
năm kia | 2024-01-01 2024-12-31
ytd 2026 | 2026-01-01 2026-11-25
trong năm nay | 2026-01-01 2026-11-25
T10-T11/2026 | 2026-10-01 2026-11-25
2025-2026 | 2025-01-01 2026-11-25
giai đoạn 2025-2026 | 2025-01-01 2026-11-25
năm nay đến hết tháng 10 | 2026-01-01 2026-10-31
đến cuối tháng 9 | 2026-01-01 2026-09-30
up to the end of September | 2026-01-01 2026-09-30
tháng 10 vừa qua | 2026-10-01 2026-10-31
tuần trước nữa | 2026-11-09 2026-11-15
the week before last | 2026-11-09 2026-11-15
suốt năm 2025 | 2025-01-01 2025-12-31
trọn năm 2025 | 2025-01-01 2025-12-31
30 ngày qua | 2026-10-27 2026-11-25
30 ngày gần đây nhất | 2026-10-27 2026-11-25
the past 7 days | 2026-11-19 2026-11-25
last 4 weeks | 2026-10-29 2026-11-25
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
