"""One visit as its tables say it: the rows that share MA_LK, and what is known of all of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.schema import version_on

_SUMMARY = "XML1"
#: Tables that name the patient, the best first; used together when there is no summary.
_NAMING = ("XML0", "XML13", "XML14", "XML15")
_DATED = ("XML1", "XML13", "XML14", "XML7", "XML8", "XML0")


@dataclass(frozen=True, slots=True)
class Visit:
    """The rows of one visit by table, and the statement that they are part of.

    `made_on` is NGAYLAP as sent. `whole` says that the summary XML1 is there and no table of the
    visit was lost.
    """

    key: str
    facility: str
    tables: dict[str, list[Row]]
    made_on: str
    received_at: dt.datetime
    whole: bool
    person: Row = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "person", self.summary or self._merged())

    def rows(self, name: str) -> list[Row]:
        """Give the rows of a table, none when it was not sent."""
        return self.tables.get(name, [])

    @property
    def summary(self) -> Row | None:
        """The row of XML1, when there is one."""
        return next(iter(self.rows(_SUMMARY)), None)

    def _merged(self) -> Row:
        """Put together what the tables that name the patient say, the earlier in the list first."""
        known: dict[str, str] = {}
        for name in reversed(_NAMING):
            for row in self.rows(name)[:1]:
                known.update(row.values)
        return Row("", 1, known)

    @property
    def ended_on(self) -> dt.date:
        """The day that decides the version: end, settlement or arrival, else that of the file."""
        for name in _DATED:
            for row in self.rows(name)[:1]:
                for text in (row["NGAY_RA"], row["NGAY_TTOAN"], row["NGAY_VAO"]):
                    found = values.day(text.split(";")[-1].strip())
                    if found:
                        return found
        return values.day(self.made_on) or self.received_at.date()

    @property
    def version(self) -> str:
        """The version of the decision that the visit falls under."""
        return version_on(self.ended_on)

    @property
    def said_at(self) -> dt.datetime:
        """When the sender says it: settlement, end, arrival, else the making of the file."""
        texts = (*map(self.person.__getitem__, ("NGAY_TTOAN", "NGAY_RA", "NGAY_VAO")), self.made_on)
        return next(filter(None, map(values.moment, texts)), self.received_at)

    @property
    def edition(self) -> str:
        """Text that sorts the statements of one facility about one visit (graph.model.Source)."""
        person = self.person
        return "|".join(map(_sortable, (self.made_on, person["NGAY_TTOAN"], person["NGAY_RA"])))


def _sortable(text: str) -> str:
    known = values.digits(text)
    return (known if known.isdecimal() else "").ljust(14, "0")
