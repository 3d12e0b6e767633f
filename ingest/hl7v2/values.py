"""Values of fields: times, days, birth dates, numbers. Nothing here raises.

A time without zone is Hanoi's (+07:00); one with a zone is taken at its word (chapter 2A.3.22).
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from graph.model import HANOI
from ingest.memory import remembered
from mpi.dates import PartialDate

_TIME = re.compile(r"(\d{4,14})(?:\.(\d{1,6}))?([+-]\d{4}|Z)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,9})?", re.ASCII)


@remembered(8192)
def moment(text: str) -> dt.datetime | None:
    """Read a time of at least a day into UTC; None when it is none.

    >>> moment("202603020815").isoformat(), moment("20260302081500.5+0000").isoformat()
    ('2026-03-02T01:15:00+00:00', '2026-03-02T08:15:00.500000+00:00')
    """
    found = _TIME.fullmatch(text.strip())
    if found is None or len(found[1]) < 8:
        return None
    digits = found[1] + "00000000000000"[len(found[1]) :]
    try:
        local = dt.datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007  its zone follows
        micro = int((found[2] or "0").ljust(6, "0"))
        return local.replace(microsecond=micro, tzinfo=_zone(found[3])).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> dt.tzinfo:
    if text is None:
        return HANOI
    if text == "Z":
        return dt.UTC
    shift = dt.timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return dt.timezone(shift if text[0] == "+" else -shift)


@remembered(8192)
def day(text: str) -> dt.date | None:
    """Read the calendar day that is written, in whatever zone; None when there is none."""
    digits = text.strip()[:8]
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


@remembered(8192)
def birth(text: str) -> PartialDate | None:
    """Read a birth date, partial or with a time; of an impossible one the year is kept.

    >>> birth("1985"), birth("198507041126+0700")
    (PartialDate(year=1985, month=0, day=0), PartialDate(year=1985, month=7, day=4))
    """
    digits = re.split(r"[.+\-Z]", text.strip(), maxsplit=1)[0]
    for length in (8, 6, 4):
        try:
            return PartialDate.parse(digits[:length])
        except ValueError:
            continue
    return None


def birth_time(text: str) -> str:
    """Give `HHMM` of a birth; empty when it is not said or is 0000, which stands for unknown."""
    found = _TIME.fullmatch(text.strip())
    time = found[1][8:12] if found else ""
    known = len(time) == 4 and time != "0000" and time[:2] < "24" and time[2:] < "60"
    return time if known else ""


@remembered(8192)
def number(text: str) -> Decimal | None:
    """Read a number with point or comma; None when it is none."""
    stripped = text.strip()
    return Decimal(stripped.replace(",", ".")) if _NUMBER.fullmatch(stripped) else None
