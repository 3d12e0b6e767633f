"""The visit itself, from PV1 and PV2, in three tables that are replaced each on its own.

`PV1` is where and by whom; `PV1-44` the start; `PV1-45` the end and what became of the visit. So an
admission that arrives after the discharge adds the start and changes nothing that came later, and
an update without an end does not open a closed visit again. What an order or a result says of the
visit counts until an ADT speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Encounter
from ingest.hl7v2 import values
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.syntax import Part, Segment

#: PV1-2 (table 0004) -> MA_LOAI_KCB, where one says what the other does.
_KINDS = {"I": "03", "O": "01", "E": "01", "R": "01"}
#: What a type makes of the visit -> Encounter.status.
_STATUS = {"reopened": "open"}


def encounters(group: Group) -> Iterator[Said]:
    """Give what the message says of its visit, when it has one."""
    stay = group.first("PV1")
    if group.visit and not stay.number and group.trigger.merge in {"moved", "visit"}:
        at = origin("PV1-19", group.first("MRG"))
        yield Said("PV1-19", Encounter(at, numbers=_numbers(group), partial=True))
    if not group.visit or not stay.number:
        return
    rank = "5" if group.type[0] == "ADT" else "3"
    for table, said in _tables(group, stay):
        yield Said(table, said, rank=rank)


def _tables(group: Group, stay: Segment) -> Iterator[tuple[str, Encounter]]:
    yield "PV1", _frame(group, stay)
    start = values.moment(stay.text(44))
    if start:
        admitted = start if stay.text(2) == "I" else None
        at = origin("PV1-44", stay)
        yield "PV1-44", Encounter(at, started_at=start, admitted_at=admitted, partial=True)
    yield from _ending(group, stay)


def _frame(group: Group, stay: Segment) -> Encounter:
    more = group.first("PV2")
    return Encounter(
        origin("PV1", stay),
        kind=_KINDS.get(stay.text(2).upper(), ""),
        department=stay.text(3) or stay.text(10),
        reason=group.coded(more, 3).text or more.text(12),
        practitioners=_practitioners(stay),
        numbers=_numbers(group),
        partial=True,
    )


def _ending(group: Group, stay: Segment) -> Iterator[tuple[str, Encounter]]:
    end = values.moment(stay.text(45))
    status = group.trigger.status
    if not status and not end:
        return
    if status in {"open", "planned", "reopened", "cancelled"}:
        end = None
    said = Encounter(
        origin("PV1-45", stay),
        ended_at=end,
        ending=stay.text(36) if end or status == "closed" else "",
        status=_STATUS.get(status, status or "closed"),
        partial=True,
        cleared=("ended_at", "ending") if status in {"reopened", "cancelled"} else (),
    )
    yield "PV1-45", said


def _practitioners(stay: Segment) -> tuple[str, ...]:
    """Attending, consulting and admitting doctors (PV1-7, 9, 17) by their number."""
    everyone = (part for field in (7, 9, 17) for part in stay.parts(field))
    return tuple(dict.fromkeys(filter(None, map(person_number, everyone))))


def person_number(part: Part) -> str:
    """XCN: a practitioner's number, of what the sender puts into one person."""
    return part[1]


def _numbers(group: Group) -> tuple[str, ...]:
    """Other numbers of this visit: the preadmit number, and what MRG gives up for it."""
    found = [group.first("PV1").text(5)] if group.trigger.status == "planned" else []
    if group.trigger.merge in {"visit", "moved"}:
        found += [group.first("MRG").text(5), group.first("MRG").text(3)]
    return tuple(dict.fromkeys(n for n in found if n and n != group.visit))
