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
from dataclasses import replace

from graph.aliases import todays
from graph.deciding import Settled
from graph.decision_log import Author
from graph.joint import Joining, joint
from graph.neighbourhood import around
from graph.relink_plans import merging
from graph.relinking import LOCK_PEOPLE, Signed, decide
from graph.retry import Lost
from graph.store import Statement, Work
from mpi.errors import BadInput
from mpi.model import Model

#: Why the machine merges, in the log.
BECAME_SURE = "a maybe that became sure"

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
    known = around(work, sorted(suspects), model)
    return join_found(work, joint(suspects, known, model), model, now, BECAME_SURE)


def join_found(
    work: Work, found: Iterable[Joining], model: Model, now: dt.datetime, reason: str
) -> Mapping[str, str]:
    """Merge people who are surely one, in the order found; gives the new ids of all."""
    joinings = list(found)
    for each in joinings:
        _merge(work, each, Signed(Author("model", model.version), reason, at=now))
    people = {person for each in joinings for person in (each.one, each.other)}
    return todays(work, people) if people else {}


def _merge(work: Work, found: Joining, signed: Signed) -> None:
    """Merge; a verdict that an earlier merge of this batch brought along leaves them apart."""
    signed = replace(signed, bits=found.best.bits, evidence=tuple(found.best.evidence))
    with suppress(BadInput):
        decide(work, [found.one, found.other], merging, signed)
