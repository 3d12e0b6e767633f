"""Appointments, kept or not: a booked day meets the visit that keeps it, whatever comes first.

A visit keeps an appointment of the same citizen at the same facility when it names its letter
(GIAY_CHUYEN_TUYEN may hold the number of the appointment letter) or falls within seven days of the
booked day and after the visit that booked it. Each visit keeps at most one appointment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.facts import FactRow, of_kind
from graph.model import Appointment, Record
from graph.referrals import days_between
from graph.store import Row, Statement, Work
from graph.stored import day, stored
from graph.visit_statements import WITHDRAWN

#: A visit this many days before or after the booked day keeps the appointment.
KEPT_WITHIN_DAYS = 7

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

WITHDRAW_KEPT = Statement(
    """
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})<-[k:KEPT_BY]-(:Appointment)
    DELETE k
""",
    writes=True,
)

#: Appointments of the same citizen at the facility of these visits, not kept yet.
APPOINTMENTS_FOR_VISITS = Statement("""
    UNWIND $encounters AS encounter
    MATCH (e:Encounter {id: encounter})-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(b:Encounter)<-[:BOOKED_IN]-(a:Appointment)
    WHERE b.facility = e.facility AND NOT EXISTS { (a)-[:KEPT_BY]->(:Encounter) }
      AND NOT EXISTS { (e)<-[:KEPT_BY]-(:Appointment) }
    RETURN DISTINCT e.id AS encounter, e.started_on AS visited, e.letter AS named,
        a.id AS appointment, a.day AS day, a.letter AS letter, b.started_on AS booked
    ORDER BY encounter, appointment
""")

#: Visits of the same citizen at the facility that booked these appointments.
VISITS_FOR_APPOINTMENTS = Statement("""
    UNWIND $appointments AS appointment
    MATCH (a:Appointment {id: appointment})-[:BOOKED_IN]->(b:Encounter)-[:OF]->(c:PatientRecord)
    MATCH (c)-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(e:Encounter)
    WHERE e.facility = b.facility AND NOT EXISTS { (a)-[:KEPT_BY]->(:Encounter) }
      AND NOT EXISTS { (e)<-[:KEPT_BY]-(:Appointment) }
    RETURN DISTINCT e.id AS encounter, e.started_on AS visited, e.letter AS named,
        a.id AS appointment, a.day AS day, a.letter AS letter, b.started_on AS booked
    ORDER BY encounter, appointment
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
    """The appointments that a visit books."""
    for booked in of_kind(record, Appointment):
        yield {
            "id": f"{record.encounter_key}|ap|{day(booked.day)}",
            "encounter": record.encounter_key,
            "properties": {
                "day": day(booked.day),
                "letter": stored(booked.letter),
                "diagnosis": stored(booked.diagnosis),
                "message": record.source.message,
                "origin_table": booked.origin.table,
                "origin_row": booked.origin.row,
            },
        }


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
