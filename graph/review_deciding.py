"""What a steward does with a task: claim it, give it back, decide. One transaction each.

A verdict is a deed (`graph.relinking`), so it is logged and can be undone; the task follows from
it. A merge that touches many visits needs a second steward who says the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph import review_statements as say
from graph.access import Insider, Reader, refused
from graph.decision_log import Author
from graph.people import new_id
from graph.relink_plans import affirming, keeping_apart, merging, splitting
from graph.relinking import Signed, decide
from graph.review import STEWARDS, line_of
from graph.review_values import TaskLine, TaskState, Verdict
from graph.store import Row, Store, Work
from graph.stored import moment, precise
from graph.twofold import TWO
from mpi.errors import BadInput, Conflict

#: A claim that was not used for this long is nobody's any more.
CLAIM_LASTS = dt.timedelta(minutes=30)

_UNCLAIMED: dict[str, object] = {"claimed_by": None, "claimed_at": None}

#: Visits of both people together from which a merge needs two pairs of eyes.
SECOND_EYES_FROM = 20


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of a task: its state now, and the decision that was made, if one was."""

    task: str
    state: TaskState
    verdict: str
    decision: str
    person: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A verdict with its reason; `records` are those that go, when a person is split."""

    verdict: Verdict
    reason: str = ""
    records: tuple[str, ...] = ()


def author_of(reader: Reader) -> Author:
    """Who signs a reader's decisions. Raises Forbidden for all but stewards and the operator."""
    if reader.role not in STEWARDS:
        raise refused()
    kind = "operator" if reader.role is Insider.OPERATOR else "steward"
    return Author(kind, reader.subject)


def claim(
    store: Store, reader: Reader, key: str, *, release: bool = False, at: dt.datetime | None = None
) -> None:
    """Take a task for oneself, or give it back. Raises Conflict while another one has it."""
    by, now = author_of(reader).text, at or dt.datetime.now(dt.UTC)

    def work_on(work: Work) -> None:
        _, row = _locked(work, key, by, now)
        mine = {} if release else {"claimed_by": by, "claimed_at": precise(now)}
        work.run(say.SET_TASK, task=row["id"], properties=_UNCLAIMED | mine)

    store.write(work_on)


def rule(
    store: Store,
    reader: Reader,
    key: str,
    ruled: Ruled,
    *,
    second_eyes_from: int = SECOND_EYES_FROM,
    at: dt.datetime | None = None,
) -> Ruling:
    """Give a verdict on a task.

    Raises NotFound, Forbidden, Conflict when another steward has claimed it, and BadInput when it
    is decided already, a verdict stands against it, or the same steward would agree with himself.
    """
    signed = Signed(author_of(reader), ruled.reason, at=at)

    def work_on(work: Work) -> Ruling:
        line, _ = _locked(work, key, signed.by.text, signed.now)
        if line.state is TaskState.DECIDED:
            raise BadInput("task", "is decided already")
        if _joins(line, ruled) and line.visits >= second_eyes_from:
            waiting = _needs_second(work, line, signed)
            if waiting:
                return waiting
        verdicts = _OF_TWO if line.kind == TWO else _VERDICTS
        ruling = verdicts[ruled.verdict](work, line, ruled, signed)
        work.run(say.SET_TASK, task=line.id, properties=_UNCLAIMED)
        return ruling

    return store.write(work_on)


def _joins(line: TaskLine, ruled: Ruled) -> bool:
    """Whether a verdict would put clinical data together that were apart."""
    return ruled.verdict is Verdict.SAME and line.kind != TWO


def _locked(work: Work, key: str, by: str, now: dt.datetime) -> tuple[TaskLine, Row]:
    """Lock the task, then read it. Raises Conflict while somebody else's claim holds."""
    work.run(say.LOCK_TASK, task=key)
    line, row = line_of(work, key, now)
    since = moment(row["claimed_at"]) if row["claimed_at"] else now - CLAIM_LASTS
    if line.claimed_by not in {"", by} and now - since < CLAIM_LASTS:
        raise Conflict("the review task", "claimed by another steward")
    return line, row


