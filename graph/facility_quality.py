"""What only the graph can say of a facility's data: depth, agreement, duplicates, other ends.

Each statement counts per facility over the visits that began from `first` to `last`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from graph.store import Row, Statement, Store, Work

_VISITS = """
    MATCH (e:Encounter)
    WHERE e.started_on >= $first AND e.started_on <= $last{only}
"""
_ONE = " AND e.facility = $facility"


@dataclass(frozen=True, slots=True)
class Share:
    """A numerator over a denominator; both are counts."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, unknown when there is nothing to share."""
        return self.part / self.whole if self.whole else None


_DEPTH = (
    _VISITS
    + """
    WITH e.facility AS facility,
        EXISTS { (e)<-[:DIAGNOSED_IN]-(:Diagnosis)-[:CODED_AS]->(:Concept) } AS coded,
        EXISTS { (e)<-[:PRESCRIBED_IN]-(:Prescription) } AS drugs,
        EXISTS { (e)<-[:PERFORMED_IN]-(:Service) } AS services,
        EXISTS { (e)<-[:OBSERVED_IN]-(:Observation) } AS observed
    RETURN facility AS facility, count(coded) AS visits,
        count(CASE WHEN coded THEN 1 END) AS coded,
        count(CASE WHEN drugs OR services THEN 1 END) AS treated,
        count(CASE WHEN observed THEN 1 END) AS observed
    ORDER BY facility
"""
)

#: A code without any visit is no second one: that of a birth certificate, or one given up.
_DUPLICATES = (
    _VISITS
    + """
    MATCH (e)-[:OF]->(r:PatientRecord)
    WITH DISTINCT e.facility AS facility, r
    OPTIONAL MATCH (r)-[:IDENTIFIES]->(:Person)<-[:IDENTIFIES]-(other:PatientRecord)
    WHERE other.facility = r.facility AND other.id <> r.id
        AND EXISTS { (other)<-[:OF]-(:Encounter) }
    WITH facility, r, count(other) AS others
    RETURN facility AS facility, count(r) AS records,
        count(CASE WHEN others > 0 THEN 1 END) AS doubled
    ORDER BY facility
"""
)

_AGREEMENT = (
    _VISITS
    + """
    MATCH (e)-[:OF]->(r:PatientRecord)
    WITH DISTINCT e.facility AS facility, r
    MATCH (r)-[:IDENTIFIES]->(:Person)<-[:IDENTIFIES]-(other:PatientRecord)
    WHERE other.facility <> r.facility AND other.birth_date IS NOT NULL
        AND r.birth_date IS NOT NULL
    RETURN facility AS facility, count(other) AS compared,
        count(CASE WHEN other.birth_date = r.birth_date AND other.sex = r.sex
            THEN 1 END) AS agreeing
    ORDER BY facility
"""
)

_REFERRALS = (
    _VISITS
    + """
    MATCH (e)<-[:ISSUED_IN]-(l:Referral)
    RETURN e.facility AS facility, count(l) AS letters,
        count(CASE WHEN EXISTS { (l)-[:FULFILLED_BY]->(:Encounter) } THEN 1 END) AS arrived
    ORDER BY facility
"""
)

_ARRIVALS = (
    _VISITS
    + """
    MATCH (e)<-[:FULFILLED_BY]-(l:Referral)
    RETURN e.facility AS facility, count(l) AS arrivals,
        count(CASE WHEN l.stated THEN 1 END) AS lettered
    ORDER BY facility
"""
)

_APPOINTMENTS = (
    _VISITS
    + """
    MATCH (e)<-[:BOOKED_IN]-(a:Appointment)
    WHERE a.day <= $today
    RETURN e.facility AS facility, count(a) AS booked,
        count(CASE WHEN EXISTS { (a)-[:KEPT_BY]->(:Encounter) } THEN 1 END) AS kept
    ORDER BY facility
"""
)


def _two(text: str) -> tuple[Statement, Statement]:
    """Of all facilities, and of one."""
    return Statement(text.replace("{only}", "")), Statement(text.replace("{only}", _ONE))


#: Indicator -> its statements, and the columns of its numerator and denominator.
COUNTED: Mapping[str, tuple[tuple[Statement, Statement], str, str]] = {
    "coded": (_two(_DEPTH), "coded", "visits"),
    "treated": (_two(_DEPTH), "treated", "visits"),
    "observed": (_two(_DEPTH), "observed", "visits"),
    "agreement": (_two(_AGREEMENT), "agreeing", "compared"),
    "duplicates": (_two(_DUPLICATES), "doubled", "records"),
    "referrals": (_two(_REFERRALS), "arrived", "letters"),
    "arrivals": (_two(_ARRIVALS), "lettered", "arrivals"),
    "appointments": (_two(_APPOINTMENTS), "kept", "booked"),
}

#: Minutes of reading that a report over the whole city may take.
_PATIENCE = 600


def graph_shares(
    store: Store, first: int, last: int, today: int, facility: str = ""
) -> dict[str, dict[str, Share]]:
    """Give facility -> indicator -> share, of one facility or of all. Days are yyyymmdd."""
    asked = {"first": first, "last": last, "today": today}
    if facility:
        asked |= {"facility": facility}  # type: ignore[dict-item]
    found: dict[str, dict[str, Share]] = {}
    for name, (statements, part, whole) in COUNTED.items():
        for row in store.read(partial(_run, statements[bool(facility)], asked), timeout=_PATIENCE):
            share = Share(int(row[part]), int(row[whole]))
            found.setdefault(row["facility"], {})[name] = share
    return found


def _run(statement: Statement, asked: Mapping[str, object], work: Work) -> list[Row]:
    needed = {key: value for key, value in asked.items() if f"${key}" in statement.text}
    return work.run(statement, **needed)
