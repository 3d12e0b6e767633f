"""Values of the fields: the ministry's forms, what hospitals write instead, and nonsense."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import HANOI
from ingest.letters import fold, letter_number
from ingest.qd130 import values
from mpi.dates import PartialDate

UTC = dt.UTC


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("202603020815", dt.datetime(2026, 3, 2, 1, 15, tzinfo=UTC)),
        ("20260302081530", dt.datetime(2026, 3, 2, 1, 15, tzinfo=UTC)),
        ("20260302", dt.datetime(2026, 3, 1, 17, 0, tzinfo=UTC)),
        ("2026-03-02 08:15:59", dt.datetime(2026, 3, 2, 1, 15, tzinfo=UTC)),
        ("2026-03-02T08:15:59+07:00", dt.datetime(2026, 3, 2, 1, 15, tzinfo=UTC)),
        ("02/03/2026 8:15", dt.datetime(2026, 3, 2, 1, 15, tzinfo=UTC)),
        ("2-3-2026", dt.datetime(2026, 3, 1, 17, 0, tzinfo=UTC)),
        ("202603022400", dt.datetime(2026, 3, 1, 17, 0, tzinfo=UTC)),
        ("202603020860", dt.datetime(2026, 3, 1, 17, 0, tzinfo=UTC)),
        ("20260231", None), ("18000101", None), ("2026030208", None), ("hôm qua", None),
        ("", None), ("٢٠٢٦٠٣٠٢", None),
    ],
)  # fmt: skip
def test_a_time(text: str, utc: dt.datetime | None) -> None:
    """Hanoi's local time becomes UTC; an impossible time of day is midnight, a day is none."""
    assert values.moment(text) == utc


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.times())
def test_every_minute_comes_back(date: dt.date, time: dt.time) -> None:
    """What is written yyyymmddHHMM is the same minute in Hanoi."""
    when = dt.datetime.combine(date, time.replace(second=0, microsecond=0), HANOI)
    assert values.moment(when.strftime("%Y%m%d%H%M")) == when
    assert values.day(when.strftime("%Y%m%d")) == date


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("198507040815", PartialDate(1985, 7, 4), "0815"),
        ("198507040000", PartialDate(1985, 7, 4), ""),
        ("198500000000", PartialDate(1985), ""),
        ("198507000000", PartialDate(1985, 7), ""),
        ("1985", PartialDate(1985), ""),
        ("04/07/1985", PartialDate(1985, 7, 4), ""),
        ("198502310815", PartialDate(1985), ""),
        ("198507042561", PartialDate(1985, 7, 4), ""),
        ("1700", None, ""),
        ("", None, ""),
    ],
)
def test_a_birth_date(text: str, date: PartialDate | None, time: str) -> None:
    """Unknown parts stay unknown; of an impossible date the year is kept; 0000 is no time."""
    assert values.birth(text) == date
    assert values.birth_time(text) == time


@pytest.mark.parametrize(
    ("text", "read"),
    [("12", Decimal(12)), ("12,5", Decimal("12.5")), ("-1.25", Decimal("-1.25")), ("1.2.3", None),
     ("", None), ("12kg", None), ("1e5", None), ("Infinity", None)],
)  # fmt: skip
def test_a_number(text: str, read: Decimal | None) -> None:
    """Point and comma both separate decimals; anything else is no number."""
    assert values.number(text) == read


@pytest.mark.parametrize(("text", "read"), [("3", 3), ("3.0", 3), ("3.5", None), ("x", None)])
def test_a_whole_number(text: str, read: int | None) -> None:
    """Three and a half days are no number of days."""
    assert values.whole(text) == read


def test_a_list() -> None:
    """Empty parts of a list are left out."""
    assert values.parts(" a ;; b;") == ("a", "b")
    assert values.parts("") == ()


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    """Every reader takes every text."""
    values.moment(text), values.day(text), values.birth(text), values.birth_time(text)
    values.number(text), values.whole(text), values.parts(text), values.digits(text)
    assert fold(fold(text)) == fold(fold(fold(text)))


@given(st.text(max_size=40))
def test_both_ends_of_a_letter_agree(text: str) -> None:
    """The number of a letter is the same however its case and spaces are typed."""
    once = letter_number(text)
    assert letter_number(f"  {once} ") == letter_number(once)
