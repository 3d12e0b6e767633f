"""Drugs and vaccines: RXO, RXE and RXD of one order, RXA with the order above it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Immunization, MedicationItem, Prescription
from ingest.hl7v2 import values
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.orders import Order, parted
from ingest.hl7v2.syntax import Segment

#: Where each segment says: code, amount, unit, strength, its unit.
_PLACES = {"RXE": (2, 10, 11, 25, 26), "RXD": (2, 4, 5, 16, 17), "RXO": (1, 11, 12, 18, 19)}
#: An encoded order says more than the order it answers; what is dispensed is what was given.
_BEST = ("RXE", "RXO", "RXD")
_STOPPED = frozenset({"CA", "OC", "DC", "OD", "DR", "CR"})
_GIVEN = {"CP": "completed", "PA": "completed", "NA": "not-done", "RE": "not-done"}


def prescriptions(group: Group) -> Iterator[Said]:
    """Give each order of a drug as a prescription of one item."""
    for order in parted(group):
        found = {s.name: s for s in reversed(order.below) if s.name in _PLACES}
        best = next((found[name] for name in _BEST if name in found), None)
        if best is None:
            continue
        handed = found.get("RXD")
        table = _handed_out(order, best) if best is handed else f"RX:{order.key}"
        yield Said(table, _prescription(group, order, best, handed, table))


def _handed_out(order: Order, given: Segment) -> str:
    """The table of what was handed out, an order in parts by RXD-1, else by its time."""
    part = given.text(1) or given.text(3)
    return f"RXD:{order.key}" + (f".{part}" if part not in {"", "1"} else "")


def _prescription(
    group: Group, order: Order, best: Segment, handed: Segment | None, table: str
) -> Prescription:
    common = order.common or order.none
    return Prescription(
        origin(table, best),
        ordered_at=values.moment(common.text(9)) or values.moment(best.text(32)),
        prescriber=common.text(12) or best.text(13 if best.name == "RXE" else 14),
        items=(_item(group, order, best, handed, table),),
    )


def _item(
    group: Group, order: Order, best: Segment, handed: Segment | None, table: str
) -> MedicationItem:
    code, amount, unit, strength, strength_unit = _PLACES[best.name]
    said = group.coded(best, code)
    route = next((group.coded(s, 1) for s in order.below if s.name == "RXR"), None)
    control = (order.common or order.none).text(1).upper()
    return MedicationItem(
        origin(table, best),
        code=said.code,
        system=said.system,
        codes=said.codes,
        drug=said.text or said.code,
        strength=" ".join(filter(None, (best.text(strength), _unit(best, strength_unit)))),
        dose=_dose(best),
        instructions=_instructions(best),
        route=route.text or route.code if route else "",
        quantity=values.number(best.text(amount)),
        unit=_unit(best, unit),
        status="stopped" if control in _STOPPED else "active",
        dispensed_at=values.moment(handed.text(3)) if handed else None,
    )


def _unit(segment: Segment, field: int) -> str:
    return segment.part(field)[2] or segment.text(field)


def _dose(best: Segment) -> str:
    """RXE-3 to 5 or RXO-2 to 4: least, most and unit of what is given at a time."""
    first = {"RXE": 3, "RXO": 2}.get(best.name, 0)
    if not first:
        return ""
    amounts = "-".join(dict.fromkeys(filter(None, (best.text(first), best.text(first + 1)))))
    return " ".join(filter(None, (amounts, _unit(best, first + 2))))


def _instructions(best: Segment) -> str:
    """What the pharmacy shall say: RXE-7, RXO-7, RXD-9, in words."""
    field = 9 if best.name == "RXD" else 7
    return "; ".join(p[2] or p[1] for p in best.parts(field) if p[2] or p[1])


def immunizations(group: Group) -> Iterator[Said]:
    """Give RXA under the number of its order; RXA-21 D takes it back.

    RAS tells of drugs given at the bed by the same segment: they are no vaccines.
    """
    for order in parted(group) if group.type[0] != "RAS" else ():
        for place, given in enumerate(s for s in order.below if s.name == "RXA"):
            number = _number(order)
            table = f"RXA:{number}" + (f".{place}" if place else "")
            if not number:  # the vaccine and its time
                table = f"RXA:{given.text(5)}@{given.text(3)}"
            gone = given.text(21).upper() == "D"
            event = None if gone else _immunization(group, order, given, table)
            yield Said(table, event, of_patient=True)


def _number(order: Order) -> str:
    """The number of a vaccine's order; registries write 9999 where nothing was ordered (CDC)."""
    return next((n for n in (order.filler, order.placer) if n.strip("9") or 0 < len(n) < 4), "")


def _immunization(group: Group, order: Order, given: Segment, table: str) -> Immunization:
    said = group.coded(given, 5)
    way = next((s for s in order.below if s.name == "RXR"), order.none)
    amount = values.number(given.text(6))
    return Immunization(
        origin(table, given),
        code=said.code,
        system=said.system,
        codes=said.codes,
        wording=said.text,
        status=_GIVEN.get(given.text(20).upper(), "completed"),
        given_at=values.moment(given.text(3)),
        lot=given.text(15),
        manufacturer=group.coded(given, 17).text,
        dose=given.text(2) if given.text(2) not in {"0", "999"} else "",
        quantity=None if amount == 999 else amount,
        unit=given.text(7),
        route=group.coded(way, 1).text,
        site=group.coded(way, 2).text,
        expires_on=values.day(given.text(16)),
        practitioner=given.text(10),
        primary_source=given.text(9) in {"", "00"},
    )
