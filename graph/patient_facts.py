"""What is said of a patient outside any visit: it hangs on the record, and follows it by itself.

An allergy, a vaccination or a problem list belongs to no visit; on the hospital's record it goes
where the record goes (docs/adr/0021).
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from graph import appointments
from graph.deciding import RecordOf
from graph.edge_kinds import SAID_OF_PATIENTS
from graph.facts import FactRow
from graph.model import Record
from graph.people_rows import put
from graph.same_facts import mark_same
from graph.standing import Standing
from graph.store import Statement, Work
from graph.visit_statements import FACT_EDGES, WITHDRAWN, add_fact
from graph.visits import facts_of, withdraw_row, write_facts

#: Also the lock: two messages about one patient outside visits go one after the other.
CLAIM_RECORDS = Statement(
    """
    UNWIND $records AS record
    MATCH (r:PatientRecord {id: record})
    SET r.created_at = r.created_at
""",
    writes=True,
)

RECORD_EDITIONS = Statement("""
    UNWIND $records AS record
    MATCH (r:PatientRecord {id: record})
    RETURN record AS record, r.editions AS editions
""")

SET_EDITIONS = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    SET r.editions = row.editions
""",
    writes=True,
)

STATE_RECORDS = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    MATCH (m:Message {id: row.message})
    MERGE (r)-[:STATED_IN]->(m)
""",
    writes=True,
)

ADD_FACTS = {label: add_fact(label, "SAID_OF", "PatientRecord") for label in SAID_OF_PATIENTS} | {
    "MedicationItem": add_fact("MedicationItem", *FACT_EDGES["MedicationItem"])
}

WITHDRAW_ITEMS = Statement(
    f"""
    UNWIND $rows AS row
    MATCH (:PatientRecord {{id: row.encounter}})<-[:SAID_OF]-(:Prescription)<-[:PART_OF]-(n:MedicationItem)
    WHERE {WITHDRAWN}
    DETACH DELETE n
""",  # noqa: E501  one path, one line
    writes=True,
)

WITHDRAW_FACTS = {
    label: Statement(
        f"""
    UNWIND $rows AS row
    MATCH (:PatientRecord {{id: row.encounter}})<-[:SAID_OF]-(n:{label})
    WHERE {WITHDRAWN}
    DETACH DELETE n
""",
        writes=True,
    )
    for label in SAID_OF_PATIENTS
}


def read_editions(work: Work, records: Sequence[str]) -> dict[str, dict[str, str]]:
    """Lock records and give the editions that stand of what is said of them outside visits."""
    if not records:
        return {}
    asked = sorted(set(records))
    work.run(CLAIM_RECORDS, records=asked)
    rows = work.run(RECORD_EDITIONS, records=asked)
    return {row["record"]: orjson.loads(row["editions"] or "{}") for row in rows}


def write_patients(work: Work, standings: Sequence[Standing], record_of: RecordOf) -> None:
    """Write what stands of the records without a visit; `record_of` as in `write_visits`."""
    placed = [
        (it, it.record, record_of[it.record.key, ""])
        for it in standings
        if it.record is not None and not it.record.visit
    ]
    if not placed:
        return
    _withdraw(work, placed)
    facts = facts_of(record for _, record, _ in placed)
    record_now = {record.key: now for _, record, now in placed}
    for rows in facts.values():
        for row in rows:
            row["parent"] = record_now.get(row["parent"], row["parent"])
    write_facts(work, ADD_FACTS, facts)
    _state(work, placed)
    _book(work, placed)
    mark_same(work, "patient", [now for it, _, now in placed if it.shared])


_Placed = Sequence[tuple[Standing, Record, str]]


def _withdraw(work: Work, placed: _Placed) -> None:
    rows = [{**withdraw_row(it), "encounter": now} for it, _, now in placed if it.replaces]
    put(work, WITHDRAW_ITEMS, rows)
    for statement in WITHDRAW_FACTS.values():
        put(work, statement, rows)
    put(work, appointments.WITHDRAW_BOOKINGS, rows)


def _state(work: Work, placed: _Placed) -> None:
    """Keep editions and messages; a record that only says who the patient is has neither."""
    spoken = [(it, record, now) for it, record, now in placed if record.tables]
    put(
        work,
        SET_EDITIONS,
        [
            {"record": record.key, "editions": orjson.dumps(dict(it.editions)).decode()}
            for it, record, _ in spoken
        ],
    )
    stated: list[FactRow] = [
        {"record": now, "message": record.source.message} for _, record, now in placed
    ]
    put(work, STATE_RECORDS, stated)


def _book(work: Work, placed: _Placed) -> None:
    booked = [
        {**row, "record": now}
        for _, record, now in placed
        for row in appointments.appointment_rows(record)
    ]
    put(work, appointments.PUT_BOOKINGS, booked)
    appointments.keep_appointments(work, [row["id"] for row in booked], [])
