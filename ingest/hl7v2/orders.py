"""Orders and results: ORC, OBR and the OBX below them, one table for each order.

The number of the order is the placer's (ORC-2, OBR-2), else the filler's (OBR-3): an order and its
results meet by it, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.model import ServiceRequest
from ingest.hl7v2 import values
from ingest.hl7v2.documents import is_text
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.results import observations, units
from ingest.hl7v2.syntax import Segment

#: ORC-5 (table 0038) and ORC-1 (0119) in words.
_STATUS = {
    "A": "active",
    "IP": "active",
    "SC": "active",
    "CM": "completed",
    "CA": "revoked",
    "DC": "revoked",
    "ER": "entered-in-error",
    "HD": "on-hold",
}
_CONTROL = {
    **dict.fromkeys(("CA", "OC", "CR", "DC", "OD", "DR"), "revoked"),
    **dict.fromkeys(("HD", "OH", "HR"), "on-hold"),
    **dict.fromkeys(("NW", "SN", "XO", "XX", "RO", "OK", "SC", "RL"), "active"),
}
#: OBR-25 (table 0123): what the results say of their order, where they are not all there.
_RESULTED = {"X": "revoked", **dict.fromkeys(("O", "I", "S", "A", "P", "R"), "active")}
#: OBR-24 (table 0074): sections that make pictures.
_IMAGING = frozenset({"RAD", "RX", "XRC", "CT", "MRI", "MR", "US", "RUS", "NMR", "NMS", "NM"})
_IMAGING |= {"VUS", "OUS", "CUS", "MAM", "MG", "PET", "IMG", "CDHA", "CR", "DX"}
_CANCELS = frozenset({"CA", "OC", "CR"})
_PRIORITY = {"S": "stat", "A": "asap", "R": "routine", "U": "urgent", "P": "urgent"}
#: What closes an order's part: the next of these opens another.
_OPENS = frozenset({"ORC", "OBR"})
_DETAILS = frozenset({"RQD", "RQ1", "ODS", "ODT"})
_RESULTS = frozenset({"ORU", "OUL", "MDM"})
_LAB = frozenset({"ORU", "OML", "OUL"})
_MEDICINES = frozenset({"RXO", "RXE", "RXD", "RXA", "RXG"})


@dataclass(slots=True)
class Order:
    """One order of a message: its ORC, its OBR, and what stands below them.

    `message` is the control id of its message.
    """

    message: str = ""
    common: Segment | None = None
    detail: Segment | None = None
    below: list[Segment] = field(default_factory=list)

    def takes(self, segment: Segment) -> bool:
        """Tell whether a segment that opens orders still belongs to this one."""
        if segment.name == "ORC":
            return self.common is None and not any(s.name == "OBX" for s in self.below)
        return self.detail is None and not self.medicine and not self.listed

    def put(self, segment: Segment) -> None:
        """Add an ORC or an OBR."""
        if segment.name == "ORC":
            self.common = segment
        else:
            self.detail = segment

    @property
    def medicine(self) -> bool:
        """True for drugs and vaccines, which are read elsewhere."""
        return any(segment.name in _MEDICINES for segment in self.below)

    @property
    def vaccine(self) -> bool:
        """True for a vaccine: what is observed below it is of its administration."""
        return any(segment.name == "RXA" for segment in self.below)

    @property
    def listed(self) -> bool:
        """True for supplies and diets, which have no OBR."""
        return any(segment.name in _DETAILS for segment in self.below)

    @property
    def none(self) -> Segment:
        """A segment without any field, with the message's separators."""
        return Segment("", 0, [], self.head.marks)

    @property
    def head(self) -> Segment:
        """OBR, else what else says what was ordered, else ORC."""
        other = next((s for s in self.below if s.name in _DETAILS), None)
        return self.detail or other or self.common or self.below[0]

    @property
    def placer(self) -> str:
        """The number of who asks."""
        return self._number(2)

    @property
    def filler(self) -> str:
        """The number of who does."""
        return self._number(3)

    def _number(self, place: int) -> str:
        by_detail = self.detail.text(place) if self.detail else ""
        return by_detail or (self.common.text(place) if self.common else "")

    @property
    def key(self) -> str:
        """What tells it from the others of the facility.

        Without a number it is what was asked for and when, so that two of them are never one.
        """
        return self.placer or self.filler or self._named or f"{self.message}.{self.head.number}"

    @property
    def _named(self) -> str:
        """The service and its time: OBR-4, OBR-7 or OBR-6; nothing when either is not said."""
        asked = self.detail or self.none
        at = asked.text(7) or asked.text(6)
        return f"{self.service}@{at}" if self.service and at else ""

    @property
    def service(self) -> str:
        """What was asked for, as one text: OBR-4."""
        return self.detail.text(4) or self.detail.part(4)[2] if self.detail else ""

    @property
    def results(self) -> str:
        """The table of its results: several services may go by one number."""
        return ":".join(filter(None, ("OBX", self.key, self.service)))

    @property
    def taken_back(self) -> bool:
        """True when ORC alone cancels what was ordered before (ORC-1: CA, OC, CR)."""
        said = self.common.text(1).upper() if self.common else ""
        return said in _CANCELS and self.detail is None and not self.listed and not self.medicine


