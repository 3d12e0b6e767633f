"""Letters and appointments that are joined by person, after records changed their person.

A join whose two ends are of two people by now goes; its ends, and those of the moved records, then
look for a partner as if they had just arrived (`graph.referrals`, `graph.appointments`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.appointments import keep_appointments
from graph.referrals import join_by_person
from graph.store import Row, Statement, Work

_FROM_LETTER = """(r:Referral)-[f:FULFILLED_BY]->(e:Encounter)
    WHERE f.how = 'person'
    MATCH (r)-[:ISSUED_IN]->(:Encounter)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    MATCH (e)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(q:Person)
    WHERE p.id <> q.id"""

_LEAVE = """
    DELETE {edge}
    RETURN DISTINCT {here} AS here, e.id AS visit
    ORDER BY here, visit
"""

#: Letters that visits of these records wrote, joined by person to somebody else's arrival.
PART_LETTERS = Statement(
    f"""
    UNWIND $records AS record
    MATCH (:PatientRecord {{id: record}})<-[:OF]-(:Encounter)<-[:ISSUED_IN]-(r:Referral)
    MATCH {_FROM_LETTER}
    WITH DISTINCT r, f, e{_LEAVE.format(edge="f", here="r.id")}""",
    writes=True,
)

#: Arrivals of these records, joined by person to somebody else's letter.
PART_ARRIVALS = Statement(
    f"""
    UNWIND $records AS record
    MATCH (:PatientRecord {{id: record}})<-[:OF]-(e:Encounter)
    MATCH {_FROM_LETTER}
    WITH DISTINCT r, f, e{_LEAVE.format(edge="f", here="r.id")}""",
    writes=True,
)

_FROM_BOOKING = """(a:Appointment)-[k:KEPT_BY]->(e:Encounter)
    MATCH (a)-[:BOOKED_IN]->(:Encounter)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    MATCH (e)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(q:Person)
    WHERE p.id <> q.id"""

PART_BOOKINGS = Statement(
    f"""
    UNWIND $records AS record
    MATCH (:PatientRecord {{id: record}})<-[:OF]-(:Encounter)<-[:BOOKED_IN]-(a:Appointment)
    MATCH {_FROM_BOOKING}
    WITH DISTINCT a, k, e{_LEAVE.format(edge="k", here="a.id")}""",
    writes=True,
)

PART_KEPT = Statement(
    f"""
    UNWIND $records AS record
    MATCH (:PatientRecord {{id: record}})<-[:OF]-(e:Encounter)
    MATCH {_FROM_BOOKING}
    WITH DISTINCT a, k, e{_LEAVE.format(edge="k", here="a.id")}""",
    writes=True,
)

#: What of the records can be joined by person: visits, letters, bookings.
LOOSE_ENDS = Statement("""
    UNWIND $records AS record
    MATCH (:PatientRecord {id: record})<-[:OF]-(e:Encounter)
    OPTIONAL MATCH (e)<-[:ISSUED_IN]-(r:Referral)
    OPTIONAL MATCH (e)<-[:BOOKED_IN]-(a:Appointment)
    RETURN DISTINCT e.id AS visit, e.letter AS letter, e.referred_from AS sender,
        e.facility AS facility, r.id AS referral, a.id AS appointment
    ORDER BY visit, referral, appointment
""")


def rejoin(work: Work, records: Sequence[str]) -> None:
    """Bring the joins by person in step after these records were given to other people."""
    if not records:
        return
    letters, visits = _part(work, (PART_LETTERS, PART_ARRIVALS), records)
    bookings, kept = _part(work, (PART_BOOKINGS, PART_KEPT), records)
    ends = work.run(LOOSE_ENDS, records=sorted(records))
    arrivals = visits | {row["visit"] for row in ends if _came_by_letter(row)}
    join_by_person(work, sorted(letters | _named(ends, "referral")), sorted(arrivals))
    visits = kept | _named(ends, "visit")
    keep_appointments(work, sorted(bookings | _named(ends, "appointment")), sorted(visits))


def mend(work: Work, records: Sequence[str]) -> None:
    """Take away joins that lead to somebody else by now; only what that frees is joined anew."""
    if not records:
        return
    letters, arrivals = _part(work, (PART_LETTERS, PART_ARRIVALS), records)
    bookings, visits = _part(work, (PART_BOOKINGS, PART_KEPT), records)
    join_by_person(work, sorted(letters), sorted(arrivals))
    keep_appointments(work, sorted(bookings), sorted(visits))


def _part(
    work: Work, statements: Iterable[Statement], records: Sequence[str]
) -> tuple[set[str], set[str]]:
    """Both ends that are free now: letters or bookings, and visits."""
    rows = [row for it in statements for row in work.run(it, records=sorted(records))]
    return _named(rows, "here"), _named(rows, "visit")


def _named(rows: Iterable[Row], key: str) -> set[str]:
    return {row[key] for row in rows if row[key]}


def _came_by_letter(row: Row) -> bool:
    return bool(row["letter"]) or row["sender"] not in {None, "", row["facility"]}
