"""People with all that bears on whether two of them are one: a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.decision_log import by_hand
from graph.joint import Neighbourhood
from graph.people_statements import PEOPLE_BY_KEY, RECORDS_OF_PEOPLE
from graph.sayings import Sayings, by_person
from graph.store import Row, Statement, Work
from graph.whereabouts import presence_of, with_last_visits
from mpi.blocking import keys
from mpi.model import Model
from mpi.presence import Presence, together

KEPT_APART = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(:PatientRecord)-[:NOT_SAME_AS]->(q:Person)
    RETURN DISTINCT person AS one, q.id AS other
""")

#: A child is not its parent, nor another child that the same visit of its mother certified.
KIN_APART = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(:PatientRecord)-[:CHILD_OF]->(m:PatientRecord)
    MATCH (m)-[:IDENTIFIES]->(q:Person)
    RETURN DISTINCT person AS one, q.id AS other
    UNION
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(:PatientRecord)-[a:CHILD_OF]->(m:PatientRecord)
    MATCH (m)<-[b:CHILD_OF]-(s:PatientRecord)
    WHERE a.visit = b.visit AND a.document <> b.document
    MATCH (s)-[:IDENTIFIES]->(q:Person)
    RETURN DISTINCT person AS one, q.id AS other
""")

#: What else than a link was decided about the records of these people.
DECIDED = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(r:PatientRecord)<-[:ABOUT]-(d:Decision)
    WHERE d.kind <> 'link'
    RETURN person AS person, r.id AS record, d.at AS at, d.kind AS kind, d.made_by AS made_by
    ORDER BY person, record, at
""")

#: Deeds by which a steward says where a record belongs.
_PLACED = frozenset({"undo", "split", "move"})


def around(work: Work, suspects: Sequence[str], model: Model) -> Neighbourhood:
    """Read people and everybody who shares a blocking key with one of their statements."""
    mine = _told(by_person(work.run(RECORDS_OF_PEOPLE, people=sorted(suspects))))
    keys_of = {
        person: {key for each in said for key in keys(each.identity, model)}
        for person, said in mine.items()
    }
    every = sorted({key for found in keys_of.values() for key in found})
    at_key: dict[str, set[str]] = {}
    for row in work.run(PEOPLE_BY_KEY, keys=every):
        at_key.setdefault(row["key"], set()).add(row["person"])
    near = {
        person: frozenset({p for key in found for p in at_key.get(key, ())} - {person})
        for person, found in keys_of.items()
    }
    return among(work, near)


def among(work: Work, near: Mapping[str, frozenset[str]]) -> Neighbourhood:
    """Read people, given who is near whom."""
    people = sorted({*near, *(other for others in near.values() for other in others)})
    rows = work.run(RECORDS_OF_PEOPLE, people=people)
    records = by_person(rows)
    apart = [*work.run(KEPT_APART, people=people), *work.run(KIN_APART, people=people)]
    return Neighbourhood(
        said={
            person: tuple(said[-1].identity for _, said in those)
            for person, those in records.items()
        },
        told={person: tuple(s.identity for s in said) for person, said in _told(records).items()},
        near={person: others & records.keys() for person, others in near.items()},
        apart=frozenset((row["one"], row["other"]) for row in apart),
        placed=_placed(work.run(DECIDED, people=people)),
        presence=_presence(work, rows),
    )


def _told(records: Mapping[str, tuple[tuple[str, Sayings], ...]]) -> dict[str, Sayings]:
    return {
        person: tuple(each for _, said in those for each in said)
        for person, those in records.items()
    }


def _presence(work: Work, rows: Sequence[Row]) -> dict[str, Presence]:
    known = presence_by_record(work, rows)
    found: dict[str, list[Presence]] = {}
    for row in rows:
        if row["record"] in known:
            found.setdefault(row["person"], []).append(known[row["record"]])
    return {person: together(those) for person, those in found.items()}


def presence_by_record(work: Work, rows: Sequence[Row]) -> dict[str, Presence]:
    """Where each record puts its patient; when it was last seen only where somebody has died."""
    known = {row["record"]: presence_of(row) for row in rows if row["presence"]}
    if any(presence.died for presence in known.values()):
        return with_last_visits(work, sorted({row["person"] for row in rows}), known)
    return known


def _placed(rows: Iterable[Row]) -> frozenset[str]:
    """People one of whose records was last placed by a steward; rows come in the order made."""
    last = {(row["person"], row["record"]): row for row in rows}
    return frozenset(
        person
        for (person, _), row in last.items()
        if row["kind"] in _PLACED and by_hand(row["made_by"])
    )
