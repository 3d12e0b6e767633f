"""What really happened, as CSV: who is behind every record, which papers were heeded.

`records.csv` has a row per visit of the feed and one per birth certificate; ids are opaque.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from simulator import clerk
from simulator.chart import Chart
from simulator.city import City
from simulator.people import Person
from simulator.registers import Entry

Row = Sequence[str]

_HEADS: dict[str, Row] = {
    "records.csv": ("facility", "local_id", "visit", "person_id", "household_id", "role"),
    "people.csv": (
        "person_id", "household_id", "full_name", "birth_date", "sex", "personal_number",
        "old_number", "insurance_number", "phone", "mother_id", "father_id", "birth_order",
        "named_on", "ward",
    ),
    "referrals.csv": (
        "letter", "sender", "receiver", "person_id", "sender_visit", "receiver_visit", "issued_on",
    ),
    "appointments.csv": ("facility", "visit", "day", "person_id", "kept_visit"),
    "births.csv": (
        "child_person", "mother_person", "facility", "visit", "certificate", "birth_date",
    ),
}  # fmt: skip


def records(chart: Chart) -> list[Row]:
    """Give the rows of one visit: its patient, and a row per birth certificate."""
    entry, visit = chart.entry, chart.visit
    day, code = visit.start.date(), visit.facility.code
    known = clerk.role(visit.person, chart.mother, chart.written, day)
    what = "reused-code" if entry.reused else known
    rows = [_record(code, entry.local_id, entry.visit_id, visit.person, what)]
    for child, certificate in zip(visit.newborns, entry.certificates, strict=True):
        local = f"birth:{entry.visit_id}:{certificate}"
        rows.append(_record(code, local, entry.visit_id, child, "birth-certificate"))
    return rows


def books(city: City, entries: Sequence[Entry], known: Iterable[Row]) -> dict[str, str]:
    """Write all files of the truth by name; `known` are the rows of `records.csv`."""
    rows: Mapping[str, Iterable[Row]] = {
        "records.csv": known,
        "people.csv": (_person(city, person) for person in city.people.values()),
        "referrals.csv": _referrals(entries),
        "appointments.csv": _appointments(entries),
        "births.csv": _births(entries),
    }
    return {name: _csv(_HEADS[name], rows[name]) for name in _HEADS}


def _record(facility: str, local: str, visit: str, person: Person, what: str) -> Row:
    return (facility, local, visit, person.id, person.household, what)


def _person(city: City, person: Person) -> Row:
    home = city.households[person.household].residences[-1]
    return (
        person.id, person.household, person.name, f"{person.born:%Y-%m-%d}",
        "female" if person.sex == "F" else "male", person.personal_number, person.old_number,
        person.insurance_number, person.phone, person.mother, person.father,
        str(person.birth_order or ""), f"{person.named_on or ''}", home.ward.code,
    )  # fmt: skip


def _referrals(entries: Sequence[Entry]) -> list[Row]:
    arrived = {e.visit.sent_by.key: e for e in entries if e.visit.sent_by}
    rows: list[Row] = []
    for entry in entries:
        letter = entry.visit.refers
        if letter:
            found = arrived.get(letter.key)
            rows.append(
                (
                    entry.letter, letter.sender.code, letter.receiver.code, entry.visit.person.id,
                    entry.visit_id, found.visit_id if found else "", f"{entry.visit.end:%Y-%m-%d}",
                )
            )  # fmt: skip
    return rows


def _appointments(entries: Sequence[Entry]) -> list[Row]:
    kept = {e.visit.keeps.key: e.visit_id for e in entries if e.visit.keeps}
    return [
        (
            e.visit.facility.code, e.visit_id, f"{e.visit.books.day:%Y-%m-%d}", e.visit.person.id,
            kept.get(e.visit.books.key, ""),
        )
        for e in entries
        if e.visit.books
    ]  # fmt: skip


def _births(entries: Sequence[Entry]) -> list[Row]:
    return [
        (
            child.id, entry.visit.person.id, entry.visit.facility.code, entry.visit_id,
            certificate, f"{child.born:%Y-%m-%d}",
        )
        for entry in entries
        for child, certificate in zip(entry.visit.newborns, entry.certificates, strict=True)
    ]  # fmt: skip


def _csv(head: Row, rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
