"""Every look at a person, granted or refused, written down where that person can read it.

A look is stored before anything is given: one statement finds the person, asks the scope, and
appends the AccessEvent with the answer. Whoever is not granted, and whoever does not exist, gets
the same refusal.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from graph.access import (
    CLINICAL,
    IDENTITY,
    LOOKS,
    Insider,
    Reader,
    Role,
    Scopes,
    refused,
    scope_of,
    scoped,
    statement_for,
)
from graph.aliases import MAX_HOPS, TODAY
from graph.store import Row, Statement, Store
from graph.stored import instant


class Action(StrEnum):
    """What was opened; the value is stored and shown to the citizen."""

    PERSON = "person"
    BOOK = "book"
    ENCOUNTER = "encounter"
    REFERRAL = "referral"
    APPOINTMENTS = "appointments"
    LOOKS = "looks"
    SEARCH = "search"
    RESOLVE = "resolve"
    DECISIONS = "decisions"
    REVIEW = "review"
    EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class Look:
    """One look: when (UTC text), by which account in which role for which facility, at what."""

    at: str
    subject: str
    role: str
    facility: str
    action: str
    granted: bool


#: An alias leads to the person of today, of whom the scope is asked and the look is told.
_BY_PERSON = TODAY
_BY_ENCOUNTER = "MATCH (:Encounter {id: $key})-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)"
#: A letter is about the patient of the visit that wrote it; until it comes, of the arrival.
_BY_REFERRAL = """MATCH (l:Referral {id: $key})
    OPTIONAL MATCH (l)-[:ISSUED_IN]->(:Encounter)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(s:Person)
    OPTIONAL MATCH (l)-[:FULFILLED_BY]->(:Encounter)-[:OF]->(:PatientRecord)
                   -[:IDENTIFIES]->(t:Person)
    WITH coalesce(s.id, t.id) AS owner ORDER BY owner LIMIT 1
    MATCH (p:Person {id: owner})"""

_STORE_LOOK = """
    WITH p, {scope} AS granted
    CREATE (a:AccessEvent {id: $event})
    SET a += $look
    SET a.granted = granted
    CREATE (a)-[:LOOKED_AT]->(p)
    RETURN p.id AS person, granted AS granted
"""

_NOBODY = "false"


def _for_everyone(entry: str, scopes: Scopes) -> Mapping[Role | Insider, Statement]:
    """One statement for every role: a role without a scope is written down as refused."""
    roles = (*Role, *Insider)
    every = {role: scopes.get(role, _NOBODY) for role in roles}
    return MappingProxyType(
        {
            role: Statement(entry + _STORE_LOOK.replace("{scope}", scope), writes=True)
            for role, scope in every.items()
        }
    )


LOOK_AT_IDENTITY = _for_everyone(_BY_PERSON, IDENTITY)
LOOK_AT_BOOK = _for_everyone(_BY_PERSON, CLINICAL)
LOOK_AT_LOOKS = _for_everyone(_BY_PERSON, LOOKS)
LOOK_AT_ENCOUNTER = _for_everyone(_BY_ENCOUNTER, CLINICAL)
LOOK_AT_REFERRAL = _for_everyone(_BY_REFERRAL, CLINICAL)

_STATEMENTS: Mapping[Action, Mapping[Role | Insider, Statement]] = MappingProxyType(
    {
        Action.PERSON: LOOK_AT_IDENTITY,
        Action.DECISIONS: LOOK_AT_IDENTITY,
        Action.EXPLANATION: LOOK_AT_IDENTITY,
        Action.BOOK: LOOK_AT_BOOK,
        Action.APPOINTMENTS: LOOK_AT_BOOK,
        Action.ENCOUNTER: LOOK_AT_ENCOUNTER,
        Action.REFERRAL: LOOK_AT_REFERRAL,
        Action.LOOKS: LOOK_AT_LOOKS,
    }
)

NOTE_LOOKS = Statement(
    """
    UNWIND $rows AS row
    MATCH (p:Person {id: row.person})
    CREATE (a:AccessEvent {id: row.event})
    SET a += $look
    CREATE (a)-[:LOOKED_AT]->(p)
""",
    writes=True,
)

LOOKS_OF = scoped(
    f"""
    MATCH (p:Person {{id: $person}}) WHERE {{scope}}
    MATCH (p)<-[:MERGED_INTO*0..{MAX_HOPS}]-(x:Person)<-[:LOOKED_AT]-(a:AccessEvent)
    WHERE a.at < $before
    RETURN a.at AS at, a.subject AS subject, a.role AS role, a.facility AS facility,
        a.action AS action, a.granted AS granted
    ORDER BY a.at DESC, a.id LIMIT $limit
""",
    LOOKS,
)


def look(
    store: Store, reader: Reader, key: str, action: Action, *, at: dt.datetime | None = None
) -> str:
    """Write down a look and give the id of today of the person looked at.

    `key` is a Person id, which may be an alias, for ENCOUNTER and REFERRAL the id of that node.
    Raises Forbidden when the person is outside the reader's scope and, with the same words, when
    there is none.
    """
    statement = _STATEMENTS[action][reader.role]
    parameters = {
        "key": key,
        "event": _event_id(),
        "look": _look(reader, action, at),
        **scope_of(reader),
    }
    rows = store.write(lambda work: work.run(statement, **parameters))
    if not rows or not rows[0]["granted"]:
        raise refused()
    return str(rows[0]["person"])


def note_looks(store: Store, reader: Reader, people: Iterable[str], action: Action) -> None:
    """Write down that these people were shown to a reader whose role needs no scope."""
    rows = [{"person": person, "event": _event_id()} for person in people]
    if rows:
        seen = {**_look(reader, action, None), "granted": True}
        store.write(lambda work: work.run(NOTE_LOOKS, rows=rows, look=seen))


def looks_of(
    store: Store, reader: Reader, person: str, *, before: str = "9999", limit: int = 100
) -> tuple[Look, ...]:
    """Give who looked at a person, latest first; `before` (UTC text) pages backwards.

    Raises Forbidden for everybody but that person and the operator.
    """
    today = look(store, reader, person, Action.LOOKS)
    statement = statement_for(reader, LOOKS_OF)
    rows = store.read(
        lambda work: work.run(
            statement, person=today, before=before, limit=limit, **scope_of(reader)
        )
    )
    return tuple(_value(row) for row in rows)


def _value(row: Row) -> Look:
    return Look(
        at=row["at"],
        subject=row["subject"],
        role=row["role"],
        facility=row["facility"] or "",
        action=row["action"],
        granted=row["granted"],
    )


def _look(reader: Reader, action: Action, at: dt.datetime | None) -> dict[str, str]:
    return {
        "at": instant(at or dt.datetime.now(dt.UTC)),
        "subject": reader.subject,
        "role": reader.role.value,
        "facility": reader.facility,
        "action": action.value,
    }


def _event_id() -> str:
    return f"a-{secrets.token_hex(10)}"
