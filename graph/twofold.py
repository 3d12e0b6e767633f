"""Two in one: people of whom the records say that they are two are proposed to a steward.

The machine never splits. A proposal is a ReviewTask of kind `two` about the records that would go;
one that was decided is not made again, whatever the model thinks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import orjson

from graph.facts import FactRow
from graph.neighbourhood import presence_by_record
from graph.people_rows import put
from graph.people_statements import RECORDS_OF_PEOPLE
from graph.sayings import sayings_of
from graph.store import Row, Statement, Work
from graph.stored import precise
from mpi.model import Model
from mpi.parting import Parting, Recorded, parting
from mpi.presence import NOWHERE

#: The kind of a task: are these two citizens in one?
TWO = "two"

#: Records of these people that a steward has once said to be the person's.
ANSWERED = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(:PatientRecord)<-[:ASKS_ABOUT]-(t:ReviewTask)
    WHERE t.kind = 'two'
    RETURN person AS person, t.id AS task, t.records AS records, t.state AS state
    ORDER BY person, task
""")

PROPOSE = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    MATCH (p:Person {id: row.person})
    MERGE (t:ReviewTask {id: row.id})
    SET t += row.properties
    MERGE (t)-[:ASKS_ABOUT]->(r)
    MERGE (t)-[:SUGGESTS]->(p)
""",
    writes=True,
)


def partings(work: Work, people: Iterable[str], model: Model) -> dict[str, Parting]:
    """Say who of some people may be two, and whom nobody has been asked about yet."""
    given = sorted(set(people))
    if not given:
        return {}
    rows = work.run(RECORDS_OF_PEOPLE, people=given)
    found = partings_of(_recorded(work, rows), model)
    if not found:
        return {}
    asked: dict[str, set[frozenset[str]]] = {}
    for row in work.run(ANSWERED, people=sorted(found)):
        asked.setdefault(row["person"], set()).add(frozenset(row["records"]))
    return {p: it for p, it in found.items() if frozenset(it.go) not in asked.get(p, ())}


def partings_of(records: Mapping[str, Sequence[Recorded]], model: Model) -> dict[str, Parting]:
    """Say who of some people, given with their records, may be two. Pure."""
    found = {person: parting(those, model) for person, those in records.items()}
    return {person: it for person, it in found.items() if it is not None}


def propose(work: Work, found: Mapping[str, Parting], now: dt.datetime) -> None:
    """Ask a steward about each."""
    put(work, PROPOSE, [_row(person, it, precise(now)) for person, it in sorted(found.items())])


def _recorded(work: Work, rows: Sequence[Row]) -> dict[str, list[Recorded]]:
    presence = presence_by_record(work, rows)
    records: dict[str, list[Recorded]] = {}
    for row in rows:
        said = tuple(each.identity for each in sayings_of(row))
        where = presence.get(row["record"], NOWHERE)
        records.setdefault(row["person"], []).append(Recorded(row["record"], said, where))
    return records


def _row(person: str, it: Parting, at: str) -> FactRow:
    evidence = [{"field": e.field, "level": e.level, "bits": e.bits} for e in it.evidence]
    return {
        "id": f"t-two|{it.go[0]}",
        "record": it.go[0],
        "person": person,
        "properties": {
            "created_at": at,
            "state": "open",
            "kind": TWO,
            "bits": it.bits,
            "record": it.go[0],
            "records": list(it.go),
            "evidence": orjson.dumps(evidence).decode(),
            "person": person,
            "verdict": None,
            "decided_by": None,
            "decided_at": None,
            "note": None,
        },
    }
