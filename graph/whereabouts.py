"""Stays in hospital and deaths of a record, kept in short beside its identity.

They follow from the visits and are worked out anew when one of them is written or withdrawn, so a
decision reads them with the identity, in the statement that it runs anyway.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from graph.facts import of_kind
from graph.model import Encounter, Record
from graph.standing import Standing
from graph.store import Row, Statement, Work
from graph.stored import instant, moment
from mpi.presence import NOWHERE, Presence, Stay

#: KET_QUA_DTRI (QĐ 3176): died in hospital, died outside it.
DEATHS = frozenset({"5", "8"})

RECORDS_OF_VISITS = Statement("""
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})-[:OF]->(r:PatientRecord)
    RETURN DISTINCT r.id AS record
""")

STAYS_AND_DEATHS = Statement("""
    UNWIND $records AS record
    MATCH (r:PatientRecord {id: record})<-[:OF]-(e:Encounter)
    WHERE (e.admitted_at IS NOT NULL OR e.result IN ['5', '8'])
        AND coalesce(e.status, '') <> 'cancelled'
    RETURN record AS record, r.facility AS facility, e.admitted_at AS admitted_at,
        e.started_at AS started_at, e.ended_at AS ended_at, e.result AS result
    ORDER BY record, started_at, ended_at
""")

SET_PRESENCE = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    SET r.presence = row.presence
""",
    writes=True,
)

LAST_SEEN = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(r:PatientRecord)<-[:OF]-(e:Encounter)
    RETURN r.id AS record, max(e.started_at) AS seen
    ORDER BY record
""")


def presence_in(record: Record) -> Presence:
    """Read where a visit puts its patient."""
    said = next(of_kind(record, Encounter), None)
    if said is None or said.status == "cancelled":
        return NOWHERE
    stays: tuple[Stay, ...] = ()
    if said.admitted_at and said.ended_at:
        stays = (Stay(record.facility, said.admitted_at, said.ended_at),)
    died = (said.ended_at or said.started_at) if said.result in DEATHS else None
    return Presence(stays, died, said.started_at)


def presence_of(row: Row) -> Presence:
    """Read what a record keeps, of a row with `record` and `presence`."""
    if not row["presence"]:
        return NOWHERE
    facility = row["record"].partition("|")[0]
    kept: dict[str, Any] = orjson.loads(row["presence"])
    stays = tuple(Stay(facility, moment(a), moment(b)) for a, b in kept.get("stays", ()))
    died = kept.get("died")
    return Presence(stays, moment(died) if died else None)


def held_before(work: Work, standings: Iterable[Standing]) -> set[str]:
    """Give the records on which visits hang that are about to be replaced."""
    again = [it.record.encounter_key for it in standings if it.record is not None and it.replaces]
    if not again:
        return set()
    return {row["record"] for row in work.run(RECORDS_OF_VISITS, encounters=sorted(again))}


def renew(work: Work, records: Iterable[str]) -> None:
    """Work the whereabouts of records out anew from their visits."""
    given = sorted(set(records))
    if not given:
        return
    found: dict[str, list[Row]] = {record: [] for record in given}
    for row in work.run(STAYS_AND_DEATHS, records=given):
        found[row["record"]].append(row)
    rows = [{"record": record, "presence": _text(visits)} for record, visits in found.items()]
    work.run(SET_PRESENCE, rows=rows)


def with_last_visits(
    work: Work, people: Sequence[str], known: Mapping[str, Presence]
) -> dict[str, Presence]:
    """Add to the presence of people's records when each was last seen: a death may forbid it."""
    seen = dict(known)
    for row in work.run(LAST_SEEN, people=sorted(people)):
        before = known.get(row["record"], NOWHERE)
        last = moment(row["seen"]) if row["seen"] else None
        seen[row["record"]] = Presence(before.stays, before.died, last)
    return seen


def _text(visits: Sequence[Row]) -> str | None:
    stays = [
        [row["admitted_at"], row["ended_at"]]
        for row in visits
        if row["admitted_at"] and row["ended_at"]
    ]
    died = [_died(row) for row in visits if row["result"] in DEATHS]
    kept = ({"stays": stays} if stays else {}) | ({"died": min(died)} if any(died) else {})
    return orjson.dumps(kept).decode() if kept else None


def _died(row: Row) -> str:
    return row["ended_at"] or row["started_at"] or instant(dt.datetime.max.replace(tzinfo=dt.UTC))
