"""The log of identity decisions: appended, never changed; today's links are its replay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import orjson

from graph.footprint import Effects, effects_of, effects_text
from graph.store import Row, Statement, Work
from graph.stored import moment, precise
from mpi.decision import Evidence


class Deed(StrEnum):
    """What a decision does."""

    LINK = "link"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"
    APART = "apart"
    EDIT = "edit"
    AFFIRM = "affirm"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides: `model` with its version, `steward` or `operator` with the account."""

    kind: str
    account: str

    @property
    def text(self) -> str:
        """As it is kept: `steward hoa`."""
        return f"{self.kind} {self.account}"


@dataclass(frozen=True, slots=True)
class Given:
    """A record, the person that a decision gives it, and the decision that gave it before."""

    record: str
    person: str
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision of the log. `at` is UTC text; `bits` and `evidence` are a model's, if it spoke.

    `undone_by` is the decision that took it back, "" while it stands.
    """

    id: str
    at: str
    made_by: str
    deed: Deed
    given: tuple[Given, ...]
    reason: str = ""
    outcome: str = ""
    bits: float | None = None
    evidence: tuple[Evidence, ...] = ()
    undoes: str = ""
    undone_by: str = ""
    effects: Effects = field(default_factory=Effects, repr=False)


#: How the model's own decisions are signed.
_MACHINE = "model "


def by_hand(made_by: str) -> bool:
    """Tell whether a decision is a person's, not the model's."""
    return not made_by.startswith(_MACHINE)


#: Deeds that apps with copies of people must hear of (`graph.notices`).
NOTICED = frozenset({Deed.MOVE, Deed.SPLIT, Deed.MERGE, Deed.UNDO, Deed.EDIT})

LAST_DECIDED = Statement("""
    UNWIND $records AS record
    MATCH (:PatientRecord {id: record})<-[:ABOUT]-(d:Decision)
    RETURN max(d.at) AS at
""")

APPEND = Statement(
    """
    UNWIND $rows AS row
    CREATE (d:Decision {id: row.id})
    SET d += row.properties
""",
    writes=True,
)

SAY_ABOUT = Statement(
    """
    UNWIND $rows AS row
    MATCH (d:Decision {id: row.decision})
    MATCH (r:PatientRecord {id: row.record})
    CREATE (d)-[:ABOUT {person: row.person, replaces: row.replaces}]->(r)
""",
    writes=True,
)

SAY_GIVES = Statement(
    """
    UNWIND $rows AS row
    MATCH (d:Decision {id: row.decision})
    MATCH (p:Person {id: row.person})
    CREATE (d)-[:GIVES]->(p)
""",
    writes=True,
)

_COLUMNS = """d.id AS id, d.at AS at, d.made_by AS made_by, d.kind AS kind, d.reason AS reason,
        d.outcome AS outcome, d.bits AS bits, d.evidence AS evidence, d.undoes AS undoes,
        d.effects AS effects"""

ENTRY = Statement(f"""
    MATCH (d:Decision {{id: $decision}})
    OPTIONAL MATCH (d)-[a:ABOUT]->(r:PatientRecord)
    RETURN {_COLUMNS}, r.id AS record, a.person AS person, a.replaces AS replaces
    ORDER BY record
""")

#: Every decision on a record that was ever the person's, and every one that gave it a record.
OF_PERSON = Statement(f"""
    MATCH (:Person {{id: $person}})<-[:GIVES]-(:Decision)-[:ABOUT]->(r:PatientRecord)
    WITH DISTINCT r
    MATCH (r)<-[:ABOUT]-(n:Decision)
    WITH DISTINCT n.id AS decision
    MATCH (d:Decision {{id: decision}})-[a:ABOUT]->(r:PatientRecord)
    RETURN {_COLUMNS}, r.id AS record, a.person AS person, a.replaces AS replaces
    ORDER BY d.at, d.id, record
