"""REF (chapter 11): letters that send a patient on. I12 and I13 state one, I14 takes it back."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import HANOI, Referral, ServiceRequest
from ingest.hl7v2 import values
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.syntax import Segment
from ingest.letters import letter_number

_CANCELS = frozenset({"I14"})
#: RF1-1 (table 0283): refused or run out, so that nobody is expected.
_OFF = frozenset({"R", "E"})


def referrals(group: Group) -> Iterator[Said]:
    """Give the letter of a REF message; one that belongs to no visit is an order of its sender."""
    letter = group.first("RF1")
    if group.type[0] != "REF" or not letter.number:
        return
    number = letter_number(letter.text(6) or letter.text(11))
    table = f"RF1:{number}"
    if not number:
        return
    if group.type[1] in _CANCELS:
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
        status="revoked" if letter.text(1).upper() in _OFF else "active",
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
