"""Which days a change touches: markers beside the change, in its transaction, for a later refresh.

A marker is created, never merged, so that writers do not wait for each other on a day. What hangs
on a visit lies on its day; a letter on the day it was issued, a booking on the booked day.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable

from graph.store import Row, Statement, Work

#: From a visit `e` to every day on which it, its letters and its bookings lie. A part each: kglite
#: reads the whole graph for an OPTIONAL MATCH that begins at what an earlier one did not find.
_PARTS = (
    "RETURN e.started_on AS day",
    "MATCH (e)<-[:ISSUED_IN|FULFILLED_BY]-(r:Referral) RETURN r.issued_on AS day",
    """MATCH (e)<-[:ISSUED_IN|FULFILLED_BY]-(:Referral)-[:FULFILLED_BY]->(k:Encounter)
    MATCH (k)<-[:ISSUED_IN]-(q:Referral) RETURN q.issued_on AS day""",
    "MATCH (e)<-[:BOOKED_IN|KEPT_BY]-(a:Appointment) RETURN a.day AS day",
    """MATCH (e)<-[:BOOKED_IN|KEPT_BY]-(:Appointment)-[:KEPT_BY]->(k:Encounter)
    RETURN k.started_on AS day""",
)


def _days_from(begin: str) -> Statement:
    return Statement(
        "    UNION".join(
            f"""
    {begin}
    {part}
"""
            for part in _PARTS
        )
    )


DAYS_OF_VISITS = _days_from("UNWIND $encounters AS encounter MATCH (e:Encounter {id: encounter})")

DAYS_OF_PEOPLE = _days_from("""UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(e:Encounter)""")

DAYS_OF_RECORDS = _days_from("""UNWIND $records AS record
    MATCH (:PatientRecord {id: record})<-[:OF]-(e:Encounter)""")

MARK_DAYS = Statement(
    "UNWIND $rows AS row CREATE (s:StaleDay {id: row.id}) SET s.day = row.day", writes=True
)


def days_of_visits(work: Work, encounters: Collection[str]) -> set[int]:
    """Days (yyyymmdd) on which these visits, their letters and bookings lie."""
    if not encounters:
        return set()
    return _days(work.run(DAYS_OF_VISITS, encounters=sorted(encounters)))


def mark_days(work: Work, days: Iterable[int]) -> None:
    """Mark days as stale within the transaction that changes them."""
    token = secrets.token_hex(8)
    rows = [{"id": f"{day}|{token}", "day": day} for day in sorted(set(days))]
    if rows:
        work.run(MARK_DAYS, rows=rows)


def mark_people(work: Work, people: Collection[str]) -> None:
    """Mark the days of everything that these people's records say, after records moved."""
    if people:
        mark_days(work, _days(work.run(DAYS_OF_PEOPLE, people=sorted(people))))


def mark_records(work: Work, records: Collection[str]) -> None:
    """Mark the days of everything that these records say."""
    if records:
        mark_days(work, _days(work.run(DAYS_OF_RECORDS, records=sorted(records))))


def _days(rows: Iterable[Row]) -> set[int]:
    return {row["day"] for row in rows if row["day"]}
