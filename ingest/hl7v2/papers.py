"""Papers, bookings, letters and merges: MDM, SIU, REF, MRG; and what has no kind of its own."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import (
    HANOI,
    Appointment,
    Document,
    OtherResource,
    PatientMerge,
    Referral,
    ServiceRequest,
)
from ingest.hl7v2 import values
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.syntax import Segment
from ingest.hl7v2.who import numbers
from ingest.letters import letter_number

#: Trigger of a document message -> it is taken back.
_CANCELS = frozenset({"T11"})
_BOOKED = {"S15": "cancelled", "S26": "missed"}
_DELETES = frozenset({"S17"})
_REFERRALS_BACK = frozenset({"I14"})
#: Read elsewhere, or about the message itself.
_READ = frozenset(
    {
        "MSH",
        "SFT",
        "UAC",
        "EVN",
        "PID",
        "PD1",
        "PV1",
        "PV2",
        "NK1",
        "DG1",
        "PRB",
        "PR1",
        "AL1",
        "IAM",
        "IN1",
        "ORC",
        "OBR",
        "OBX",
        "NTE",
        "TQ1",
        "TQ2",
        "RXO",
        "RXE",
        "RXD",
        "RXR",
        "RXC",
        "RXA",
        "SPM",
        "SCH",
        "TXA",
        "RF1",
        "PRD",
        "MRG",
        "AIS",
        "AIG",
        "AIL",
        "AIP",
        "RGS",
        "PRT",
        "ROL",
        "CTD",
        "IPC",
        "RQD",
        "RQ1",
        "ODS",
        "ODT",
        "DSC",
        "BLG",
    }
)


def documents(group: Group) -> Iterator[Said]:
    """Give TXA as a document with the text of its OBX; a replacement takes its parent's place."""
    for paper in group.all("TXA"):
        number = paper.text(12) or paper.text(16) or str(paper.number)
        table = f"TXA:{number}"
        if paper.text(13) and paper.text(13) != number:
            yield Said(f"TXA:{paper.text(13)}")
        gone = group.type[1] in _CANCELS or paper.text(19).upper() == "CA"
        yield Said(table, None if gone else _document(group, paper, table, number))


def _document(group: Group, paper: Segment, table: str, number: str) -> Document:
    kind = group.coded(paper, 2)
    lines = ["\n".join(p.whole for p in s.parts(5)) for s in group.all("OBX") if _is_text(s)]
    fields = {
        "number": number,
        "parent": paper.text(13),
        "kind": kind.text or kind.code or paper.text(2),
        "status": paper.text(17),
        "author": paper.part(9).whole,
        "text": "\n".join(lines),
    }
    return Document(
        origin(table, paper),
        kind="transcription",
        written_at=values.moment(paper.text(6)) or values.moment(paper.text(4)),
        wording=kind.text or group.coded(group.first("OBR"), 4).text or paper.text(2),
        content={name: text for name, text in fields.items() if text},
    )


def _is_text(segment: Segment) -> bool:
    return segment.text(2).upper() in {"TX", "FT", "ST"}


def appointments(group: Group) -> Iterator[Said]:
    """Give SCH by its number; S17 takes it back, S15 and S26 say that nobody came."""
    for booking in group.all("SCH"):
        table = f"SCH:{booking.text(1) or booking.text(2)}"
        if group.type[1] in _DELETES:
            yield Said(table, of_patient=True)
            continue
        start = _start(group, booking)
        if start is None:
            continue
        at = values.moment(start)
        event = Appointment(
            origin(table, booking),
            day=at.astimezone(HANOI).date() if at else values.day(start) or group.said_at.date(),
            letter=letter_number(booking.text(2) or booking.text(1)),
            starts_at=at,
            status=_BOOKED.get(group.type[1], "booked"),
            reason=group.coded(booking, 7).text or group.coded(booking, 6).text,
            practitioner=group.first("AIP").text(3),
        )
        yield Said(table, event, of_patient=True)


