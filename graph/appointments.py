"""Appointments, kept or not: a booked day meets the visit that keeps it, whatever comes first.

A visit keeps an appointment of the same citizen at the same facility when it names its letter
(GIAY_CHUYEN_TUYEN may hold the number of the appointment letter) or falls within seven days of the
booked day and after the visit that booked it. Each visit keeps at most one appointment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.facts import FactRow, of_kind, within
from graph.model import Appointment, Record
from graph.referrals import days_between
from graph.store import Row, Statement, Work
from graph.stored import day, stored
from graph.visit_statements import WITHDRAWN

#: A visit this many days before or after the booked day keeps the appointment.
KEPT_WITHIN_DAYS = 7

_SAID = ("letter", "diagnosis", "starts_at", "status", "reason")

PUT_APPOINTMENTS = Statement(
    """
    UNWIND $rows AS row
    MATCH (e:Encounter {id: row.encounter})
    MERGE (a:Appointment {id: row.id})
    SET a += row.properties
    MERGE (a)-[:BOOKED_IN]->(e)
""",
    writes=True,
)

WITHDRAW_APPOINTMENTS = Statement(
    f"""
    UNWIND $rows AS row
    MATCH (:Encounter {{id: row.encounter}})<-[:BOOKED_IN]-(n:Appointment)
    WHERE {WITHDRAWN}
    DETACH DELETE n
""",
    writes=True,
)

#: A booking outside any visit hangs on the patient's record.
PUT_BOOKINGS = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    MERGE (a:Appointment {id: row.id})
    SET a += row.properties
    MERGE (a)-[:BOOKED_FOR]->(r)
""",
    writes=True,
)

WITHDRAW_BOOKINGS = Statement(
    f"""
    UNWIND $rows AS row
    MATCH (:PatientRecord {{id: row.encounter}})<-[:BOOKED_FOR]-(n:Appointment)
    WHERE {WITHDRAWN}
    DETACH DELETE n
""",
    writes=True,
)

WITHDRAW_KEPT = Statement(
    """
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})<-[k:KEPT_BY]-(:Appointment)
    DELETE k
""",
    writes=True,
)

_OPEN = """NOT EXISTS { (a)-[:KEPT_BY]->(:Encounter) }
      AND NOT EXISTS { (e)<-[:KEPT_BY]-(:Appointment) }
      AND coalesce(a.status, '') <> 'cancelled' AND coalesce(e.status, '') <> 'cancelled'
    RETURN DISTINCT e.id AS encounter, e.started_on AS visited, e.letter AS named,
        a.id AS appointment, a.day AS day, a.letter AS letter, {booked} AS booked"""
_BY_VISIT = _OPEN.replace("{booked}", "b.started_on")
_BY_RECORD = _OPEN.replace("{booked}", "null")

#: Appointments of the same citizen at the facility of these visits, not kept yet.
APPOINTMENTS_FOR_VISITS = Statement(f"""
    UNWIND $encounters AS encounter
    MATCH (e:Encounter {{id: encounter}})-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(b:Encounter)<-[:BOOKED_IN]-(a:Appointment)
    WHERE b.facility = e.facility AND {_BY_VISIT}
    UNION
    UNWIND $encounters AS encounter
    MATCH (e:Encounter {{id: encounter}})-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(c:PatientRecord)<-[:BOOKED_FOR]-(a:Appointment)
    WHERE c.facility = e.facility AND {_BY_RECORD}
""")

#: Visits of the same citizen at the facility that booked these appointments.
VISITS_FOR_APPOINTMENTS = Statement(f"""
    UNWIND $appointments AS appointment
    MATCH (a:Appointment {{id: appointment}})-[:BOOKED_IN]->(b:Encounter)-[:OF]->(c:PatientRecord)
    MATCH (c)-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(e:Encounter)
    WHERE e.facility = b.facility AND {_BY_VISIT}
    UNION
    UNWIND $appointments AS appointment
    MATCH (a:Appointment {{id: appointment}})-[:BOOKED_FOR]->(c:PatientRecord)
    MATCH (c)-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(e:Encounter)
    WHERE e.facility = c.facility AND {_BY_RECORD}
""")

KEEP = Statement(
    """
    UNWIND $rows AS row
    MATCH (a:Appointment {id: row.appointment})
    MATCH (e:Encounter {id: row.encounter})
    MERGE (a)-[k:KEPT_BY]->(e)
    SET k.how = row.how
""",
    writes=True,
)


def appointment_rows(record: Record) -> Iterator[FactRow]:
    """The appointments that a visit books, or that are booked outside any visit."""
    for booked in of_kind(record, Appointment):
        yield {
            "id": _id(record, booked),
            "encounter": record.unit,
            "properties": {
                "day": day(booked.day),
                **{key: stored(getattr(booked, key)) for key in _SAID},
                "message": record.source.message,
                "wire": record.source.wire,
                "origin_table": booked.origin.table,
                "origin_row": booked.origin.row,
            },
        }


def _id(record: Record, booked: Appointment) -> str:
    """One a day in a visit; outside visits a patient may have several, each with its own place."""
    if record.visit:
        return f"{record.encounter_key}|ap|{day(booked.day)}"
    table = within(record.source.wire) + booked.origin.table
    return f"{record.key}|pt|ap|{table}.{booked.origin.row}"


def keep_appointments(work: Work, appointments: Sequence[str], visits: Sequence[str]) -> None:
    """Join new appointments and new visits (ids) to what is already there."""
    found: list[Row] = []
    if visits:
        found += work.run(APPOINTMENTS_FOR_VISITS, encounters=sorted(visits))
    if appointments:
        found += work.run(VISITS_FOR_APPOINTMENTS, appointments=sorted(appointments))
    kept = pair_kept(found)
    if kept:
        work.run(KEEP, rows=kept)


def pair_kept(found: Iterable[Row]) -> list[dict[str, str]]:
    """Which visit keeps which appointment: a named letter first, then the nearest day."""
    ranked = sorted(
        (how != "letter", distance, row["appointment"], row["encounter"], how)
        for row in found
        if (fit := _fit(row)) is not None
        for how, distance in (fit,)
    )
    used: set[str] = set()
    kept = []
    for _, _, appointment, encounter, how in ranked:
        if appointment not in used and encounter not in used:
            used |= {appointment, encounter}
            kept.append({"appointment": appointment, "encounter": encounter, "how": how})
    return kept


def _fit(row: Row) -> tuple[str, int] | None:
    """(`day` or `letter`, days apart) when the visit may keep the appointment, else None."""
    visited, booked = row["visited"], row["booked"]
    if not visited or (booked and visited <= booked):
        return None
    apart = abs(days_between(row["day"], visited))
    if row["letter"] and row["letter"] == row["named"]:
        return ("letter", apart)
    return ("day", apart) if apart <= KEPT_WITHIN_DAYS else None
