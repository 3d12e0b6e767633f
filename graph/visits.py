"""Writing visits: what stands of each record, in place of what stood before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import orjson

from graph import appointments, referrals
from graph import visit_statements as say
from graph.deciding import RecordOf
from graph.facts import FactRow, encounter_row, fact_rows, of_kind
from graph.model import Encounter, Prescription, Record, Service
from graph.people_rows import put
from graph.standing import Standing
from graph.store import Work


def write_visits(work: Work, standings: Sequence[Standing], record_of: RecordOf) -> None:
    """Write visits and facts, and join referrals and appointments from both ends.

    `record_of` maps a record's key and visit to the record that was settled on for it.
    """
    standing = [it for it in standings if it.record is not None]
    records = [it.record for it in standing if it.record is not None]
    if not records:
        return
    _withdraw(work, standing)
    _write_encounters(work, standing, record_of)
    _write_facts(work, records)
    _join_referrals(work, standing)
    _join_appointments(work, records)


def _withdraw(work: Work, standings: Sequence[Standing]) -> None:
    rows = [_withdraw_row(it) for it in standings if it.replaces]
    if not rows:
        return
    put(work, say.WITHDRAW_ITEMS, rows)
    for statement in say.WITHDRAW_FACTS.values():
        put(work, statement, rows)
    put(work, appointments.WITHDRAW_APPOINTMENTS, rows)


def _withdraw_row(it: Standing) -> FactRow:
    record = _record(it)
    return {
        "encounter": record.encounter_key,
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
    put(work, say.SET_ENCOUNTERS, rows)
    placed = [
        {**row, "record": record_of[it.record.key, it.record.visit]}
        for row, it in zip(rows, standings, strict=True)
        if it.record is not None and (it.record.key, it.record.visit) in record_of
    ]
    work.run(say.PUT_FACILITIES, codes=sorted({row["facility"] for row in rows}))
    again = sorted(_record(it).encounter_key for it in standings if it.replaces)
    moved = sorted({row["id"] for row in placed} & set(again))
    if moved:
        work.run(say.UNPLACE_ENCOUNTERS, encounters=moved)
    put(work, say.PLACE_ENCOUNTERS, placed)
    put(work, say.STATE_ENCOUNTERS, rows)
    _write_practitioners(work, [_record(it) for it in standings], again)


def _write_practitioners(work: Work, records: Sequence[Record], again: Sequence[str]) -> None:
    if again:
        work.run(say.UNATTEND, encounters=again)
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


def _write_facts(work: Work, records: Iterable[Record]) -> None:
    rows: dict[str, list[FactRow]] = {label: [] for label in say.ADD_FACTS}
    for record in records:
        for label, facts in fact_rows(record).items():
            rows[label].extend(facts)
    for label, statement in say.ADD_FACTS.items():
        put(work, statement, rows[label])
    coded = [(row["id"], row["properties"]["code"]) for row in rows["Diagnosis"]]
    links = [{"diagnosis": d, "concept": f"icd10|{code}"} for d, code in coded if code]
    codes = sorted({code for _, code in coded if code})
    put(work, say.PUT_CONCEPTS, [{"id": f"icd10|{code}", "code": code} for code in codes])
    put(work, say.CODE_DIAGNOSES, links)


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
    put(work, referrals.WITHDRAW_LETTERS, [_withdraw_row(it) for it in again])
    arrived = [_record(it).encounter_key for it in again if any(of_kind(_record(it), Encounter))]
    if arrived:
        work.run(referrals.WITHDRAW_ARRIVALS, encounters=sorted(arrived))
    return sorted(spoken_of)


def _join_appointments(work: Work, records: Sequence[Record]) -> None:
    booked = [row for record in records for row in appointments.appointment_rows(record)]
    put(work, appointments.PUT_APPOINTMENTS, booked)
    visits = [record.encounter_key for record in records if any(of_kind(record, Encounter))]
    appointments.keep_appointments(work, [row["id"] for row in booked], visits)
