"""One visit, whatever number and wire it comes by (docs/adr/0021).

A record's visit is one that is known already when, at the same facility,
1. its number, or a further number that it says it has, is a number of that visit; or else
2. it is of the same patient code, of the same kind of stay, began within the tolerance, and came by
   another wire. One wire tells its own visits apart, so two of its visits are never made one.
A record that names no visit, but states anew (or answers) what was said of one of the patient's
visits, is of that visit: a laboratory often does not know its number.

The number that is new is remembered, so that whatever names it later finds the visit. Of a
facility that sends only the ministry's XML nothing is asked: MA_LK is all that its visits have.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

import orjson

from graph.facts import FIRST_WIRE, FactRow, of_kind, within
from graph.model import Encounter, Record
from graph.people_rows import put
from graph.store import Row, Statement, Work
from graph.stored import moment

#: Two starts of one visit, as two systems of a hospital write them, are no further apart.
TOLERANCE = dt.timedelta(minutes=30)

#: MA_LOAI_KCB of stays in a bed; all others are ambulatory.
_IN_A_BED = frozenset({"03", "04", "06", "09"})

KNOWN_NUMBERS = Statement("""
    UNWIND $numbers AS number
    MATCH (n:VisitNumber {id: number})-[:NUMBER_OF]->(e:Encounter)
    RETURN number AS number, e.id AS encounter
    ORDER BY number
""")

KNOWN_VISITS = Statement("""
    UNWIND $numbers AS number
    MATCH (e:Encounter {id: number})
    RETURN number AS number, e.id AS encounter
    ORDER BY number
""")

WIRES_OF = Statement("""
    UNWIND $facilities AS facility
    MATCH (f:Facility {id: facility})
    RETURN facility AS facility, f.wires AS wires
""")

SAY_WIRES = Statement(
    """
    UNWIND $rows AS row
    MERGE (f:Facility {id: row.facility})
    SET f.wires = row.wires
""",
    writes=True,
)

VISITS_OF_CODES = Statement("""
    UNWIND $codes AS code
    MATCH (r:PatientRecord {id: code})<-[:OF]-(e:Encounter)
    WHERE coalesce(e.status, '') <> 'cancelled'
    RETURN code AS code, e.id AS encounter, e.started_at AS started_at, e.kind AS kind,
        e.editions AS editions
    ORDER BY code, encounter
""")

PUT_NUMBERS = Statement(
    """
    UNWIND $rows AS row
    MATCH (e:Encounter {id: row.encounter})
    MERGE (n:VisitNumber {id: row.id})
    SET n += row.properties
    MERGE (n)-[:NUMBER_OF]->(e)
""",
    writes=True,
)


def with_known_visits(work: Work, records: Sequence[Record]) -> tuple[list[Record], list[FactRow]]:
    """Give the records with the visit number that each visit has here, and the numbers to keep."""
    records = _in_known_visits(work, records)
    wires = _wires(work, [record for record in records if record.visit])
    asked = [r for r in records if r.visit and wires[r.facility] != {FIRST_WIRE}]
    known = _by_number(work, asked)
    others = [r for r in asked if r.encounter_key not in known]
    known |= _by_time(work, others, wires) if others else {}
    settled = [_renumbered(record, known) for record in records]
    rows = [
        row
        for said, now in zip(records, settled, strict=True)
        for row in _numbers(said, now, known)
    ]
    return settled, rows


def keep_numbers(work: Work, rows: Sequence[FactRow]) -> None:
    """Remember further numbers of visits that are stored by now."""
    put(work, PUT_NUMBERS, rows)


def _in_known_visits(work: Work, records: Sequence[Record]) -> Sequence[Record]:
    """Put records that name no visit into the one whose tables they state anew."""
    asked = [record for record in records if record.known_by and not record.visit]
    if not asked:
        return records
    rows = work.run(VISITS_OF_CODES, codes=sorted({record.key for record in asked}))
    return [_in_visit(record, rows) if record.known_by else record for record in records]


def _in_visit(record: Record, rows: Sequence[Row]) -> Record:
    tables = {within(record.source.wire) + table for table in record.known_by}
    for row in rows:
        if row["code"] == record.key and tables & orjson.loads(row["editions"] or "{}").keys():
            return replace(record, visit=row["encounter"].partition("|")[2])
    return record


def _renumbered(record: Record, known: dict[str, tuple[str, str]]) -> Record:
    if not record.visit or record.encounter_key not in known:
        return record
    number = known[record.encounter_key][0].partition("|")[2]
    if number == record.visit:
        return record
    nameless = record.local_id == f"visit:{record.visit}"
    return replace(
        record, visit=number, local_id=f"visit:{number}" if nameless else record.local_id
    )


def _numbers(said: Record, now: Record, known: dict[str, tuple[str, str]]) -> Iterable[FactRow]:
    if not said.visit:
        return
    how = known[said.encounter_key][1] if said.encounter_key in known else "number"
    for key in sorted({said.encounter_key, *_further(said)} - {now.encounter_key}):
        yield {
            "id": key,
            "encounter": now.encounter_key,
            "properties": {
                "facility": said.facility,
                "how": how if key == said.encounter_key else "number",
                "message": said.source.message,
                "wire": said.source.wire,
            },
        }


def _further(record: Record) -> list[str]:
    return [
        f"{record.facility}|{number}"
        for visit in of_kind(record, Encounter)
        for number in visit.numbers
        if number
    ]


def _by_number(work: Work, records: Sequence[Record]) -> dict[str, tuple[str, str]]:
    """What each record's visit is called here; those without an answer keep their number."""
    asked = {record.encounter_key: [record.encounter_key, *_further(record)] for record in records}
    every = sorted({number for numbers in asked.values() for number in numbers})
    if not every:
        return {}
    alias = {row["number"]: row["encounter"] for row in work.run(KNOWN_NUMBERS, numbers=every)}
    stored = {row["number"] for row in work.run(KNOWN_VISITS, numbers=every)}
    found: dict[str, tuple[str, str]] = {}
    for key, numbers in asked.items():
        known = [n if n in stored else alias.get(n, "") for n in numbers]
        first = next((encounter for encounter in known if encounter), "")
        if first:
            found[key] = (first, "number")
    return found


