"""Imaging studies that come in pieces, and the orders that they were made for.

A picture archive sends object by object, each with its own series: what is known of a study goes
into what is said of it now. A study and its order meet by the accession number of one facility,
whichever comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from graph.facts import FactRow, of_kind
from graph.model import Event, ImagingSeries, ImagingStudy, Record, ServiceRequest
from graph.people_rows import put
from graph.store import Statement, Work

#: Wires that say a study series by series.
IN_PIECES = frozenset({"dicom", "dicom-json"})


def _known(unit: str, edge: str) -> Statement:
    return Statement(f"""
    UNWIND $rows AS row
    MATCH (:{unit} {{id: row.unit}})<-[:{edge}]-(n:ImagingStudy)
    WHERE n.uid = row.uid AND n.wire IN $wires
    RETURN row.unit AS unit, row.uid AS uid, n.series AS series, n.modalities AS modalities,
        n.instances AS instances
    ORDER BY unit, uid
""")


OF_VISITS = _known("Encounter", "IMAGED_IN")
OF_PATIENTS = _known("PatientRecord", "SAID_OF")

STUDIES_BY_ACCESSION = Statement("""
    MATCH (n:ImagingStudy)
    WHERE n.accession IN $accessions
    RETURN n.accession AS accession, n.id AS id
    ORDER BY accession, id
""")

REQUESTS_BY_ACCESSION = Statement("""
    MATCH (n:ServiceRequest)
    WHERE n.accession IN $accessions
    RETURN n.accession AS accession, n.id AS id
    ORDER BY accession, id
""")

MADE_FOR = Statement(
    """
    UNWIND $rows AS row
    MATCH (i:ImagingStudy {id: row.study})
    MATCH (s:ServiceRequest {id: row.request})
    MERGE (i)-[:MADE_FOR]->(s)
""",
    writes=True,
)


def with_known_series(work: Work, records: Sequence[Record]) -> list[Record]:
    """Give the records with the series that are known of their studies already."""
    pieces = [record for record in records if record.source.wire in IN_PIECES]
    if not pieces:
        return list(records)
    known = {(row["unit"], row["uid"]): row for row in _read(work, pieces)}
    return [_completed(record, known) for record in records]


def _read(work: Work, pieces: Iterable[Record]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for statement, visits in ((OF_VISITS, True), (OF_PATIENTS, False)):
        rows = [
            {"unit": record.unit, "uid": study.uid}
            for record in pieces
            if bool(record.visit) is visits
            for study in of_kind(record, ImagingStudy)
        ]
        if rows:
            found += work.run(statement, rows=rows, wires=sorted(IN_PIECES))
    return found


def _completed(record: Record, known: Mapping[tuple[str, str], Mapping[str, Any]]) -> Record:
    if record.source.wire not in IN_PIECES:
        return record
    events = tuple(_with(event, known, record.unit) for event in record.events)
    return replace(record, events=events)


def _with(event: Event, known: Mapping[tuple[str, str], Mapping[str, Any]], unit: str) -> Event:
    if not isinstance(event, ImagingStudy) or (unit, event.uid) not in known:
        return event
    row = known[unit, event.uid]
    series = tuple(ImagingSeries(**each) for each in orjson.loads(row["series"] or "[]"))
    return pieced(series, tuple(row["modalities"] or ()), row["instances"], event)


def pieced(
    series: Sequence[ImagingSeries],
    modalities: Sequence[str],
    instances: int | None,
    now: ImagingStudy,
) -> ImagingStudy:
    """Add what was known of a study to what is said of it now."""
    every = {each.uid: each for each in (*series, *now.series)}
    return replace(
        now,
        series=tuple(every[uid] for uid in sorted(every)),
        modalities=tuple(dict.fromkeys((*modalities, *now.modalities))),
        instances=now.instances or instances,
    )


def join_images(work: Work, records: Iterable[Record]) -> None:
    """Join new studies and new orders to what they belong to, by facility and accession number."""
    accessions = {
        event.accession
        for record in records
        for event in record.events
        if isinstance(event, ImagingStudy | ServiceRequest) and event.accession
    }
    if not accessions:
        return
    asked = sorted(accessions)
    studies = work.run(STUDIES_BY_ACCESSION, accessions=asked)
    requests = work.run(REQUESTS_BY_ACCESSION, accessions=asked) if studies else []
    rows: list[FactRow] = [
        {"study": study["id"], "request": request["id"]}
        for study in studies
        for request in requests
        if _number(study) == _number(request)
    ]
    put(work, MADE_FOR, rows)


def _number(row: Mapping[str, Any]) -> tuple[str, str]:
    """An accession number is that of one facility, whose code begins the id of every fact."""
    return str(row["id"]).partition("|")[0], str(row["accession"])
