"""What happened on one day, and whose it is: the statements that daily facts are read by.

Each enters by an index on the day. Person ids are read so that people can be counted once; no
answer holds one.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.store import Statement

#: From a visit to the citizen that its record is of.
PERSON = "MATCH (e)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)"
#: A visit that is only planned, was cancelled or was sent by mistake did not happen.
HAPPENED = "WHERE NOT coalesce(e.status, '') IN ['planned', 'cancelled', 'entered-in-error']"
_PATIENT = """p.id AS person, p.provisional AS provisional, e.patient_sex AS sex,
        e.patient_birth AS birth, e.patient_ward AS ward"""

VISITS_OF_DAY = Statement(f"""
    MATCH (e:Encounter) WHERE e.started_on = $day
    {PERSON}
    {HAPPENED}
    RETURN e.id AS visit, {_PATIENT}, e.facility AS facility, e.kind AS kind,
        e.department AS department, e.entitlement AS entitlement, e.result AS result,
        e.ending AS ending, e.reason AS reason, e.started_at AS started,
        e.admitted_at AS admitted, e.ended_at AS ended, e.received_at AS received,
        e.days AS days, e.referred_from AS referred_from, e.referred_to AS referred_to,
        e.cost_total AS cost_total, e.cost_paid_by_insurance AS cost_insurance,
        e.cost_paid_by_patient AS cost_patient,
        EXISTS {{ (e)<-[:KEPT_BY]-(:Appointment) }} AS booked
    ORDER BY visit
""")

DIAGNOSES_OF_DAY = Statement("""
    MATCH (e:Encounter) WHERE e.started_on = $day
    MATCH (e)<-[:DIAGNOSED_IN]-(d:Diagnosis)
    WHERE d.role IN $roles AND d.code IS NOT NULL AND coalesce(d.system, 'icd10') = 'icd10'
    RETURN e.id AS visit, d.role AS role, d.code AS code, d.id AS diagnosis
    ORDER BY visit, diagnosis
""")

ITEMS_OF_DAY = Statement("""
    MATCH (e:Encounter) WHERE e.started_on = $day
    MATCH (e)<-[:PRESCRIBED_IN]-(x:Prescription)<-[:PART_OF]-(m:MedicationItem)
    RETURN e.id AS visit, x.id AS prescription, coalesce(m.ingredient, m.drug) AS ingredient,
        m.id AS item
    ORDER BY visit, item
""")

BIRTHS_OF_DAY = Statement("""
    MATCH (e:Encounter) WHERE e.started_on = $day
    MATCH (e)<-[:WRITTEN_IN]-(n:Document)
    WHERE n.kind = 'birth-certificate'
    RETURN e.id AS visit, n.content AS content, n.id AS document
    ORDER BY visit, document
""")

LETTERS_OF_DAY = Statement(f"""
    MATCH (r:Referral) WHERE r.issued_on = $day
    MATCH (r)-[:ISSUED_IN]->(e:Encounter)
    WHERE r.stated
    {PERSON}
    OPTIONAL MATCH (r)-[:FULFILLED_BY]->(a:Encounter)
    OPTIONAL MATCH (e)<-[:FULFILLED_BY]-(q:Referral)
    RETURN r.id AS letter, {_PATIENT}, e.started_on AS visited, r.sender AS sender,
        r.receiver AS receiver, r.main_code AS code, min(a.started_on) AS arrived,
        min(q.sender) AS came_from
    ORDER BY letter
""")

BOOKINGS_OF_DAY = Statement(f"""
    MATCH (b:Appointment) WHERE b.day = $day
    MATCH (b)-[:BOOKED_IN]->(e:Encounter)
    {PERSON}
    WHERE NOT coalesce(b.status, '') IN ['cancelled', 'entered-in-error']
    RETURN b.id AS booking, {_PATIENT}, e.started_on AS visited, e.facility AS facility,
        EXISTS {{ (b)-[:KEPT_BY]->(:Encounter) }} AS kept
    ORDER BY booking
""")

#: Table of a day -> the statement that reads it.
READ: Mapping[str, Statement] = {
    "visit": VISITS_OF_DAY,
    "diagnosis": DIAGNOSES_OF_DAY,
    "item": ITEMS_OF_DAY,
    "birth": BIRTHS_OF_DAY,
    "referral": LETTERS_OF_DAY,
    "appointment": BOOKINGS_OF_DAY,
}

STALE_DAYS = Statement("""
    MATCH (s:StaleDay) WHERE s.day >= $first
    RETURN s.id AS marker, s.day AS day
    ORDER BY day, marker
""")

DROP_MARKERS = Statement(
    "UNWIND $markers AS marker MATCH (s:StaleDay {id: marker}) DELETE s", writes=True
)

#: Takes the lock of the refreshers; the version is read after it.
LOCK_CLOCK = Statement("MERGE (c:FactClock {id: 'facts'}) SET c.touch = true", writes=True)

READ_CLOCK = Statement("""
    MATCH (c:FactClock {id: 'facts'})
    RETURN c.version AS version, c.refreshed_at AS refreshed_at
""")

SET_CLOCK = Statement(
    """
    MATCH (c:FactClock {id: 'facts'})
    SET c.version = $version, c.refreshed_at = $at
""",
    writes=True,
)

PUT_FACTS = Statement(
    """
    UNWIND $rows AS row
    MERGE (d:DailyFact {id: row.id})
    SET d += row.properties
""",
    writes=True,
)

CHANGED_FACTS = Statement("""
    MATCH (d:DailyFact) WHERE d.version > $seen
    RETURN d.day AS day, d.version AS version, d.columns AS columns
    ORDER BY day
""")

FACTS_OF_DAY = Statement("""
    MATCH (d:DailyFact) WHERE d.day = $day
    RETURN d.columns AS columns
""")

#: First and last are days with visits: appointments lie in the future.
SUMMARY = Statement(
    """
    MATCH (d:DailyFact)
    RETURN count(d.day) AS days, sum(d.rows) AS visits,
        min(CASE WHEN d.rows > 0 THEN d.day END) AS first,
        max(CASE WHEN d.rows > 0 THEN d.day END) AS last
""",
    whole=True,
)

#: Days on which anything happened, for a rebuild and for verifying.
ALL_DAYS = Statement(
    """
    MATCH (e:Encounter) RETURN DISTINCT e.started_on AS day
    UNION MATCH (r:Referral) RETURN DISTINCT r.issued_on AS day
    UNION MATCH (a:Appointment) RETURN DISTINCT a.day AS day
    UNION MATCH (d:DailyFact) RETURN DISTINCT d.day AS day
""",
    whole=True,
)

#: Who may be the same citizen, until a steward or a better record settles it.
DOUBTS = Statement(
    """
    MATCH (a:Person)-[:POSSIBLY_SAME_AS]->(b:Person)
    RETURN a.id AS one, b.id AS other
    ORDER BY one, other
""",
    whole=True,
)

PLACES = Statement(
    "MATCH (f:Facility) RETURN f.id AS facility, f.level AS level, f.full_name AS words",
    whole=True,
)

WARDS = Statement(
    """
    MATCH (o:Ward)-[b:BECAME]->(w:Ward)
    RETURN w.id AS ward, w.full_name AS words, o.id AS old, o.full_name AS old_words,
        o.district AS district, b.share AS share, b.main AS main
    ORDER BY ward, old
""",
    whole=True,
)
