"""Values of the tables' fields: times, days, birth dates, numbers, lists. Nothing here raises.

Times are written in Hanoi's local time and given in UTC. Each reader also takes what hospitals
write instead of the ministry's form (`2026-03-02 08:15`, `02/03/2026`, a day without a time); that
it is not the ministry's form is for `ingest.qd130.checks` to say.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from graph.model import HANOI
from ingest.memory import remembered
from mpi.dates import PartialDate

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?.*)?")
_LOCAL = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s+(\d{1,2}):(\d{2})(?::\d{2})?)?")
_NUMBER = re.compile(r"-?\d{1,18}(?:[.,]\d{1,6})?", re.ASCII)
_EARLIEST, _LATEST = 1880, 2100


def digits(text: str) -> str:
    """Give a date or time as `yyyymmdd[HHMM]`, whatever form it was sent in; else the text itself.

    >>> digits("2/3/2026 08:15"), digits("2026-03-02"), digits("20260302081500")
    ('202603020815', '20260302', '202603020815')
    """
    if text.isdecimal():
        return text[:12]
    iso = _ISO.fullmatch(text)
    if iso:
        return _joined(iso[1], iso[2], iso[3], iso[4], iso[5])
    local = _LOCAL.fullmatch(text)
    return _joined(local[3], local[2], local[1], local[4], local[5]) if local else text


def _joined(year: str, month: str, day: str, hour: str | None, minute: str | None) -> str:
    time = f"{hour:0>2}{minute}" if hour else ""
    return f"{year}{month:0>2}{day:0>2}{time}"


@remembered(8192)
def moment(text: str) -> dt.datetime | None:
    """Read a local time into UTC; a time of day that cannot be is midnight, a day that cannot none.

    >>> moment("202603020815").isoformat()
    '2026-03-02T01:15:00+00:00'
    """
    written = digits(text)
    on = day(written)
    if on is None:
        return None
    hour, minute = (int(written[8:10]), int(written[10:12])) if len(written) == 12 else (0, 0)
    time = dt.time(hour, minute) if hour < 24 and minute < 60 else dt.time()
    return dt.datetime.combine(on, time, HANOI).astimezone(dt.UTC)


@remembered(8192)
def day(text: str) -> dt.date | None:
    """Read the calendar day of a date or time; None when there is none."""
    written = digits(text)
    if not (written.isascii() and written.isdecimal() and len(written) in {8, 12}):
        return None
    year, month, date = int(written[:4]), int(written[4:6]), int(written[6:8])
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return dt.date(year, month, date)
    except ValueError:
        return None


@remembered(8192)
def birth(text: str) -> PartialDate | None:
    """Read a birth date, unknown parts zero; of an impossible date the year is kept.

    >>> birth("198500000000"), birth("19850231")
    (PartialDate(year=1985, month=0, day=0), PartialDate(year=1985, month=0, day=0))
    """
    written = digits(text)
    for known in (written, written[:4]):
        try:
            return PartialDate.parse(known)
        except ValueError:
            continue
    return None


def birth_time(text: str) -> str:
    """Give `HHMM` of a birth; empty when it is 0000, which stands for unknown."""
    written = digits(text)
    time = written[8:12]
    known = len(written) == 12 and time != "0000" and moment(written) is not None
    return time if known and time[:2] < "24" and time[2:] < "60" else ""


@remembered(8192)
def number(text: str) -> Decimal | None:
    """Read a number with point or comma; None when it is none."""
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def whole(text: str) -> int | None:
    """Read a whole number; None when it is none."""
    read = number(text)
    return int(read) if read is not None and read == read.to_integral_value() else None


def parts(text: str) -> tuple[str, ...]:
    """Split a `;` list, empty parts left out."""
    return tuple(part.strip() for part in text.split(";") if part.strip()) if text else ()