def _needs_second(work: Work, line: TaskLine, signed: Signed) -> Ruling | None:
    """The first of two pairs of eyes: noted, and the task waits. None when the second agrees."""
    if line.state is TaskState.SECOND:
        if line.decided_by == signed.by.text:
            raise BadInput("task", "needs another steward, who agrees")
        return None
    _note(
        work, line, signed, state=TaskState.SECOND.value, verdict=Verdict.SAME.value,
        decided_by=signed.by.text, decided_at=precise(signed.now),
    )  # fmt: skip
    return Ruling(line.id, TaskState.SECOND, Verdict.SAME.value, "", line.person)


def _same(work: Work, line: TaskLine, _: Ruled, signed: Signed) -> Ruling:
    done = decide(work, [line.person, line.likely], merging, signed)
    return _ruling(line, Verdict.SAME, done.decision, done.person)


def _not_same(work: Work, line: TaskLine, _: Ruled, signed: Signed) -> Ruling:
    done = decide(work, [line.person, line.likely], keeping_apart, signed)
    return _ruling(line, Verdict.NOT_SAME, done.decision, line.person)


def _split(work: Work, line: TaskLine, ruled: Ruled, signed: Signed) -> Ruling:
    """The records go to a new person; the question stays open unless the split answers it."""
    records: Sequence[str] = ruled.records or (line.record,)
    done = decide(work, [line.person], splitting(records, new_id("p")), signed)
    now, _row = line_of(work, line.id, signed.now)
    return Ruling(line.id, now.state, Verdict.SPLIT.value, done.decision, done.person)


def _defer(work: Work, line: TaskLine, _: Ruled, signed: Signed) -> Ruling:
    _note(work, line, signed, state=TaskState.DEFERRED.value)
    return Ruling(line.id, TaskState.DEFERRED, Verdict.DEFER.value, "", line.person)


def _part(work: Work, line: TaskLine, ruled: Ruled, signed: Signed) -> Ruling:
    """They are two: the records proposed, or those named, go to a new person."""
    records: Sequence[str] = ruled.records or line.records
    done = decide(work, [line.person], splitting(records, new_id("p")), signed)
    now, _row = line_of(work, line.id, signed.now)
    if now.state is not TaskState.DECIDED:
        _answered(work, line, signed, Verdict.SPLIT)
    return _ruling(line, Verdict.SPLIT, done.decision, done.person)


def _are_one(work: Work, line: TaskLine, _: Ruled, signed: Signed) -> Ruling:
    """They are one after all: a deed like any other, so that it can be undone."""
    done = decide(work, [line.person], affirming(line.id, _said(signed, Verdict.SAME)), signed)
    return _ruling(line, Verdict.SAME, done.decision, done.person)


def _answered(work: Work, line: TaskLine, signed: Signed, verdict: Verdict) -> None:
    _note(work, line, signed, **_said(signed, verdict))


def _said(signed: Signed, verdict: Verdict) -> dict[str, str]:
    """What a decided task says of its verdict."""
    note = {"note": signed.reason} if signed.reason else {}
    return note | {
        "state": TaskState.DECIDED.value,
        "verdict": verdict.value,
        "decided_by": signed.by.text,
        "decided_at": precise(signed.now),
    }


#: Verdicts on a person who may be two.
_OF_TWO: Mapping[Verdict, Callable[[Work, TaskLine, Ruled, Signed], Ruling]] = {
    Verdict.SAME: _are_one,
    Verdict.NOT_SAME: _part,
    Verdict.SPLIT: _part,
    Verdict.DEFER: _defer,
}

_VERDICTS: Mapping[Verdict, Callable[[Work, TaskLine, Ruled, Signed], Ruling]] = {
    Verdict.SAME: _same,
    Verdict.NOT_SAME: _not_same,
    Verdict.SPLIT: _split,
    Verdict.DEFER: _defer,
}


def _ruling(line: TaskLine, verdict: Verdict, decision: str, person: str) -> Ruling:
    return Ruling(line.id, TaskState.DECIDED, verdict.value, decision, person)


def _note(work: Work, line: TaskLine, signed: Signed, **said: str) -> None:
    """Write what a steward says of a task beside any deed; the claim ends."""
    properties = {**_UNCLAIMED, "note": signed.reason or None, **said}
    work.run(say.SET_TASK, task=line.id, properties=properties)
