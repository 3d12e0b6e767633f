"""Messages in the graph: which are known already, which came now, and what they stated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from graph.facts import FactRow
from graph.model import Record
from graph.patient_facts import STATE_RECORDS
from graph.people_rows import put
from graph.store import Work
from graph.stored import instant
from graph.visit_statements import KNOWN_MESSAGES, PUT_MESSAGES, STATE_ENCOUNTERS


def known_messages(work: Work, records: Sequence[Record]) -> set[str]:
    """Give those messages of records that were stored before."""
    messages = sorted({record.source.message for record in records})
    return {row["message"] for row in work.run(KNOWN_MESSAGES, messages=messages)}


def put_messages(work: Work, records: Iterable[Record], now: dt.datetime) -> None:
    """Note the messages of records, with how many records each brought."""
    rows: dict[str, dict[str, object]] = {}
    for record in records:
        source = record.source
        row = rows.setdefault(
            source.message,
            {
                "facility": source.facility,
                "wire": source.wire,
                "version": source.version,
                "said_at": instant(source.said_at),
                "received_at": instant(source.received_at),
                "stored_at": instant(now),
                "records": 0,
            },
        )
        row["records"] = int(str(row["records"])) + 1
    put(work, PUT_MESSAGES, [{"id": m, "properties": row} for m, row in rows.items()])


def state_besides(work: Work, stated: Sequence[tuple[Record, str]]) -> None:
    """Say that records, stored as parts of others, stated their visit or patient (record id)."""
    visits: list[FactRow] = [
        {"id": record.encounter_key, "message": record.source.message}
        for record, _ in stated
        if record.visit
    ]
    patients: list[FactRow] = [
        {"record": patient, "message": record.source.message}
        for record, patient in stated
        if not record.visit
    ]
    put(work, STATE_ENCOUNTERS, visits)
    put(work, STATE_RECORDS, patients)
