"""Why two records are linked, or are not: the bits field by field, and what decided besides them.

The weights are those of the model today; what was decided, by whom and when, is in the history.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from graph.access import Insider, Reader, refused
from graph.access_log import Action, look
from graph.constraints import Constraint, Spoken, constraints
from graph.decision_log import OF_PERSON, Deed, Entry, by_hand, entries, standing
from graph.identity_words import Words, field_words, level_words
from graph.people_statements import SAID_OF_RECORDS
from graph.relinking import owners_of
from graph.sayings import sayings_of
from graph.store import Statement, Store, Work
from graph.whereabouts import presence_of, with_last_visits
from mpi.decide import decide
from mpi.decision import Candidate, Evidence, Outcome, Scored
from mpi.errors import BadInput, NotFound
from mpi.model import Model
from mpi.presence import clash

VERDICTS_BETWEEN = Statement("""
    UNWIND $records AS record
    MATCH (:PatientRecord {id: record})-[n:NOT_SAME_AS]->(p:Person)
    WHERE p.id IN $people
    RETURN record AS record, p.id AS person, n.decision AS decision
    ORDER BY record, person
""")


@dataclass(frozen=True, slots=True)
class Bar:
    """One field's part, in bits. `one_in`: the value is that of one person in so many."""

    field: str
    words: Words
    level: str
    level_words: Words
    bits: float
    one_in: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two records weighed against each other. `bits` is the sum of the bars.

    `outcome` is what the model would say of these two alone; `linked` whether they are one
    person's today.
    """

    record: str
    other: str
    person: str
    other_person: str
    linked: bool
    outcome: Outcome
    bits: float
    same_from: float
    maybe_from: float
    model: str
    bars: tuple[Bar, ...]
    constraints: tuple[Constraint, ...]


def explain(store: Store, reader: Reader, record: str, other: str, model: Model) -> Explanation:
    """Weigh two stored records. Both citizens are told that somebody looked.

    Raises Forbidden outside the reader's scope on identities; NotFound for the operator alone;
    BadInput for a record and itself.
    """
    if record == other:
        raise BadInput("other", "must be another record: this one is the same")
    try:
        owners = store.read(lambda work: owners_of(work, [record, other]))
    except NotFound:
        if reader.role is Insider.OPERATOR:
            raise
        raise refused() from None
    for person in sorted(set(owners.values())):
        look(store, reader, person, Action.EXPLANATION)
    return store.read(lambda work: _explained(work, (record, owners[record]),
                                              (other, owners[other]), model))  # fmt: skip


def _explained(
    work: Work, one: tuple[str, str], other: tuple[str, str], model: Model
) -> Explanation:
    records = sorted({one[0], other[0]})
    rows = {row["record"]: row for row in work.run(SAID_OF_RECORDS, records=records)}
    said = {record: [s.identity for s in sayings_of(row)] for record, row in rows.items()}
    stays = {record: presence_of(row) for record, row in rows.items()}
    stays = with_last_visits(work, sorted({one[1], other[1]}), stays)
    found = clash(stays[one[0]], stays[other[0]], model.presence)
    likely = Candidate(other[1], tuple(said[other[0]]), clash=found)
    verdict = decide(said[one[0]][-1], [likely], model)
    best = verdict.best or Scored(other[1], 0.0)
    spoken = Spoken(
        tuple(dict.fromkeys(_kept_apart(work, one, other))), tuple(_put_together(work, one, other))
    )
    return Explanation(
        record=one[0],
        other=other[0],
        person=one[1],
        other_person=other[1],
        linked=one[1] == other[1],
        outcome=verdict.outcome,
        bits=best.bits,
        same_from=model.thresholds.same,
        maybe_from=model.thresholds.maybe,
        model=verdict.model,
        bars=tuple(_bar(each, model) for each in best.evidence),
        constraints=tuple(constraints(best, verdict.outcome, spoken, model)),
    )


def _bar(evidence: Evidence, model: Model) -> Bar:
    return Bar(
        evidence.field,
        field_words(evidence.field),
        evidence.level,
        level_words(evidence.level),
        evidence.bits,
        _one_in(evidence, model),
    )


def _one_in(evidence: Evidence, model: Model) -> float | None:
    """How many people there are for one with the value: what its rarity added to the bits.

    The bits are log2(m / (u · share)), so the share is what the level alone does not explain.
    """
    level = next(
        (
            level
            for field in model.fields
            for level in field.levels
            if field.field == evidence.field and level.level == evidence.level
        ),
        None,
    )
    if level is None or not (level.rarity or level.by_value):
        return None
    return max(1.0, 2 ** (evidence.bits - math.log2(level.m / level.u)))


def _kept_apart(work: Work, one: tuple[str, str], other: tuple[str, str]) -> Iterator[str]:
    """The decisions of stewards who said that the two are not one citizen's."""
    records, people = sorted({one[0], other[0]}), sorted({one[1], other[1]})
    for row in work.run(VERDICTS_BETWEEN, records=records, people=people):
        if (row["record"], row["person"]) not in {one, other}:
            yield row["decision"] or ""


def _put_together(work: Work, one: tuple[str, str], other: tuple[str, str]) -> Iterator[str]:
    """The decisions of people, in force, that gave one of the two to whom both are today."""
    if one[1] != other[1]:
        return
    log = entries(work.run(OF_PERSON, person=one[1]))
    force = standing(log)
    for entry in log:
        if entry.id in force and _joins(entry, {one, other}):
            yield entry.id


def _joins(entry: Entry, given: set[tuple[str, str]]) -> bool:
    joins = by_hand(entry.made_by) and entry.deed in {Deed.MERGE, Deed.MOVE, Deed.AFFIRM}
    return joins and any((each.record, each.person) in given for each in entry.given)
