"""Birth dates as hospitals send them: partial, defaulted, mistyped. Values in, values out."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

#: Years of any file's people, historical ones too, and the first that a hospital's patient has.
_FIRST_YEAR, _LAST_YEAR, _FIRST_PATIENT = 1000, 2100, 1880


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which month or day may be unknown (0), as in QĐ 4750 table 1, NGAY_SINH.

    >>> PartialDate.parse("198500000000")
    PartialDate(year=1985, month=0, day=0)
    >>> PartialDate.parse("198507040815").iso
    '1985-07-04'
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not self._possible():
            raise ValueError(f"not a date: {self.year:04}{self.month:02}{self.day:02}")

    def _possible(self) -> bool:
        if not (_FIRST_YEAR <= self.year <= _LAST_YEAR and 0 <= self.month <= 12):
            return False
        if self.month == 0:
            return self.day == 0
        return 0 <= self.day <= calendar.monthrange(self.year, self.month)[1]

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `yyyy[mm[dd[HHMM]]]` of a patient, zeros for unknown parts.

        Raises ValueError naming the text, also for who would have been born before 1880.
        """
        if not (text.isascii() and text.isdigit() and len(text) in {4, 6, 8, 12, 14}):
            raise ValueError(f"not a date: {text!r}")
        if int(text[:4]) < _FIRST_PATIENT:
            raise ValueError(f"not a date: {text!r}")
        try:
            return cls(int(text[:4]), int(text[4:6] or 0), int(text[6:8] or 0))
        except ValueError:
            raise ValueError(f"not a date: {text!r}") from None

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read what `iso` writes: `1985`, `1985-07` or `1985-07-04`."""
        return cls.parse(text.replace("-", ""))

    @property
    def iso(self) -> str:
        """The known parts in ISO 8601, shortest form: `1985`, `1985-07`, `1985-07-04`."""
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(parts[: 1 + (self.month > 0) + (self.day > 0)])

    @property
    def complete(self) -> bool:
        """True when year, month and day are all known."""
        return self.month > 0 and self.day > 0

    @property
    def defaulted(self) -> bool:
        """True for 1 January, which hospitals enter when only the year is known."""
        return (self.month, self.day) == (1, 1)

    @property
    def vague(self) -> bool:
        """True when month or day is unknown or looks defaulted."""
        return self.defaulted or not self.complete

    @property
    def earliest(self) -> dt.date:
        """The first calendar day that this date can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)