def _wires(work: Work, records: Sequence[Record]) -> dict[str, set[str]]:
    """The wires in which each facility has spoken of visits, those of these records included."""
    if not records:
        return {}
    said: dict[str, set[str]] = {}
    for record in records:
        said.setdefault(record.facility, set()).add(record.source.wire)
    rows = work.run(WIRES_OF, facilities=sorted(said))
    before = {row["facility"]: set(row["wires"] or ()) for row in rows}
    after = {facility: wires | before.get(facility, set()) for facility, wires in said.items()}
    new = [f for f, wires in sorted(after.items()) if wires != before.get(f, set())]
    put(work, SAY_WIRES, [{"facility": f, "wires": sorted(after[f])} for f in new])
    return after


def _by_time(
    work: Work, records: Sequence[Record], wires: dict[str, set[str]]
) -> dict[str, tuple[str, str]]:
    """Rule 2, asked only of facilities that speak in more than one wire."""
    asked = [r for r in records if len(wires[r.facility]) > 1 and _start(r) is not None]
    if not asked:
        return {}
    codes = sorted({record.key for record in asked})
    theirs: dict[str, list[Row]] = {}
    for row in work.run(VISITS_OF_CODES, codes=codes):
        theirs.setdefault(row["code"], []).append(row)
    found: dict[str, tuple[str, str]] = {}
    for record in asked:
        near = sorted(
            (apart, row["encounter"])
            for row in theirs.get(record.key, ())
            if (apart := _apart(record, row)) is not None
        )
        if near:
            found[record.encounter_key] = (near[0][1], "time")
    return found


def _start(record: Record) -> Encounter | None:
    """The visit as said, when it took place at a known time: a cancelled one is no other's."""
    said = (e for e in of_kind(record, Encounter) if e.status != "cancelled")
    return next((e for e in said if e.started_at is not None), None)


def _apart(record: Record, row: Row) -> dt.timedelta | None:
    """How far two starts are apart, or None when they cannot be of one visit."""
    said = _start(record)
    if said is None or said.started_at is None or not row["started_at"]:
        return None
    if record.source.wire in _spoken(row["editions"] or ""):
        return None
    if said.kind and row["kind"] and (said.kind in _IN_A_BED) != (row["kind"] in _IN_A_BED):
        return None
    apart = abs(said.started_at - moment(row["started_at"]))
    return apart if apart <= TOLERANCE else None


def _spoken(editions: str) -> set[str]:
    """The wires that speak of a visit, by its editions as stored."""
    tables: Iterable[str] = orjson.loads(editions or "{}")
    return {table.partition(":")[0] if ":" in table else FIRST_WIRE for table in tables}
