"""Booked revisits of a person: kept, due or missed. Scoped statements and the state by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.access import CLINICAL, Reader, scope_of, scoped, statement_for
from graph.access_log import Action, look
from graph.appointments import KEPT_WITHIN_DAYS
from graph.provenance import Provenance, Sources, sources
from graph.referrals import days_between
from graph.store import Row, Statement, Store, Work
from graph.stored import date, local_day


class RevisitState(StrEnum):
    """What became of a booked revisit."""

    KEPT = "kept"
    DUE = "due"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Revisit:
    """A booked revisit; `kept_in` is the visit that kept it, `day` is an ISO date."""

    id: str
    facility: str
    facility_name: str
    day: str
    state: RevisitState
    letter: str
    diagnosis: str
    booked_in: str
    kept_in: str
    provenance: Provenance


_TAIL = """
    OPTIONAL MATCH (e)-[:AT]->(f:Facility)
    OPTIONAL MATCH (a)-[:KEPT_BY]->(k:Encounter)
    RETURN e.id AS encounter, f.id AS facility, f.full_name AS facility_name,
        a{.id, .day, .letter, .diagnosis, .message, .origin_table, .origin_row} AS booked,
        k.id AS kept_in, k.message AS kept_message
    ORDER BY a.day DESC, a.id
"""

REVISITS_OF_VISITS = Statement(
    """
    UNWIND $encounters AS encounter
    MATCH (e:Encounter {id: encounter})<-[:BOOKED_IN]-(a:Appointment)
"""
    + _TAIL
)

REVISITS_OF_PERSON = scoped(
    """
    MATCH (p:Person {id: $person}) WHERE {scope}
    WITH p
    MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(e:Encounter)<-[:BOOKED_IN]-(a:Appointment)
"""
    + _TAIL
    + "    LIMIT $limit",
    CLINICAL,
)


def state_of(*, day: int, kept: bool, today: int) -> RevisitState:
    """Give the state on `today`; a revisit is missed when the days of grace are over.

    >>> state_of(day=20260301, kept=False, today=20260309).value
    'missed'
    """
    if kept:
        return RevisitState.KEPT
    late = days_between(day, today) > KEPT_WITHIN_DAYS
    return RevisitState.MISSED if late else RevisitState.DUE


def said_in(rows: Iterable[Row]) -> Iterator[Row]:
    """Give the bookings and keepings of rows, each with where it was said."""
    for row in rows:
        yield row["booked"]
        yield _kept(row)


def revisits(rows: Iterable[Row], said: Sources, *, today: int) -> tuple[Revisit, ...]:
    """Make values of the rows that had been said, judged on `today` (yyyymmdd)."""
    return tuple(_revisit(row, said, today) for row in rows if said.said(row["booked"]))


def revisits_of(
    store: Store, reader: Reader, person: str, *, limit: int = 100, at: dt.datetime | None = None
) -> tuple[Revisit, ...]:
    """Give a person's booked revisits, latest day first. Raises Forbidden outside the scope."""
    now = at or dt.datetime.now(dt.UTC)
    today = look(store, reader, person, Action.APPOINTMENTS, at=now)
    statement = statement_for(reader, REVISITS_OF_PERSON)

    def read(work: Work) -> tuple[Revisit, ...]:
        rows = work.run(statement, person=today, limit=limit, **scope_of(reader))
        return revisits(rows, sources(work, said_in(rows)), today=local_day(now))

    return store.read(read)


def _revisit(row: Row, said: Sources, today: int) -> Revisit:
    booked = row["booked"]
    kept = bool(row["kept_in"]) and said.said(_kept(row))
    return Revisit(
        id=booked["id"],
        facility=row["facility"] or "",
        facility_name=row["facility_name"] or "",
        day=date(booked["day"]).isoformat(),
        state=state_of(day=booked["day"], kept=kept, today=today),
        letter=booked["letter"] or "",
        diagnosis=booked["diagnosis"] or "",
        booked_in=row["encounter"],
        kept_in=row["kept_in"] if kept else "",
        provenance=said.of(booked),
    )


def _kept(row: Row) -> Row:
    return {"message": row["kept_message"]}
