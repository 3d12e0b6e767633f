"""The machine changes its mind: people who, by what was said now, are one are merged by the model.

Suspects are decided again with everything that is known: provisional people whose likely one was
spoken of, people of whom a record says something new, people who fit a record as well as the one
that it was given. Two people are merged when a record of the one is surely the other's and none of
its records speaks against; never against a verdict, and never a record that a steward has placed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from graph.aliases import todays
from graph.deciding import Settled
from graph.decision_log import Author
from graph.people_statements import PEOPLE_BY_KEY, RECORDS_OF_PEOPLE
from graph.relink_plans import merging
from graph.relinking import LOCK_PEOPLE, Signed, decide
from graph.retry import Lost
from graph.store import Row, Statement, Work
from graph.stored import identity_of
from mpi import decide as matching
from mpi.blocking import keys
from mpi.decision import Candidate, Outcome, Scored
from mpi.errors import BadInput
from mpi.identity import Identity
from mpi.model import Model

MERGED = Statement("""
    UNWIND $people AS person
    MATCH (p:Person {id: person})-[:MERGED_INTO]->(:Person)
    RETURN p.id AS person
""")

DOUBTFUL = Statement("""
    UNWIND $people AS person
    MATCH (a:Person {id: person})-[:POSSIBLY_SAME_AS]->(:Person)
    RETURN a.id AS person
    UNION
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:POSSIBLY_SAME_AS]-(a:Person)
    RETURN a.id AS person
""")

KEPT_APART = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(:PatientRecord)-[:NOT_SAME_AS]->(q:Person)
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
_MACHINE = "model "


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """People with what their records say, whom each shares a key with, and who is barred."""

    said: Mapping[str, tuple[Identity, ...]]
    near: Mapping[str, frozenset[str]]
    apart: frozenset[tuple[str, str]]
    placed: frozenset[str]

    def barred(self, one: str, other: str) -> bool:
        """Tell whether a verdict or a steward's hand keeps two people from being merged."""
        pair = {(one, other), (other, one)}
        return bool(pair & self.apart) or bool({one, other} & self.placed)


def hold(work: Work, people: Iterable[str]) -> None:
    """Lock people that records are about to be linked to.

    Raises Lost when one became an alias since it was read: then the batch is to be decided anew.
    """
    given = sorted(people)
    if given:
        work.run(LOCK_PEOPLE, people=given)
        if work.run(MERGED, people=given):
            raise Lost


def reconsider(
    work: Work, settled: Sequence[Settled], model: Model, now: dt.datetime
) -> Mapping[str, str]:
    """Merge people who are surely one by now; gives the new id of each that was merged.

    One statement when nobody is suspect; else a fixed number, and those of each merge.
    """
    spoken = sorted({answer.person for answer in settled if not answer.new_person})
    suspects = {answer.suspect for answer in settled if answer.suspect}
    if spoken:
        suspects |= {row["person"] for row in work.run(DOUBTFUL, people=spoken)}
    if not suspects:
        return {}
    known = _neighbourhood(work, sorted(suspects), model)
    found = [(one, best) for one in sorted(suspects) if (best := surely(one, known, model))]
    for one, best in found:
        _merge(work, one, best, Signed(Author("model", model.version), at=now))
    people = {one for one, _ in found} | {best.person for _, best in found}
    return todays(work, people) if people else {}


def surely(person: str, known: Neighbourhood, model: Model) -> Scored | None:
    """Say with whom a person is surely one, on what evidence; None when with nobody. Pure.

    A record must be decided *same* among everybody near, and none of the person's records may be
    decided *new* against that one.
    """
    candidates = [
        Candidate(other, known.said[other], cannot_link=known.barred(person, other))
        for other in sorted(known.near[person])
    ]
    verdicts = [matching.decide(said, candidates, model) for said in known.said[person]]
    sure = [v.best for v in verdicts if v.outcome is Outcome.SAME and v.best]
    if not sure:
        return None
    best = max(sure, key=lambda scored: (scored.bits, scored.person))
    only = [each for each in candidates if each.person == best.person]
    outcomes = {matching.decide(said, only, model).outcome for said in known.said[person]}
    return None if Outcome.NEW in outcomes else best


def _merge(work: Work, one: str, best: Scored, signed: Signed) -> None:
    """Merge; a verdict that an earlier merge of this batch brought along leaves them apart."""
    signed = Signed(
        signed.by, "a maybe that became sure", best.bits, tuple(best.evidence), signed.at
    )
    with suppress(BadInput):
        decide(work, [one, best.person], merging, signed)


def _neighbourhood(work: Work, suspects: Sequence[str], model: Model) -> Neighbourhood:
    mine = _said(work.run(RECORDS_OF_PEOPLE, people=suspects))
    keys_of = {
        person: {key for said in identities for key in keys(said, model)}
        for person, identities in mine.items()
    }
    every = sorted({key for found in keys_of.values() for key in found})
    at_key: dict[str, set[str]] = {}
    for row in work.run(PEOPLE_BY_KEY, keys=every):
        at_key.setdefault(row["key"], set()).add(row["person"])
    near = {
        person: frozenset({p for key in found for p in at_key.get(key, ())} - {person})
        for person, found in keys_of.items()
    }
    people = sorted({*suspects, *(other for others in near.values() for other in others)})
    said = _said(work.run(RECORDS_OF_PEOPLE, people=people))
    apart = frozenset((row["one"], row["other"]) for row in work.run(KEPT_APART, people=people))
    return Neighbourhood(said, near, apart, _placed(work.run(DECIDED, people=people)))


def _said(rows: Iterable[Row]) -> dict[str, tuple[Identity, ...]]:
    said: dict[str, tuple[Identity, ...]] = {}
    for row in rows:
        said[row["person"]] = (*said.get(row["person"], ()), identity_of(row["identity"]))
    return said


def _placed(rows: Iterable[Row]) -> frozenset[str]:
    """People one of whose records was last placed by a steward; rows come in the order made."""
    last = {(row["person"], row["record"]): row for row in rows}
    return frozenset(
        person
        for (person, _), row in last.items()
        if row["kind"] in _PLACED and not row["made_by"].startswith(_MACHINE)
    )
