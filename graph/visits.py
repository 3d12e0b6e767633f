"""Writing visits: what stands of each record, in place of what stood before.

What is said of a patient outside any visit is written by `graph.patient_facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import orjson

from graph import appointments, referrals
from graph import visit_statements as say
from graph.deciding import RecordOf
from graph.facts import FactRow, encounter_row, fact_rows, of_kind
from graph.frames import frame
from graph.hierarchy import place_codes
from graph.model import Encounter, Prescription, Record, Service
from graph.people_rows import put
from graph.same_facts import mark_same
from graph.standing import Standing
from graph.store import Statement, Work


def write_visits(work: Work, standings: Sequence[Standing], record_of: RecordOf) -> None:
    """Write visits and facts, and join referrals and appointments from both ends.

    `record_of` maps a record's key and visit to the record that was settled on for it.
    """
    standing = [it for it in standings if it.record is not None and it.record.visit]
    records = [it.record for it in standing if it.record is not None]
    if not records:
        return
    _withdraw(work, standing)
    _write_encounters(work, standing, record_of)
    write_facts(work, say.ADD_FACTS, facts_of(records))
    mark_same(work, "visit", [_record(it).encounter_key for it in standing if it.shared])
    _join_referrals(work, standing)
    _join_appointments(work, records)


def _withdraw(work: Work, standings: Sequence[Standing]) -> None:
    rows = [withdraw_row(it) for it in standings if it.replaces]
    if not rows:
        return
    put(work, say.WITHDRAW_ITEMS, rows)
    for statement in say.WITHDRAW_FACTS.values():
        put(work, statement, rows)
    put(work, appointments.WITHDRAW_APPOINTMENTS, rows)


def withdraw_row(it: Standing) -> FactRow:
    """What of a unit goes, as `WITHDRAWN` reads it; `unit` is the visit or the patient's record."""
    record = _record(it)
    return {
        "encounter": record.unit,
        "wire": record.source.wire,
        "whole": it.whole,
        "keep": list(it.keep),
        "tables": list(it.withdraw),
    }


def _record(it: Standing) -> Record:
    if it.record is None:
        raise TypeError("nothing of this record stands")
    return it.record


def _write_encounters(work: Work, standings: Sequence[Standing], record_of: RecordOf) -> None:
    rows = [encounter_row(_record(it)) for it in standings]
    for row, it in zip(rows, standings, strict=True):
        row["editions"] = orjson.dumps(dict(it.editions)).decode()
    frame(
        work,
        [(row, _record(it).source) for row, it in zip(rows, standings, strict=True) if it.shared],
    )
    put(work, say.SET_ENCOUNTERS, rows)
    placed = [
        {**row, "record": record_of[_record(it).key, _record(it).visit]}
        for row, it in zip(rows, standings, strict=True)
        if it.places and (_record(it).key, _record(it).visit) in record_of
    ]
    work.run(say.PUT_FACILITIES, codes=sorted({row["facility"] for row in rows}))
    again = sorted(_record(it).encounter_key for it in standings if it.replaces)
    moved = sorted({row["id"] for row in placed} & set(again))
    if moved:
        work.run(say.UNPLACE_ENCOUNTERS, encounters=moved)
    put(work, say.PLACE_ENCOUNTERS, placed)
    put(work, say.STATE_ENCOUNTERS, rows)
    _write_practitioners(work, standings)


def _write_practitioners(work: Work, standings: Sequence[Standing]) -> None:
    """Who treats; of a visit that one wire states anew, those whom it named before go."""
    records = [_record(it) for it in standings]
    again = [it for it in standings if it.replaces and not it.shared]
    restated = sorted(
        _record(it).encounter_key for it in again if any(of_kind(_record(it), Encounter))
    )
    if restated:
        work.run(say.UNATTEND, encounters=restated)
    rows = [
        {"encounter": record.encounter_key, "licence": licence}
        for record in records
        for licence in sorted(_practitioners(record))
    ]
    if rows:
        work.run(say.PUT_PRACTITIONERS, licences=sorted({row["licence"] for row in rows}))
        put(work, say.ATTEND, rows)


def _practitioners(record: Record) -> set[str]:
    named = {p for visit in of_kind(record, Encounter) for p in visit.practitioners}
    named |= {p for service in of_kind(record, Service) for p in service.practitioners}
    return named | {rx.prescriber for rx in of_kind(record, Prescription) if rx.prescriber}


def facts_of(records: Iterable[Record]) -> dict[str, list[FactRow]]:
    """Every fact of some records, by label."""
    rows: dict[str, list[FactRow]] = {}
    for record in records:
        for label, facts in fact_rows(record).items():
            rows.setdefault(label, []).extend(facts)
    return rows


def write_facts(
    work: Work, statements: Mapping[str, Statement], rows: Mapping[str, list[FactRow]]
) -> None:
    """Create facts with the statement of each label, and join them to the concepts they name."""
    for label, statement in statements.items():
        put(work, statement, [_plain(row) for row in rows.get(label, ())])
    coded = [
        (label, row["id"], code) for label in rows for row in rows[label] for code in row["codes"]
    ]
    concepts = {code.key: code for _, _, code in coded}
    put(
        work,
        say.PUT_CONCEPTS,
        [
            {"id": key, "code": it.code, "system": it.system, "said_as": it.text or None}
            for key, it in sorted(concepts.items())
        ],
    )
    place_codes(work, concepts)
    for label, statement in say.CODE_FACTS.items():
        put(
            work,
            statement,
            [{"fact": f, "concept": c.key} for kind, f, c in coded if kind == label],
        )


def _plain(row: FactRow) -> FactRow:
    return {key: value for key, value in row.items() if key != "codes"}


def _join_referrals(work: Work, standings: Sequence[Standing]) -> None:
    """Take back what both ends said before, join what they say now, drop what nobody says."""
    records = [_record(it) for it in standings]
    spoken_of = _withdraw_ends(work, standings)
    letters = [row for record in records for row in referrals.letter_rows(record)]
    put(work, referrals.PUT_LETTERS, letters)
    put(work, referrals.PUT_ARRIVALS, [r for each in records for r in referrals.arrival_rows(each)])
    if spoken_of:
        work.run(referrals.DROP_EMPTY, referrals=spoken_of)
    came = [record.encounter_key for record in records if referrals.came_by_letter(record)]
    referrals.join_by_person(work, [row["id"] for row in letters], came)


def _withdraw_ends(work: Work, standings: Sequence[Standing]) -> list[str]:
    """Take back letters and arrivals of replaced visits; gives the referrals they spoke of."""
    again = [it for it in standings if it.replaces]
    if not again:
        return []
    keys = sorted(_record(it).encounter_key for it in again)
    spoken_of = [row["referral"] for row in work.run(referrals.REFERRALS_OF, encounters=keys)]
    put(work, referrals.WITHDRAW_LETTERS, [withdraw_row(it) for it in again])
    arrived = [_record(it).encounter_key for it in again if any(of_kind(_record(it), Encounter))]
    if arrived:
        work.run(referrals.WITHDRAW_ARRIVALS, encounters=sorted(arrived))
    return sorted(spoken_of)


def _join_appointments(work: Work, records: Sequence[Record]) -> None:
    booked = [row for record in records for row in appointments.appointment_rows(record)]
    put(work, appointments.PUT_APPOINTMENTS, booked)
    visits = [record.encounter_key for record in records if any(of_kind(record, Encounter))]
    appointments.keep_appointments(work, [row["id"] for row in booked], visits)
