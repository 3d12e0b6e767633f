"""Referrals, joined from their two ends whatever arrives first.

The sender's letter (XML13 at A) and the receiver's visit (XML1 at B naming A and the letter) meet
in one node, `A|letter`: whoever comes first makes it. `stated` says that the letter itself is
here. A visit that names A but no letter that is known, or a letter but not A, is joined by person:
to the letter to B of the same citizen, issued at most 30 days before (NĐ 75/2023: a letter serves
one arrival).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from graph.facts import FactRow, of_kind
from graph.model import HANOI, Encounter, Record, Referral
from graph.store import Row, Statement, Work
from graph.stored import date, stored
from graph.visit_statements import WITHDRAWN

#: A referral is fulfilled by an arrival within this many days, else it is overdue.
ARRIVAL_DAYS = 30

PUT_LETTERS = Statement(
    """
    UNWIND $rows AS row
    MATCH (e:Encounter {id: row.encounter})
    MERGE (s:Facility {id: row.sender})
    MERGE (t:Facility {id: row.receiver})
    MERGE (r:Referral {id: row.id})
    SET r += row.properties
    MERGE (r)-[:ISSUED_IN]->(e)
    MERGE (r)-[:FROM]->(s)
    MERGE (r)-[:TO]->(t)
""",
    writes=True,
)

PUT_ARRIVALS = Statement(
    """
    UNWIND $rows AS row
    MATCH (e:Encounter {id: row.encounter})
    MERGE (s:Facility {id: row.sender})
    MERGE (r:Referral {id: row.id})
    ON CREATE SET r.letter = row.letter, r.sender = row.sender, r.stated = false
    MERGE (r)-[:FROM]->(s)
    MERGE (r)-[f:FULFILLED_BY]->(e)
    SET f.how = 'letter'
""",
    writes=True,
)

WITHDRAW_LETTERS = Statement(
    f"""
    UNWIND $rows AS row
    MATCH (:Encounter {{id: row.encounter}})<-[i:ISSUED_IN]-(n:Referral)
    WHERE {WITHDRAWN}
    OPTIONAL MATCH (n)-[t:TO]->(:Facility)
    SET n.stated = false
    DELETE i, t
""",
    writes=True,
)

WITHDRAW_ARRIVALS = Statement(
    """
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})<-[f:FULFILLED_BY]-(:Referral)
    DELETE f
""",
    writes=True,
)

REFERRALS_OF = Statement("""
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})<-[:ISSUED_IN|FULFILLED_BY]-(r:Referral)
    RETURN DISTINCT r.id AS referral
""")

#: The visit `e` may fulfil the letter `r`: it names the sender, or the letter and no sender.
_FITS = """r.receiver = e.facility
      AND r.sender = coalesce(e.referred_from, CASE WHEN e.letter = r.letter THEN r.sender END)
      AND NOT EXISTS { (r)-[:FULFILLED_BY]->(:Encounter) }"""

#: A referral that neither end speaks of any more.
DROP_EMPTY = Statement(
    """
    UNWIND $referrals AS referral
    MATCH (r:Referral {id: referral})
    WHERE NOT EXISTS { (r)-[:ISSUED_IN]->(:Encounter) }
      AND NOT EXISTS { (r)-[:FULFILLED_BY]->(:Encounter) }
    DETACH DELETE r
""",
    writes=True,
)

#: For visits that came from somewhere: letters of the same citizen from there to here.
LETTERS_FOR_ARRIVALS = Statement(f"""
    UNWIND $encounters AS encounter
    MATCH (e:Encounter {{id: encounter}})-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(:Encounter)<-[:ISSUED_IN]-(r:Referral)
    WHERE r.stated AND {_FITS}
    RETURN DISTINCT encounter AS encounter, e.started_on AS arrived, r.id AS referral,
        r.issued_on AS issued
    ORDER BY encounter, referral
""")

#: For new letters: arrivals of the same citizen from here to there.
ARRIVALS_FOR_LETTERS = Statement(f"""
    UNWIND $referrals AS referral
    MATCH (r:Referral {{id: referral}})-[:ISSUED_IN]->(:Encounter)-[:OF]->(c:PatientRecord)
    MATCH (c)-[:IDENTIFIES]->(p:Person)
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(e:Encounter)
    WHERE {_FITS}
    RETURN DISTINCT e.id AS encounter, e.started_on AS arrived, r.id AS referral,
        r.issued_on AS issued
    ORDER BY encounter, referral
