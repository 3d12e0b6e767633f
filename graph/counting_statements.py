"""Visits, letters and bookings counted by the engine: a parameter says by what, others of whom.

`$by` names the dimensions to group by; the others come as null. For each dimension `$all_<name>`
says whether every member counts, else those of `$<name>`; those of `$not_<name>` never do. What a
visit does not say is the empty text. Days are yyyymmdd; a month has day 00, a year month 00 too.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.daily_statements import HAPPENED, PERSON
from graph.store import Statement

_PATIENT = {"sex": "e.patient_sex", "ward": "e.patient_ward"}

#: Dimensions of each table, and the property that says the member.
VISIT = {
    "facility": "e.facility",
    "kind": "e.kind",
    "department": "e.department",
    "insurance_object": "head(split(e.entitlement, '.'))",
    **_PATIENT,
}
LETTER = {"origin_facility": "r.sender", "destination_facility": "r.receiver", **_PATIENT}
BOOKING = {"facility": "e.facility", **_PATIENT}


def _counted(names: Mapping[str, str], start: str, day: str, node: str) -> str:
    said = ", ".join(f"coalesce({text}, '') AS {name}" for name, text in names.items())
    asked = " AND ".join(
        f"($all_{name} OR {name} IN ${name}) AND NOT {name} IN $not_{name}" for name in names
    )
    by = ", ".join(f"CASE WHEN '{name}' IN $by THEN {name} END AS by_{name}" for name in names)
    order = ", ".join(f"by_{name}" for name in names)
    shown = ", ".join(f"by_{name} AS by_{name}" for name in names)
    return f"""
        {start}
        WITH {node} AS counted, {day} AS day, {said}
        WHERE {asked}
        WITH counted, {by},
            CASE WHEN 'day' IN $by THEN day WHEN 'month' IN $by THEN day - day % 100
                WHEN 'year' IN $by THEN day - day % 10000 END AS by_day
        RETURN {shown}, by_day AS by_day, count(counted) AS number
        ORDER BY {order}, by_day
    """


VISITS_COUNTED = Statement(
    _counted(
        VISIT,
        f"""MATCH (e:Encounter) WHERE e.started_on >= $first AND e.started_on <= $last
        {PERSON}
        {HAPPENED}""",
        "e.started_on",
        "e.id",
    )
)

LETTERS_COUNTED = Statement(
    _counted(
        LETTER,
        f"""MATCH (r:Referral) WHERE r.issued_on >= $first AND r.issued_on <= $last
        MATCH (r)-[:ISSUED_IN]->(e:Encounter)
        WHERE r.stated
        {PERSON}""",
        "r.issued_on",
        "r.id",
    )
)

BOOKINGS_COUNTED = Statement(
    _counted(
        BOOKING,
        f"""MATCH (b:Appointment) WHERE b.day >= $first AND b.day <= $last
        MATCH (b)-[:BOOKED_IN]->(e:Encounter)
        {PERSON}
        WHERE NOT coalesce(b.status, '') IN ['cancelled', 'entered-in-error']""",
        "b.day",
        "b.id",
    )
)
