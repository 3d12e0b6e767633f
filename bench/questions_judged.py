"""What came of a question against its gold query, and RS(c) over many.

RS(c) of EHRSQL (2024): 1 for a right query or a right refusal, 0 for refusing what could be
answered, -c for a wrong query or an answer to what has none; in percent of the questions.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ai.query import Query
from tests.ai.golden import Question, same


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one question, and how long it took in milliseconds."""

    question: Question
    outcome: object
    verdict: str
    ms: float
    query: Query | None = None


def verdict_of(question: Question, query: Query | None) -> str:
    """Say right, withheld or wrong of the query that was answered, None when there was none."""
    answerable = question.gold["outcome"] == "answer"
    if query is None:
        return "withheld" if answerable else "right"
    return "right" if answerable and same(query, question.gold) else "wrong"


def score(verdicts: Sequence[Verdict], penalty: float) -> float:
    """RS(penalty) in percent."""
    value = {"right": 1.0, "withheld": 0.0, "wrong": -penalty}
    return 100 * sum(value[v.verdict] for v in verdicts) / len(verdicts)


def summary(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """The figures of one part."""
    asked, verdicts = len(verdicts), [v for v in verdicts if v.verdict != "hidden"]
    many = len(verdicts)
    answerable = [v for v in verdicts if v.question.gold["outcome"] == "answer"]
    others = [v for v in verdicts if v.question.gold["outcome"] != "answer"]
    times = sorted(v.ms for v in verdicts)
    return {
        "questions": asked,
        "hidden": asked - many,
        "unanswerable": len(others),
        **{f"RS({n})": round(score(verdicts, n), 1) for n in (0, 10)},
        "RS(N)": round(score(verdicts, many), 1),
        "wrong": sum(v.verdict == "wrong" for v in verdicts),
        "coverage": round(
            100 * sum(v.verdict != "withheld" for v in answerable) / len(answerable), 1
        ),
        "refused rightly": round(100 * sum(v.verdict == "right" for v in others) / len(others), 1),
        "p50 ms": round(statistics.median(times), 2),
        "p95 ms": round(times[int(0.95 * (many - 1))], 2),
        "by register": _by(verdicts, "register"),
        "by family": _by(verdicts, "family"),
    }


def _by(verdicts: Sequence[Verdict], name: str) -> dict[str, str]:
    groups: dict[str, Counter[str]] = {}
    for each in verdicts:
        groups.setdefault(getattr(each.question, name), Counter())[each.verdict] += 1
    return {
        key: f"{c['right']} right, {c['withheld']} withheld, {c['wrong']} wrong"
        for key, c in groups.items()
    }
