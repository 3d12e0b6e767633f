"""Holding records against the rules: what is broken where, and how often each rule applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import Record
from ingest.quality.expressions import Unknown
from ingest.quality.rules import QualityRule
from ingest.quality.subjects import Looked, looked_at
from ingest.reading import Finding

#: Findings of one rule in one message that are listed; all are counted.
MOST_LISTED = 20


@dataclass(slots=True)
class Checked:
    """What the rules say of a message's records: findings, and per rule how often it applied.

    `broken` counts every break, also those that `findings` no longer lists.
    """

    findings: list[Finding] = field(default_factory=list)
    applied: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)


def check(records: Iterable[Record], rules: Sequence[QualityRule]) -> Checked:
    """Hold every record against every rule; visits are counted from 1 in the order given."""
    done = Checked()
    for visit, record in enumerate(records, 1):
        there = looked_at(record)
        for rule in rules:
            _hold(rule, there, visit, done)
    return done


def _hold(rule: QualityRule, there: Mapping[str, list[Looked]], visit: int, done: Checked) -> None:
    for looked in there[rule.each]:
        holds = _verdict(rule, looked)
        if holds is None:
            continue
        done.applied[rule.code] += 1
        if not holds:
            done.broken[rule.code] += 1
            if done.broken[rule.code] <= MOST_LISTED:
                done.findings.append(_finding(rule, looked, visit))


def _verdict(rule: QualityRule, looked: Looked) -> bool | None:
    """Whether the rule holds; None when it does not apply or the record does not say enough."""
    try:
        return bool(rule.holds(looked.names)) if rule.when(looked.names) else None
    except Unknown:
        return None


def _finding(rule: QualityRule, looked: Looked, visit: int) -> Finding:
    where = looked.origin
    return Finding(where.table, where.row, rule.field, rule.code, rule.severity.value, visit)
