"""SIU (chapter 10): what becomes of an appointment, by trigger event and by its own status.

S12 books, S13 moves, S14 and S18 to S22 change it; S15 cancels, S16 stops what is left of it, S17
deletes what was booked by mistake, S26 says that nobody came. S23 and S24 block and open slots of a
calendar: they speak of nobody's appointment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.model import HANOI, Appointment
from ingest.hl7v2 import values
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.syntax import Segment
from ingest.letters import letter_number

#: Trigger event -> what the appointment is from then on; "" takes it back.
BY_TRIGGER: Mapping[str, str] = {"S15": "cancelled", "S16": "cancelled", "S17": "", "S26": "missed"}
#: SCH-25 (table 0278), where the trigger leaves it open.
BY_STATUS: Mapping[str, str] = {
    "CANCELLED": "cancelled",
    "CANCELED": "cancelled",
    "DC": "cancelled",
    "NOSHOW": "missed",
    "COMPLETE": "kept",
    "STARTED": "kept",
    "DELETED": "",
    "BLOCKED": "",
}
_NOBODYS = frozenset({"S23", "S24"})
#: Where a start may stand, the present place first (chapter 10.6.1: SCH-11 gave way to TQ1).
_STARTS = (("TQ1", 7), ("SCH", 11), ("AIS", 4), ("AIG", 8), ("AIL", 6), ("AIP", 6))


def appointments(group: Group) -> Iterator[Said]:
    """Give SCH under the number of who keeps the calendar (SCH-2), else of who asked (SCH-1)."""
    if group.type[1] in _NOBODYS:
        return
    for booking in group.all("SCH"):
        table, status = _table(booking), _status(group, booking)
        start = start_of(group)
        if status == "" or (start is None and status == "cancelled"):
            yield Said(table, of_patient=True)
        elif start is not None:
            yield Said(table, _appointment(group, booking, table, status, start), of_patient=True)
        if booking.text(1) and booking.text(2):
            yield Said(f"SCH:by {booking.text(1)}", of_patient=True)


def undated(group: Group) -> bool:
    """Tell whether a group books or misses an appointment of which no time can be read."""
    said = group.type[1] not in _NOBODYS and group.all("SCH")
    kept = said and any(_status(group, booking) not in {"", "cancelled"} for booking in said)
    return bool(kept) and start_of(group) is None


def _table(booking: Segment) -> str:
    return f"SCH:{booking.text(2)}" if booking.text(2) else f"SCH:by {booking.text(1)}"


def _status(group: Group, booking: Segment) -> str:
    trigger = group.type[1]
    if trigger in BY_TRIGGER:
        return BY_TRIGGER[trigger]
    return BY_STATUS.get(booking.text(25).upper(), "booked")


def _appointment(
    group: Group, booking: Segment, table: str, status: str, start: str
) -> Appointment:
    at = values.moment(start)
    return Appointment(
        origin(table, booking),
        day=at.astimezone(HANOI).date() if at else values.day(start) or group.said_at.date(),
        letter=letter_number(booking.text(2) or booking.text(1)),
        starts_at=at,
        status=status,
        reason=group.coded(booking, 7).text or group.coded(booking, 6).text,
        practitioner=group.first("AIP").text(3),
    )


def start_of(group: Group) -> str | None:
    """The first time of the booking that is one, as written."""
    for name, place in _STARTS:
        for segment in group.all(name):
            text = segment.part(place)[4] if name == "SCH" else segment.text(place)
            if values.moment(text):
                return text
    return None
