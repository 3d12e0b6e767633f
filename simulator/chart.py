"""One visit with everything that its tables are written from."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from simulator.care import Care
from simulator.clerk import Written
from simulator.money import Share
from simulator.people import Person
from simulator.registers import Entry
from simulator.staff import Doctor, Staff
from simulator.visits import Visit

#: One row of a table: field name to text.
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Chart:
    """A visit as its facility sends it. `rng` is the visit's own; it is drawn from in one order.

    `father` and `mother` are the patient's; in a visit with a birth, `father` is the children's
    and `births` counts the mother's births with this one.
    """

    entry: Entry
    written: Written
    care: Care
    paid: Share
    doctor: Doctor
    staff: Staff
    mother: Person | None
    father: Person | None
    births: int
    rng: random.Random

    @property
    def visit(self) -> Visit:
        """The visit itself."""
        return self.entry.visit

    @property
    def diagnosis(self) -> str:
        """The diagnosis in words."""
        return self.visit.disease.title

    @property
    def ending(self) -> str:
        """How the stay ended, MA_LOAI_RV: 2 and 5 are letters, by need or by request."""
        if self.visit.refers is None:
            return "1"
        return "5" if self.visit.refers.requested else "2"

    @property
    def result(self) -> str:
        """Result of treatment, KET_QUA_DTRI: better, unchanged when sent on, recovered."""
        if self.visit.refers:
            return "3" if self.visit.refers.upward else "2"
        return "2" if self.visit.books or self.visit.disease.course == "chronic" else "1"


def minute(moment: dt.datetime) -> str:
    """Write `yyyymmddHHMM`."""
    return f"{moment:%Y%m%d%H%M}"


def day(date: dt.date) -> str:
    """Write `yyyymmdd`."""
    return f"{date:%Y%m%d}"
