"""The review queue: what waits for a steward, most urgent first, and a task with both its sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import orjson

from graph import review_statements as say
from graph.access import Insider, Reader, Role, refused
from graph.access_log import Action, note_looks
from graph.book_header import record_line
from graph.identity_words import Words, field_words, level_words, reason
from graph.review_priority import Weight, priority
from graph.review_values import Side, TaskLine, TaskState, TaskView, Totals
from graph.said_values import SAYS
from graph.sayings import sayings_of
from graph.store import Row, Store, Work
from graph.stored import moment
from graph.twofold import TWO
from mpi.decide import decide
from mpi.decision import Candidate, Evidence
from mpi.errors import BadInput, NotFound
from mpi.identity import Identity
from mpi.model import Model

MAX_LIMIT = 500
STEWARDS = frozenset({Role.STEWARD, Insider.OPERATOR})
_DAY = dt.timedelta(days=1)


def tasks(
    store: Store,
    reader: Reader,
    *,
    state: TaskState = TaskState.OPEN,
    limit: int = 50,
    at: dt.datetime | None = None,
) -> tuple[TaskLine, ...]:
    """List the tasks of a state, most urgent first; of decided ones the latest first.

    Ids and words only: no identity is shown. Raises Forbidden for all but stewards.
    """
    _only_stewards(reader)
    if not 1 <= limit <= MAX_LIMIT:
        raise BadInput("limit", f"must be from 1 to {MAX_LIMIT}")
    now = at or dt.datetime.now(dt.UTC)
    lines = store.read(lambda work: _lines(work, state, now), timeout=60)
    if state is TaskState.DECIDED:
        lines.sort(key=lambda line: line.decided_at, reverse=True)
    else:
        lines.sort(key=lambda line: -line.priority)
    return tuple(lines[:limit])


def totals(store: Store, reader: Reader) -> Totals:
    """Count the queue. Raises Forbidden for all but stewards."""
    _only_stewards(reader)

    def read(work: Work) -> dict[TaskState, Row]:
        return {s: work.run(say.TASKS_TOTAL, state=s.value)[0] for s in TaskState}

    found = store.read(read, timeout=60)
    waiting = [found[s]["oldest"] for s in TaskState if s is not TaskState.DECIDED]
    counts = {s.value: int(row["many"]) for s, row in found.items()}
    return Totals(**counts, oldest=min(filter(None, waiting), default=""))


def task(
    store: Store, reader: Reader, key: str, model: Model, *, at: dt.datetime | None = None
) -> TaskView:
    """Show a task with both sides; both people are told that a steward looked.

    Raises NotFound, and Forbidden for all but stewards.
    """
    _only_stewards(reader)
    line, rows = store.read(lambda work: _read(work, key, at or dt.datetime.now(dt.UTC)))
    note_looks(store, reader, {line.person, line.likely}, Action.REVIEW)
    return _view(line, rows, model)


def _lines(work: Work, state: TaskState, now: dt.datetime) -> list[TaskLine]:
    rows = work.run(say.TASKS_IN_STATE, state=state.value)
    hangs = _hanging(work, rows)
    return sorted((task_line(row, hangs, now) for row in rows), key=lambda line: line.id)


def _hanging(work: Work, rows: Iterable[Row]) -> dict[str, Row]:
    """What hangs on the people of some tasks, by person."""
    people = sorted({row[end] for row in rows for end in ("person", "likely")})
    return {row["person"]: row for row in work.run(say.VISITS_OF_PEOPLE, people=people)}


def line_of(work: Work, key: str, now: dt.datetime) -> tuple[TaskLine, Row]:
    """Read one task and its row. Raises NotFound."""
    rows = work.run(say.TASK, task=key)
    if not rows:
        raise NotFound("review task", key)
    return task_line(rows[0], _hanging(work, rows), now), rows[0]


def task_line(row: Row, hangs: Mapping[str, Row], now: dt.datetime) -> TaskLine:
    """Make the line of a task, weighed on the day of `now`."""
    said = orjson.loads(row["evidence"] or "[]")
    both = [hangs[person] for person in {row["person"], row["likely"]} if person in hangs]
    visits, stays = (sum(each[what] for each in both) for what in ("visits", "stays"))
    days = (now - moment(row["created_at"])) / _DAY if row["created_at"] else 0.0
    return TaskLine(
        id=row["id"],
        state=TaskState(row["state"]),
        kind=row["kind"] or "same",
        priority=priority(Weight(_likeness(row), visits, stays, max(0.0, days))),
        bits=row["bits"],
        record=row["record"],
        person=row["person"],
        likely=row["likely"],
        visits=visits,
        reason=reason(Evidence(e["field"], e["level"], e["bits"]) for e in said),
        created_at=row["created_at"] or "",
        claimed_by=row["claimed_by"] or "",
        verdict=row["verdict"] or "",
        decided_by=row["decided_by"] or "",
        decided_at=row["decided_at"] or "",
        note=row["note"] or "",
        records=tuple(row["records"] or ()),
    )


def _likeness(row: Row) -> float:
    """Bits for what the task asks: that they are one or, of kind two, that they are two."""
    bits: float = row["bits"] or 0.0
    return -bits if row["kind"] == TWO else bits


def _only_stewards(reader: Reader) -> None:
    if reader.role not in STEWARDS:
        raise refused()


def _read(work: Work, key: str, now: dt.datetime) -> tuple[TaskLine, list[Row]]:
    line, _ = line_of(work, key, now)
    people = sorted({line.person, line.likely})
    return line, work.run(say.RECORDS_OF_BOTH, people=people)


def _view(line: TaskLine, rows: Sequence[Row], model: Model) -> TaskView:
    """Both sides: the records of two people, or those of one that would go and would stay."""
    go = [row for row in rows if _goes(row, line)]
    stay = [row for row in rows if row["person"] == line.likely and row not in go]
    own = next(sayings_of(row)[-1].identity for row in go if row["record"] == line.record)
    theirs = [said.identity for row in stay for said in reversed(sayings_of(row))]
    verdict = decide(own, [Candidate(line.likely, tuple(theirs))], model)
    evidence = verdict.best.evidence if verdict.best else ()
    return TaskView(
        task=line,
        outcome=verdict.outcome.value,
        bits=verdict.best.bits if verdict.best else 0.0,
        model=verdict.model,
        sides=tuple(_sides(own, theirs, {e.field: e for e in evidence})),
        person_records=tuple(record_line(row) for row in go),
        likely_records=tuple(record_line(row) for row in stay),
    )


def _goes(row: Row, line: TaskLine) -> bool:
    if line.kind == TWO:
        return row["record"] in line.records
    return bool(row["person"] == line.person)


def _sides(
    own: Identity, theirs: Iterable[Identity], evidence: Mapping[str, Evidence]
) -> Iterable[Side]:
    others = list(theirs)
    for field, said in SAYS.items():
        mine = said(own)
        values = tuple(dict.fromkeys(filter(None, map(said, others))))
        if mine or values:
            yield _side(field, mine, values, evidence.get(field))
    for field, weight in evidence.items():
        if field not in SAYS:
            yield _side(field, "", (), weight)


def _side(field: str, mine: str, values: tuple[str, ...], weight: Evidence | None) -> Side:
    level = level_words(weight.level) if weight else Words("", "")
    bits = weight.bits if weight else None
    return Side(field, field_words(field), mine, values, level, bits)
