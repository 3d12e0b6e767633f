"""One patient's part of a message, and what the message as a whole says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.model import HANOI, Event, Origin
from ingest.hl7v2 import values
from ingest.hl7v2.codes import Coded, coded
from ingest.hl7v2.syntax import Message, Segment
from ingest.hl7v2.tables import Trigger, trigger
from ingest.hl7v2.who import patient_code

#: Segments that may stand before PID and belong to the patient all the same (SIU, REF).
_BEFORE = frozenset({"SCH", "RF1", "PRD", "TQ1", "NTE", "AUT", "RGS"})
_RESOURCES = frozenset({"RGS", "AIS", "AIG", "AIL", "AIP"})
_BOOKING = _RESOURCES | {"SCH", "TQ1"}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a message says: the table that it replaces, and the event that stands there.

    Without an event the table is taken back. `of_patient` belongs to no visit. `rank` goes before
    the time in the table's edition, so that what is said in passing never replaces the real thing.
    """

    table: str
    event: Event | None = None
    of_patient: bool = False
    rank: str = "5"


@dataclass(frozen=True, slots=True)
class Group:
    """A patient's segments, from PID to the next PID, with the header that they came under."""

    message: Message
    segments: list[Segment]
    facility: str
    received_at: dt.datetime
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(s.name for s in self.segments))

    def all(self, *names: str) -> Iterator[Segment]:
        """The group's segments of these names, in their order."""
        if self.names.isdisjoint(names):
            return iter(())
        return (segment for segment in self.segments if segment.name in names)

    def first(self, name: str) -> Segment:
        """The first of a name, or one without any field."""
        return next(self.all(name), Segment(name, 0, [], self.message.marks))

    def coded(self, segment: Segment, field: int) -> Coded:
        """Read a coded field."""
        return coded(segment.part(field), self.facility)

    @property
    def type(self) -> tuple[str, str]:
        """Message code and event, `("ADT", "A08")`; the event may stand in EVN-1 alone."""
        part = self.message.header.part(9)
        return part[1].upper(), (part[2] or self.message.first("EVN").text(1)).upper()

    @property
    def trigger(self) -> Trigger:
        """What the type means."""
        return trigger(*self.type)

    @property
    def said_at(self) -> dt.datetime:
        """MSH-7, else EVN-2, else when it was received: the message's own order in time."""
        texts = (self.message.header.text(7), self.message.first("EVN").text(2))
        return next(filter(None, map(values.moment, texts)), self.received_at)

    @property
    def edition(self) -> str:
        """Text that sorts the statements of one sender by the time said."""
        return self.said_at.strftime("%Y%m%d%H%M%S%f")

    @property
    def local_id(self) -> str:
        """The facility's code of the patient, empty when there is none."""
        return patient_code(self.first("PID"), self.facility, self.today)

    @property
    def today(self) -> str:
        """The day of the message, `yyyymmdd`."""
        return self.message.header.text(7)[:8]

    @property
    def visit(self) -> str:
        """The number of the visit: PV1-19, else PID-18 where it is one, else its start; or nothing.

        PID-18 is one when its type says so (VN) or a PV1 stands beside it.
        """
        if self.trigger.about == "patient":
            return ""
        stay, pid = self.first("PV1"), self.first("PID")
        account = pid.part(18)
        number = stay.text(19) or self._moved
        if not number and (stay.number or account[5] == "VN"):
            number = account.text
        start = values.moment(stay.text(44))
        if number or start is None:
            return number
        return f"start:{start.astimezone(HANOI):%Y%m%d%H%M}"

    @property
    def _moved(self) -> str:
        """The visit that A45 moves to the patient of PID, by MRG-5."""
        return self.first("MRG").text(5) if self.trigger.merge == "moved" else ""


def origin(table: str, segment: Segment) -> Origin:
    """Where an event was read: its table, and the number of its segment in the message."""
    return Origin(table, segment.number)


def groups(message: Message, facility: str, received_at: dt.datetime) -> list[Group]:
    """Part a message by its PID; what stands before the first belongs to the first.

    In SIU what is booked is of every patient. In A45 each MRG moves a visit of its own.
    """
    parts = _by_patient(message)
    if message.header.part(9)[1].upper() == "SIU":
        parts = [_booked(part, message) for part in parts]
    found = [Group(message, part, facility, received_at) for part in parts]
    if found and found[0].trigger.merge == "moved":
        return [Group(message, part, facility, received_at) for p in parts for part in _moves(p)]
    return found


def _by_patient(message: Message) -> list[list[Segment]]:
    parts: list[list[Segment]] = []
    before: list[Segment] = []
    for segment in message.segments[1:]:
        if segment.name == "PID":
            parts.append([*before, segment])
            before = []
        elif parts:
            parts[-1].append(segment)
        elif segment.name in _BEFORE:
            before.append(segment)
    return parts


def _booked(part: list[Segment], message: Message) -> list[Segment]:
    """A patient's part of SIU, with the booking and what is booked, which stand but once."""
    own = [segment for segment in part if segment.name not in _BOOKING]
    return [*message.all("SCH", "TQ1"), *own, *message.all(*_RESOURCES)]


def _moves(part: list[Segment]) -> list[list[Segment]]:
    """Cut a patient's part of A45 at every MRG but the first; each goes with the same PID."""
    starts = [place for place, segment in enumerate(part) if segment.name == "MRG"]
    if len(starts) < 2:
        return [part]
    ends = [*starts[1:], len(part)]
    return [[*part[: starts[0]], *part[s:e]] for s, e in zip(starts, ends, strict=True)]
