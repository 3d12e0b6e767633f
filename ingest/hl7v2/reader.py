"""The one door: bytes of a message or a batch in, a Reading out, never an exception."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise

from graph.model import Record, Source
from graph.said import OWNER
from ingest.hl7v2 import (
    bookings,
    documents,
    health,
    medicines,
    merges,
    orders,
    others,
    referrals,
    stay,
    values,
)
from ingest.hl7v2.batch import messages
from ingest.hl7v2.charsets import to_text
from ingest.hl7v2.group import Group, Said, groups
from ingest.hl7v2.syntax import Message, parse
from ingest.hl7v2.tables import bare, trigger
from ingest.hl7v2.who import identity
from ingest.reading import Finding, Reading, finding, rejection
from ingest.unpack import Limits, unpack
from mpi.errors import BadInput

WIRE = "hl7v2"

_PRODUCTION = "P"
_MOST_FINDINGS = 1000
#: Tables that carry a number of the sender's own.
_NUMBERED = frozenset({"ORC", "OBX", "RX", "RXD", "TXA", "TXA-17", "RF1"})

#: What is read of a patient's part of a message, in the order in which it is given.
SAYINGS: tuple[Callable[[Group], Iterator[Said]], ...] = (
    stay.encounters,
    health.diagnoses,
    health.procedures,
    orders.requests,
    orders.results,
    medicines.prescriptions,
    documents.documents,
    referrals.referrals,
    health.problems,
    health.allergies,
    health.coverages,
    medicines.immunizations,
    bookings.appointments,
    merges.merges,
    others.others,
)


def read(data: bytes, received_at: dt.datetime, limits: Limits | None = None) -> Reading:
    """Read HL7 v2, one message or a batch (FHS, BHS). `received_at` is aware.

    A batch of which one message is broken gives the others, and a finding with that one's number.
    """
    try:
        pieces = list(messages(unpack(data, limits or Limits())))
    except BadInput as error:
        return _rejected(error.rule)
    sha = hashlib.sha256(data).hexdigest()
    done = [_one(piece, number, sha, received_at) for number, piece in enumerate(pieces, 1)]
    if not done:
        return _rejected("hl7-header")
    return _together(done)


def _together(done: list[Reading]) -> Reading:
    """Make one Reading of the messages of a file; it is refused when none could be read."""
    first = next((each for each in done if each.rejected is None), done[0])
    findings = [found for each in done for found in each.findings]
    if len(done) > 1:
        findings += [
            finding("hl7-message", "MSH", row=0, visit=number)
            for number, each in enumerate(done, 1)
            if each.rejected is not None
        ]
    if len(findings) > _MOST_FINDINGS:
        findings[_MOST_FINDINGS:] = [finding("findings-cut")]
    tests = (each.processing for each in done if each.processing != _PRODUCTION)
    return Reading(
        records=tuple(chain.from_iterable(each.records for each in done)),
        findings=tuple(findings),
        rejected=first.rejected,
        facility=first.facility,
        wire=WIRE,
        version=first.version,
        processing=next(tests, _PRODUCTION),
    )


def _rejected(code: str) -> Reading:
    return Reading((), (), rejection(code), "", WIRE, "")


def _one(piece: bytes, number: int, sha: str, received_at: dt.datetime) -> Reading:
    try:
        text = to_text(piece)
        message = parse(text.text)
    except BadInput as error:
        return _rejected(error.rule)
    facility = sender(message)
    parts = groups(message, facility, received_at)
    found = [finding(rule, visit=number) for rule in text.rules]
    found += _findings(message, parts, number)
    records = tuple(record for record in _records(parts, sha))
    return Reading(
        records=records,
        findings=tuple(found),
        rejected=None if records or about_nobody(message) else rejection("hl7-no-patient"),
        facility=facility,
        wire=WIRE,
        version=message.header.text(12),
        processing=message.header.text(11).upper() or _PRODUCTION,
    )


def about_nobody(message: Message) -> bool:
    """Tell whether a message needs no patient, such as one that blocks slots of a calendar."""
    part = message.header.part(9)
    return trigger(part[1].upper(), part[2].upper()).about == "nobody"


def sender(message: Message) -> str:
    """The facility as the message names it: MSH-4, else MSH-3; letters and digits only."""
    part = message.header.part(4)
    return bare(part[1] or part[2] or message.header.text(3))


def _findings(message: Message, parts: list[Group], number: int) -> Iterator[Finding]:
    """Say what the sender should mend."""
    if message.lost:
        yield finding("hl7-line", "MSH", row=0, visit=number)
    if not message.header.text(10):
        yield finding("required", "MSH", 1, "MSH-10", number)
    if not sender(message):
        yield finding("facility-missing", "MSH", 1, "MSH-4", number)
    if not values.moment(message.header.text(7)):
        yield finding("date", "MSH", 1, "MSH-7", number)
    for part in parts:
        pid = part.first("PID")
        if not part.local_id:
            yield finding("required", "PID", pid.number, "PID-3", number)
        if pid.raw(7) and values.birth(pid.text(7)) is None:
            yield finding("date", "PID", pid.number, "PID-7", number)
        if bookings.undated(part):
            yield finding("appointment-day", "SCH", part.first("SCH").number, "SCH-11", number)


def _records(parts: list[Group], sha: str) -> Iterator[Record]:
    if parts and parts[0].trigger.merge == "link":
        for here, there in pairwise(parts):
            yield from _of_group(here, sha, merges.links(here, there))
        yield from _of_group(parts[-1], sha, ())
        return
    for part in parts:
        yield from _of_group(part, sha, ())


def _of_group(group: Group, sha: str, more: Iterable[Said]) -> Iterator[Record]:
    """Give what is said of the visit, and apart from it what is said of the patient.

    What is of a visit that the message does not name stands apart too: the graph may know which.
    """
    said = [one for read_part in SAYINGS for one in read_part(group)] + list(more)
    if not group.local_id and not said and not group.first("PID").text(5):
        return
    of_visit = [one for one in said if not one.of_patient]
    of_patient = [one for one in said if one.of_patient]
    if of_visit:
        yield _record(group, [*of_visit, Said(OWNER, rank=_owned(group))], group.visit, sha)
    if of_patient or not of_visit:
        yield _record(group, of_patient, "", sha)


def _owned(group: Group) -> str:
    """How much a message counts for whose visit it is: A45 moves it, what is not ADT names it."""
    if not group.local_id:
        return "1"
    if group.trigger.merge == "moved":
        return "9"
    return "5" if group.type[0] == "ADT" else "3"


def _record(group: Group, said: list[Said], visit: str, sha: str) -> Record:
    cards = [health.card(segment) for segment in group.all("IN1")]
    header = group.message.header
    return Record(
        facility=group.facility,
        local_id=group.local_id or f"unnamed:{group.visit or header.text(10) or sha[:16]}",
        visit=visit,
        identity=identity(group.first("PID"), list(group.all("NK1")), cards, _day(group)),
        events=tuple(one.event for one in said if one.event is not None),
        source=Source(
            facility=group.facility,
            message=sha,
            wire=WIRE,
            version=header.text(12),
            edition=group.edition,
            said_at=group.said_at,
            received_at=group.received_at,
        ),
        tables=frozenset(one.table for one in said),
        complete=False,
        editions={one.table: f"{one.rank}|{group.edition}" for one in said},
        known_by=frozenset() if visit else _known_by(group, said),
    )


def _known_by(group: Group, said: Iterable[Said]) -> frozenset[str]:
    """Tables by whose number the visit may be known that the message does not name."""
    if group.trigger.about == "patient":
        return frozenset()
    return frozenset(one.table for one in said if _numbered(one))


def _numbered(said: Said) -> bool:
    return not said.of_patient and said.table.partition(":")[0] in _NUMBERED


def _day(group: Group) -> dt.date:
    return values.day(group.message.header.text(7)) or group.received_at.date()