""")


def append(work: Work, entry: Entry, people: Iterable[str]) -> None:
    """Write an entry; `people` are those whose history it belongs to."""
    work.run(APPEND, rows=[{"id": entry.id, "properties": _properties(entry)}])
    rows = [
        {
            "decision": entry.id,
            "record": given.record,
            "person": given.person,
            "replaces": given.replaces or None,
        }
        for given in entry.given
    ]
    if rows:
        work.run(SAY_ABOUT, rows=rows)
    named = sorted({*people, *(given.person for given in entry.given)})
    work.run(SAY_GIVES, rows=[{"decision": entry.id, "person": person} for person in named])


def moment_after(work: Work, records: Sequence[str], now: dt.datetime) -> dt.datetime:
    """Give `now`, or the first moment after all that was decided on the records, if later."""
    rows = work.run(LAST_DECIDED, records=sorted(records))
    last = rows[0]["at"] if rows else None
    return max(now, moment(last) + dt.timedelta(microseconds=1)) if last else now


def entry_of(work: Work, decision: str) -> Entry | None:
    """Read one decision; None when there is none."""
    found = entries(work.run(ENTRY, decision=decision))
    return found[0] if found else None


def entries(rows: Iterable[Row]) -> tuple[Entry, ...]:
    """Gather rows, one a record, into entries, in the order of the rows."""
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    undone = {rows[0]["undoes"]: id_ for id_, rows in by_id.items() if rows[0]["undoes"]}
    return tuple(_entry(rows, undone.get(id_, "")) for id_, rows in by_id.items())


def standing(log: Sequence[Entry]) -> set[str]:
    """Give the ids of the entries that are in force: not undone, or their undo is."""
    force: dict[str, bool] = {}
    for entry in reversed(log):
        force[entry.id] = not force.get(entry.undone_by, False)
    return {entry for entry, holds in force.items() if holds}


def _entry(rows: Sequence[Row], undone_by: str) -> Entry:
    row = rows[0]
    said = orjson.loads(row["evidence"] or "[]")
    return Entry(
        id=row["id"],
        at=row["at"],
        made_by=row["made_by"],
        deed=Deed(row["kind"]),
        given=tuple(
            Given(r["record"], r["person"], r["replaces"] or "") for r in rows if r["record"]
        ),
        reason=row["reason"] or "",
        outcome=row["outcome"] or "",
        bits=row["bits"],
        evidence=tuple(Evidence(e["field"], e["level"], e["bits"]) for e in said),
        undoes=row["undoes"] or "",
        undone_by=undone_by,
        effects=effects_of(row["effects"]) if row["effects"] else Effects(),
    )


def _properties(entry: Entry) -> Mapping[str, object]:
    first = entry.given[0] if entry.given else None
    noticed = entry.deed in NOTICED
    return {
        "at": entry.at,
        "made_by": entry.made_by,
        "kind": entry.deed.value,
        "reason": entry.reason or None,
        "outcome": entry.outcome or None,
        "bits": entry.bits,
        "record": first.record if first else None,
        "person": first.person if first else None,
        "replaces": (first.replaces or None) if first else None,
        "evidence": _evidence(entry.evidence),
        "undoes": entry.undoes or None,
        "effects": effects_text(entry.effects),
        "noticed": microseconds(entry.at) if noticed else None,
    }


def _evidence(evidence: Iterable[Evidence]) -> str | None:
    rows = [{"field": e.field, "level": e.level, "bits": e.bits} for e in evidence]
    return orjson.dumps(rows).decode() if rows else None


def microseconds(at: str) -> int:
    """Microseconds since 1970 of a moment's text: an integer, on which a range index works."""
    since = moment(at) - dt.datetime.fromtimestamp(0, dt.UTC)
    return since // dt.timedelta(microseconds=1)


def now_text(now: dt.datetime) -> str:
    """Write the moment of a decision."""
    return precise(now)