def parted(group: Group) -> list[Order]:
    """Part the orders of a group. ORC may stand before OBR or, in laboratory messages, after it.

    A drug or a vaccine may stand without ORC (VXU of 2.3).
    """
    orders: list[Order] = []
    control = group.message.header.text(10)
    for segment in group.segments:
        last = orders[-1] if orders else None
        if last is None and segment.name in _MEDICINES:
            orders.append(Order(control, below=[segment]))
        elif segment.name not in _OPENS:
            if last:
                last.below.append(segment)
        elif last and last.takes(segment):
            last.put(segment)
        else:
            orders.append(Order(control))
            orders[-1].put(segment)
    return orders


def requests(group: Group) -> Iterator[Said]:
    """Give the orders for services; those of a result in passing, until the order itself comes.

    That an order will have no result (OBR-25 X) is not in passing.
    """
    passing = group.type[0] in _RESULTS
    for order in parted(group):
        if order.taken_back:
            yield Said(f"ORC:{order.key}")
            yield Said(f"RX:{order.key}")
        if order.medicine or (order.detail is None and not order.listed):
            continue
        table = f"ORC:{order.key}"
        request = _request(group, order, table, passing=passing)
        yield Said(table, request, rank="1" if passing and request.status != "revoked" else "5")


def results(group: Group) -> Iterator[Said]:
    """Give the observations: of each order under its number, those of no order by themselves."""
    orders = [order for order in parted(group) if not order.vaccine]
    below = {segment.number for order in parted(group) for segment in order.below}
    alone = [s for s in group.segments if s.name in {"OBX", "NTE"} and s.number not in below]
    yield from _observed(group, alone, "OBX-3", None)
    for order in orders:
        yield from _observed(group, order.below, order.results, order.detail)


def _observed(
    group: Group, segments: list[Segment], under: str, panel: Segment | None
) -> Iterator[Said]:
    for table, unit in units(_results(group, segments), under).items():
        yield from observations(group, unit, table, panel)


def _results(group: Group, segments: list[Segment]) -> list[Segment]:
    """What of some segments is a result: the text of a document is that of its TXA."""
    if group.type[0] != "MDM":
        return segments
    return [segment for segment in segments if segment.name != "OBX" or not is_text(segment)]


def _request(group: Group, order: Order, table: str, *, passing: bool) -> ServiceRequest:
    head, common, detail = order.head, order.common, order.detail or order.none
    common = common or order.none
    said = group.coded(head, 4 if head.name == "OBR" else 3)
    section = detail.text(24).upper()
    imaging = section in _IMAGING or group.type[0] == "OMI"
    return ServiceRequest(
        origin(table, head),
        code=said.code,
        system=said.system,
        codes=said.codes,
        wording=said.text,
        placer=order.placer,
        filler=order.filler,
        accession=_accession(group, order, detail) if imaging else "",
        status=_status(common, detail, passing=passing),
        intent="order",
        priority=_priority(group, common, detail),
        category="imaging" if imaging else ("laboratory" if group.type[0] in _LAB else ""),
        ordered_at=values.moment(common.text(9)) or values.moment(detail.text(6)),
        wanted_at=values.moment(common.part(7)[4]) or values.moment(detail.part(27)[4]),
        requester=common.text(12) or detail.text(16),
        reason=group.coded(detail, 31).text or detail.whole(13),
    )


def _status(common: Segment, detail: Segment, *, passing: bool) -> str:
    said = _STATUS.get(common.text(5).upper()) or _CONTROL.get(common.text(1).upper(), "")
    if said or not passing:
        return said or "active"
    return _RESULTED.get(detail.text(25).upper(), "completed")


def _accession(group: Group, order: Order, detail: Segment) -> str:
    """IPC-1, else OBR-18 as IHE's scheduled workflow puts it, else the number of who does."""
    return group.first("IPC").text(1) or detail.text(18) or order.filler


def _priority(group: Group, common: Segment, detail: Segment) -> str:
    said = group.first("TQ1").text(9) or detail.part(27)[6] or common.part(7)[6] or detail.text(5)
    return _PRIORITY.get(said[:1].upper(), "") if said else ""
