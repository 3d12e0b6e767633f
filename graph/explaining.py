"""Why two records are linked, or are not: the bits field by field, and what decided besides them.

The weights are those of the model today; what was decided, by whom and when, is in the history.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.access import Insider, Reader, refused
from graph.access_log import Action, look
from graph.identity_words import Words, field_words, level_words
from graph.people_statements import SAID_OF_RECORDS
from graph.relinking import owners_of
from graph.sayings import sayings_of
from graph.store import Row, Statement, Store, Work
from graph.whereabouts import presence_of
from mpi.decide import decide
from mpi.decision import PRESENCE, Candidate, Evidence, Outcome, Scored
from mpi.errors import BadInput, NotFound
from mpi.model import Model
from mpi.model_parts import Ceiling
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
class Constraint:
    """What decided besides the sum: `kind` is ceiling, verdict, presence, anchor or threshold."""

    kind: str
    words: Words
    decision: str = ""


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
    records, people = sorted({one[0], other[0]}), sorted({one[1], other[1]})
    rows = {row["record"]: row for row in work.run(SAID_OF_RECORDS, records=records)}
    said = {record: [s.identity for s in sayings_of(row)] for record, row in rows.items()}
    here, there = (presence_of(rows[record]) for record, _ in (one, other))
    found = clash(here, there, model.presence)
    likely = Candidate(other[1], tuple(said[other[0]]), clash=found)
    verdict = decide(said[one[0]][-1], [likely], model)
    best = verdict.best or Scored(other[1], 0.0)
    spoken = work.run(VERDICTS_BETWEEN, records=records, people=people)
    apart = [row for row in spoken if (row["record"], row["person"]) not in {one, other}]
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
        constraints=tuple(_constraints(best, verdict.outcome, apart, model)),
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


def _constraints(
    best: Scored, outcome: Outcome, apart: Iterable[Row], model: Model
) -> Iterator[Constraint]:
    for row in apart:
        words = Words("Nhân viên đã xác nhận là hai người khác nhau", "A verdict keeps them apart")
        yield Constraint("verdict", words, row["decision"] or "")
    for found in (e for e in best.evidence if e.field == PRESENCE):
        yield Constraint("presence", _at_most(level_words(found.level), model.presence.at_most))
    for ceiling in model.ceilings:
        if any((e.field, e.level) == (ceiling.field, ceiling.level) for e in best.evidence):
            yield Constraint("ceiling", _at_most(_field_at(ceiling), ceiling.at_most))
    if best.bits >= model.thresholds.same and outcome is not Outcome.SAME:
        anchors = [field_words(anchor) for anchor in model.anchors]
        yield Constraint("anchor", Words(
            "Cần khớp ít nhất một trong: " + ", ".join(a.vi for a in anchors),
            "Needs one of these to agree: " + ", ".join(a.en for a in anchors),
        ))  # fmt: skip
    yield Constraint("threshold", _threshold(best.bits, model))


#: How a bar is said, by the outcome that it allows.
_MOST = {
    Outcome.NEW: Words("không bao giờ ghép", "never joined"),
    Outcome.MAYBE: Words("nhiều nhất là có thể", "at most maybe"),
    Outcome.SAME: Words("", ""),
}


def _at_most(found: Words, outcome: Outcome) -> Words:
    most = _MOST[outcome]
    return Words(f"{found.vi}: {most.vi}", f"{found.en}: {most.en}")


def _field_at(ceiling: Ceiling) -> Words:
    about, found = field_words(ceiling.field), level_words(ceiling.level)
    return Words(f"{about.vi} {found.vi}", f"{about.en} {found.en}")


def _threshold(bits: float, model: Model) -> Words:
    same, maybe = model.thresholds.same, model.thresholds.maybe
    if bits >= same:
        return Words(
            f"{bits:.1f} ≥ {same:g} bit: cùng một người", f"{bits:.1f} ≥ {same:g} bits: same"
        )
    if bits >= maybe:
        return Words(f"{bits:.1f} ≥ {maybe:g} bit: có thể", f"{bits:.1f} ≥ {maybe:g} bits: maybe")
    return Words(
        f"{bits:.1f} < {maybe:g} bit: người khác", f"{bits:.1f} < {maybe:g} bits: another person"
    )
