"""A visit's tables into one Record: who, what, and where it was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.model import Event, Record, Source
from ingest.qd130 import births, onward, orders, papers, stay
from ingest.qd130.checks import check
from ingest.qd130.consistency import inconsistencies
from ingest.qd130.numbers import number_findings
from ingest.qd130.visit import Visit
from ingest.qd130.who import identity
from ingest.reading import Finding, finding

WIRE = "qd130-xml"

#: What is read of a visit, in the order in which its events are given.
EVENTS: tuple[Callable[[Visit], Iterator[Event]], ...] = (
    stay.encounters,
    stay.diagnoses,
    orders.prescriptions,
    orders.services,
    orders.observations,
    papers.documents,
    births.births,
    onward.referrals,
    onward.appointments,
)

_BY_FACILITY = ("XML0", "XML1", "XML6", "XML13", "XML14", "XML15")
_BY_NUMBER = ("XML0", "XML1")


def record(visit: Visit, message: str) -> Record:
    """Read a visit; `message` is the SHA-256 of the bytes as received."""
    return Record(
        facility=visit.facility,
        local_id=visit.person["MA_BN"] or f"visit:{visit.key}",
        visit=visit.key,
        identity=identity(visit),
        events=tuple(event for read in EVENTS for event in read(visit)),
        source=Source(
            facility=visit.facility,
            message=message,
            wire=WIRE,
            version=visit.version,
            edition=visit.edition,
            said_at=visit.said_at,
            received_at=visit.received_at,
        ),
        tables=frozenset(visit.tables),
        complete=visit.whole,
    )


def faults(visit: Visit) -> Iterator[Finding]:
    """Say what is wrong with a visit: its fields, then what holds between them."""
    version = visit.version
    for rows in visit.tables.values():
        for row in rows:
            yield from check(row, version)
    yield from inconsistencies(visit)
    for row in (row for table in _BY_NUMBER for row in visit.rows(table)):
        yield from number_findings(row)
    for row in (row for table in _BY_FACILITY for row in visit.rows(table)):
        if row["MA_CSKCB"] and row["MA_CSKCB"].upper() != visit.facility:
            yield finding("facility-differs", row.table, row.number, "MA_CSKCB")
    for row in visit.rows("XML1")[1:]:
        yield finding("row-repeated", row.table, row.number, "MA_LK")