def _start(group: Group, booking: Segment) -> str | None:
    """The first time that is one: SCH-11, TQ1-7, AIS-4, AIG-8, AIL-6, AIP-6."""
    texts = [booking.part(11)[4]]
    for name, place in (("TQ1", 7), ("AIS", 4), ("AIG", 8), ("AIL", 6), ("AIP", 6)):
        texts += [segment.text(place) for segment in group.all(name)]
    return next((text for text in texts if values.moment(text)), None)


def referrals(group: Group) -> Iterator[Said]:
    """Give the letter of a REF message; one that belongs to no visit is an order of its sender."""
    letter = group.first("RF1")
    if group.type[0] != "REF" or not letter.number:
        return
    number = letter_number(letter.text(6) or letter.text(11))
    table = f"RF1:{number}"
    if not number:
        return
    if group.type[1] in _REFERRALS_BACK:
        yield Said(table)
    elif group.visit:
        yield Said(table, _letter(group, letter, number, table))
    else:
        yield Said(table, _asked(group, letter, number, table))


def _letter(group: Group, letter: Segment, number: str, table: str) -> Referral:
    reason = group.coded(letter, 10)
    main = group.coded(group.first("DG1"), 3)
    issued = values.moment(letter.text(7))
    return Referral(
        origin(table, letter),
        letter=number,
        sender=group.facility,
        receiver=_receiver(group),
        issued_on=issued.astimezone(HANOI).date() if issued else None,
        reason=reason.text or reason.code,
        main_code=main.code if main.system in {"icd10", ""} else "",
        diagnosis=group.first("DG1").whole(4) or main.text,
        practitioner=next((p.text(7) for p in _providers(group, "RP")), ""),
    )


def _asked(group: Group, letter: Segment, number: str, table: str) -> ServiceRequest:
    reason = group.coded(letter, 10)
    return ServiceRequest(
        origin(table, letter),
        placer=number,
        wording=group.coded(letter, 3).text,
        status="active",
        intent="order",
        category="referral",
        ordered_at=values.moment(letter.text(7)),
        performer=_receiver(group),
        reason=reason.text or reason.code,
    )


def _receiver(group: Group) -> str:
    """PRD with the role RT (referred to): its number; else who the message is for (MSH-6)."""
    named = next((p.text(7) for p in _providers(group, "RT")), "")
    return (named or group.message.header.text(6)).upper()


def _providers(group: Group, role: str) -> Iterator[Segment]:
    return (segment for segment in group.all("PRD") if segment.text(1).upper() == role)


def merges(group: Group) -> Iterator[Said]:
    """Give what MRG gives up for the patient of PID; A24 links the two patients of its PIDs."""
    what = group.trigger.merge
    if what not in {"patient", "both"}:
        return
    for gone in group.all("MRG"):
        other = numbers(list(gone.parts(1))).local or gone.text(4)
        if other and other != group.local_id:
            yield _merge(gone, group.local_id, other)


def links(here: Group, there: Group) -> Iterator[Said]:
    """Give the link of A24 between the patients of two PIDs."""
    both = here.local_id and there.local_id and here.local_id != there.local_id
    if here.trigger.merge == "link" and both:
        yield _merge(there.first("PID"), here.local_id, there.local_id)


def _merge(said: Segment, survivor: str, other: str) -> Said:
    table = f"MRG:{other}"
    return Said(table, PatientMerge(origin(table, said), survivor, other), of_patient=True)


def others(group: Group) -> Iterator[Said]:
    """Count what has no kind of its own, Z segments too; whole it is in the archived message."""
    for segment in group.segments:
        if segment.name not in _READ:
            yield Said(
                segment.name,
                OtherResource(
                    origin(segment.name, segment),
                    kind=segment.name,
                    reference=f"{segment.name}/{segment.number}",
                    said_at=group.said_at,
                ),
            )
