"""Referral chains: where a patient was sent from and to, A to B to C, each leg with both ends.

The chain of a leg is every leg that led to it and every leg that followed from it. All legs of a
person come in one statement; the walk over them is bounded and knows nothing of a store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.access import CLINICAL, Reader, scope_of, scoped, statement_for
from graph.access_log import Action, look
from graph.provenance import sources
from graph.referral_values import ReferralLeg, legs, said_in
from graph.store import Statement, Store, Work
from graph.stored import local_day

#: No walk goes further than this many legs in either direction.
MAX_HOPS = 20

#: A pattern that starts at an optional end that is not there scans on the embedded engine, so the
#: arrival's facility is looked up by its id.
#: Both ends of `r`; a visit that is not of $records gives its time and place but not its id.
_ENDS = """
    OPTIONAL MATCH (r)-[:FROM]->(s:Facility)
    OPTIONAL MATCH (r)-[:TO]->(t:Facility)
    OPTIONAL MATCH (r)-[:ISSUED_IN]->(a:Encounter)-[:OF]->(ra:PatientRecord)
    OPTIONAL MATCH (r)-[:FULFILLED_BY]->(b:Encounter)-[:OF]->(rb:PatientRecord)
    OPTIONAL MATCH (g:Facility {id: b.facility})
    RETURN r{.id, .letter, .sender, .receiver, .stated, .issued_on, .reason, .main_code,
             .diagnosis, .condition, .plan, .message, .origin_table, .origin_row} AS referral,
        s.full_name AS sender_name, t.full_name AS receiver_name,
        CASE WHEN ra.id IN $records THEN a.id END AS issued_visit,
        CASE WHEN rb.id IN $records THEN b.id END AS arrival_visit,
        b.id IS NOT NULL AS arrived, b.started_at AS arrived_at, b.message AS arrival_message,
        b.origin_table AS arrival_table, b.origin_row AS arrival_row,
        g.id AS arrival_facility, g.full_name AS arrival_facility_name
    ORDER BY r.issued_on, r.id, b.id
"""

LEGS_OF_VISITS = Statement(
    """
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})<-[:ISSUED_IN|FULFILLED_BY]-(r:Referral)
    WITH DISTINCT r
"""
    + _ENDS
)

_LEGS_OF_PERSON = (
    """
    MATCH (p:Person {id: $person}) WHERE {scope}
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(:Encounter)
          <-[:ISSUED_IN|FULFILLED_BY]-(r:Referral)
    WITH DISTINCT r
"""
    + _ENDS
)

LEGS_OF_PERSON = scoped(_LEGS_OF_PERSON, CLINICAL)

RECORD_IDS = scoped(
    """
    MATCH (p:Person {id: $person}) WHERE {scope}
    MATCH (p)<-[:IDENTIFIES]-(r:PatientRecord)
    RETURN r.id AS record ORDER BY record
""",
    CLINICAL,
)


@dataclass(frozen=True, slots=True)
class Chain:
    """The legs that hang together with the one asked for, in the order they were issued.

    `cut` says that the chain goes on beyond `MAX_HOPS`.
    """

    person: str
    legs: tuple[ReferralLeg, ...]
    cut: bool


def chain(
    store: Store,
    reader: Reader,
    *,
    referral: str = "",
    visit: str = "",
    at: dt.datetime | None = None,
) -> Chain:
    """Give the chain of a referral or of a visit (give one id). Raises Forbidden out of scope."""
    now = at or dt.datetime.now(dt.UTC)
    action = Action.REFERRAL if referral else Action.ENCOUNTER
    person = look(store, reader, referral or visit, action, at=now)
    every = legs_of_person(store, reader, person, now)
    found, cut = walk(every, starts(every, referral=referral, visit=visit))
    return Chain(person, found, cut)


def legs_of_person(
    store: Store, reader: Reader, person: str, at: dt.datetime
) -> tuple[ReferralLeg, ...]:
    """Give every leg of a person, in the order issued. The look must be written down already."""
    given = {"person": person, **scope_of(reader)}
    records, letters = statement_for(reader, RECORD_IDS), statement_for(reader, LEGS_OF_PERSON)

    def read(work: Work) -> tuple[ReferralLeg, ...]:
        mine = [row["record"] for row in work.run(records, **given)]
        rows = work.run(letters, records=mine, **given)
        return legs(rows, sources(work, said_in(rows)), today=local_day(at))

    return store.read(read)


def starts(
    every: Sequence[ReferralLeg], *, referral: str = "", visit: str = ""
) -> tuple[list[ReferralLeg], list[ReferralLeg]]:
    """Where to start walking back and where to start walking on."""
    if referral:
        named = [leg for leg in every if leg.id == referral]
        return named, named
    return (
        [leg for leg in every if visit in leg.arrived_in],
        [leg for leg in every if leg.issued_in == visit],
    )


def walk(
    every: Sequence[ReferralLeg], begin: tuple[Iterable[ReferralLeg], Iterable[ReferralLeg]]
) -> tuple[tuple[ReferralLeg, ...], bool]:
    """Follow legs back and on from `begin`: those found, in their order, and if it was cut."""
    issued = _index((leg.issued_in, leg) for leg in every)
    arrived = _index((visit, leg) for leg in every for visit in leg.arrived_in)
    back, cut_back = _reach(begin[0], lambda leg: arrived.get(leg.issued_in, ()))
    on, cut_on = _reach(
        begin[1], lambda leg: [x for visit in leg.arrived_in for x in issued.get(visit, ())]
    )
    return tuple(leg for leg in every if leg.id in back | on), cut_back or cut_on


def _index(pairs: Iterable[tuple[str, ReferralLeg]]) -> Mapping[str, list[ReferralLeg]]:
    index: dict[str, list[ReferralLeg]] = {}
    for visit, leg in pairs:
        if visit:
            index.setdefault(visit, []).append(leg)
    return index


def _reach(
    begin: Iterable[ReferralLeg], onward: Callable[[ReferralLeg], Iterable[ReferralLeg]]
) -> tuple[set[str], bool]:
    """Ids of the legs within `MAX_HOPS`, and whether there are more. Terminates on circles."""
    frontier = list(begin)
    seen = {leg.id for leg in frontier}
    for _ in range(MAX_HOPS):
        frontier = [leg for leg in _onward(frontier, onward) if leg.id not in seen]
        if not frontier:
            return seen, False
        seen |= {leg.id for leg in frontier}
    return seen, any(leg.id not in seen for leg in _onward(frontier, onward))


def _onward(
    frontier: Iterable[ReferralLeg], onward: Callable[[ReferralLeg], Iterable[ReferralLeg]]
) -> Iterable[ReferralLeg]:
    return (found for leg in frontier for found in onward(leg))
