"""A visit as it happened, and the two papers that tie visits together. Frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from simulator.facilities import Facility
from simulator.illness import Disease
from simulator.people import Person

_ROUTINE = "Khám định kỳ theo hẹn, "


@dataclass(frozen=True, slots=True)
class Referral:
    """A letter from one facility to another; `key` is its number in the whole simulation."""

    key: int
    sender: Facility
    receiver: Facility
    requested: bool

    @property
    def upward(self) -> bool:
        """Say whether the receiver is of a higher level."""
        return self.receiver.rank > self.sender.rank


@dataclass(frozen=True, slots=True)
class Appointment:
    """A revisit that was booked; `key` is its number in the whole simulation."""

    key: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay of one person at one facility, in local time; `number` is that of its creation.

    `sent_by` and `keeps` are the papers the patient came with, `refers` and `books` those they
    left with; `newborns` are the children born in it.
    """

    number: int
    person: Person
    facility: Facility
    disease: Disease
    start: dt.datetime
    admitted: dt.datetime | None
    end: dt.datetime
    sent_by: Referral | None = None
    keeps: Appointment | None = None
    refers: Referral | None = None
    books: Appointment | None = None
    newborns: tuple[Person, ...] = ()

    @property
    def inpatient(self) -> bool:
        """Say whether the patient had a bed."""
        return self.admitted is not None

    @property
    def complaint(self) -> str:
        """Why the patient came; a routine check is no reason for a bed."""
        text = self.disease.complaint
        return text.removeprefix(_ROUTINE).capitalize() if self.admitted else text

    @property
    def kind(self) -> str:
        """Form of care, MA_LOAI_KCB (QĐ 1804/2026): 01, 03, 05 or 06."""
        if self.admitted:
            return "03" if self.facility.rank else "06"
        return "05" if self.disease.course == "chronic" else "01"

    @property
    def days(self) -> int:
        """Days of treatment, SO_NGAY_DTRI: none without a bed."""
        return (self.end.date() - self.start.date()).days + 1 if self.admitted else 0