""")

STATED_OF_ARRIVALS = Statement("""
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})<-[:FULFILLED_BY]-(r:Referral)
    WHERE r.stated
    RETURN DISTINCT encounter AS encounter
""")

FULFILLED = Statement("""
    UNWIND $referrals AS referral
    MATCH (r:Referral {id: referral})-[:FULFILLED_BY]->(:Encounter)
    WHERE r.stated
    RETURN DISTINCT r.id AS referral
""")

JOIN_BY_PERSON = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:Referral {id: row.referral})
    MATCH (e:Encounter {id: row.encounter})
    MERGE (r)-[f:FULFILLED_BY]->(e)
    SET f.how = 'person'
""",
    writes=True,
)


def letter_rows(record: Record) -> Iterator[FactRow]:
    """The referral letters that a visit at the sender states."""
    for letter in of_kind(record, Referral):
        sender = letter.sender or record.facility
        yield {
            "id": f"{sender}|{letter.letter}",
            "encounter": record.encounter_key,
            "sender": sender,
            "receiver": letter.receiver,
            "properties": {
                "letter": letter.letter,
                "sender": sender,
                "receiver": letter.receiver,
                "stated": True,
                "issued_on": stored(letter.issued_on or _day_said(record)),
                "reason": stored(letter.reason),
                "main_code": stored(letter.main_code),
                "diagnosis": stored(letter.diagnosis),
                "condition": stored(letter.condition),
                "plan": stored(letter.plan),
                "transport": stored(letter.transport),
                "message": record.source.message,
                "wire": record.source.wire,
                "origin_table": letter.origin.table,
                "origin_row": letter.origin.row,
            },
        }


def _day_said(record: Record) -> dt.date:
    return record.source.said_at.astimezone(HANOI).date()


def came_by_letter(record: Record) -> bool:
    """Say whether the visit names a facility that sent the patient here, or a letter."""
    return any(
        visit.letter or visit.referred_from not in {"", record.facility}
        for visit in of_kind(record, Encounter)
    )


def arrival_rows(record: Record) -> Iterator[FactRow]:
    """The referral that a visit at the receiver names by sender and letter, if it does."""
    visit = next(of_kind(record, Encounter), None)
    if visit and visit.letter and visit.referred_from not in {"", record.facility}:
        yield {
            "id": f"{visit.referred_from}|{visit.letter}",
            "encounter": record.encounter_key,
            "sender": visit.referred_from,
            "letter": visit.letter,
        }


def join_by_person(work: Work, letters: Sequence[str], arrivals: Sequence[str]) -> None:
    """Join what no letter number joins: `letters` are Referral ids, `arrivals` Encounter ids."""
    found: list[Row] = []
    if arrivals:
        found += work.run(LETTERS_FOR_ARRIVALS, encounters=sorted(arrivals))
    if letters:
        found += work.run(ARRIVALS_FOR_LETTERS, referrals=sorted(letters))
    if not found:
        return
    waiting = sorted({row["encounter"] for row in found})
    joined = work.run(STATED_OF_ARRIVALS, encounters=waiting)
    pairs = pair(found, {row["encounter"] for row in joined})
    if pairs:
        work.run(JOIN_BY_PERSON, rows=[{"referral": r, "encounter": e} for r, e in pairs])


def pair(found: Iterable[Row], taken: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs (referral, encounter) within `ARRIVAL_DAYS`, shortest wait first, each used once.

    `taken` are the encounters that fulfil a letter already.
    """
    waits = sorted(
        (wait, row["referral"], row["encounter"])
        for row in found
        if row["arrived"] and row["issued"]
        if 0 <= (wait := days_between(row["issued"], row["arrived"])) <= ARRIVAL_DAYS
    )
    used, pairs = set(taken), []
    for _, referral, encounter in waits:
        if referral not in used and encounter not in used:
            used |= {referral, encounter}
            pairs.append((referral, encounter))
    return pairs


def days_between(earlier: int, later: int) -> int:
    """Days from one stored day (yyyymmdd) to another, negative when the order is reversed."""
    return (date(later) - date(earlier)).days
