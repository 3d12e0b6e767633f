"""How the work on a message can end, what is kept of it, and how it is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from api.telemetry import Metrics
from api.transactions import Answer, State, Transaction
from graph.joining import Effect, Joined
from ingest.reading import Finding, Reading
from mpi.decision import Outcome

_MOST_FINDINGS = 500  # kept of one message; `counts` has how many there were
_log = structlog.get_logger("intake")


@dataclass(frozen=True, slots=True)
class Back:
    """Given back for later: an engine was away, or other writers were faster."""

    id: str
    reason: str


#: Every leased message ends in one of these.
Ending = Answer | Back


def stored(transaction: Transaction, reading: Reading, joined: Sequence[Joined]) -> Answer:
    """Answer that a message's facts are in the graph."""
    counts = Counter[str]()
    for receipt in joined:
        counts[receipt.effect] += 1
        if receipt.outcome is not None:
            counts[receipt.outcome] += 1
    totals = {"records": len(joined), "findings": len(reading.findings)}
    return Answer(
        transaction.id,
        State.STORED,
        findings=_rows(reading.findings),
        counts=totals | dict(counts) | {f"of {kind}": n for kind, n in reading.counts.items()},
    )


def aside(transaction: Transaction, reason: str, findings: Sequence[Finding] = ()) -> Answer:
    """Answer that a message is put aside until somebody looks at the reason."""
    return Answer(transaction.id, State.QUARANTINED, reason, _rows(findings))


def note(metrics: Metrics, endings: Sequence[Ending]) -> None:
    """Count the endings of one turn, and log the turn."""
    for ending in endings:
        if isinstance(ending, Back):
            metrics.postponed.inc()
        elif ending.state is State.QUARANTINED:
            metrics.quarantined.labels(ending.reason.partition(":")[0]).inc()
        else:
            _note_stored(metrics, ending)
    kinds = Counter(e.state if isinstance(e, Answer) else "postponed" for e in endings)
    _log.info("batch", **{str(kind): n for kind, n in kinds.items()})


def _note_stored(metrics: Metrics, answer: Answer) -> None:
    metrics.stored.inc()
    for name, n in answer.counts.items():
        if name in _EFFECTS:
            metrics.records.labels(name).inc(n)
        elif name in _OUTCOMES:
            metrics.outcomes.labels(name).inc(n)


def _rows(findings: Sequence[Finding]) -> list[dict[str, str | int]]:
    return [
        {
            "visit": each.visit,
            "table": each.table,
            "row": each.row,
            "field": each.field,
            "rule": each.rule,
            "severity": each.severity,
        }
        for each in findings[:_MOST_FINDINGS]
    ]


_EFFECTS = frozenset(Effect)
_OUTCOMES = frozenset(Outcome)
