"""How well questions are understood: RS(c) over the corpus, coverage, latency, by family.

RS(c) of EHRSQL (2024): 1 for a right query or a right refusal, 0 for refusing what could be
answered, -c for a wrong query or an answer to what has none; in percent of the questions.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ai.catalogue import default_catalogue
from ai.query import Query
from ai.understanding.outcomes import Outcome, Understood
from ai.understanding.understand import Understanding
from bench.keeping import keep
from tests.ai.asking import TODAY, hanoi
from tests.ai.golden import Question, questions, same

#: The parts of the corpus.
PARTS = ("development", "held_out", "fresh_development", "fresh_held_out")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one question, and how long it took in milliseconds."""

    question: Question
    outcome: Outcome
    verdict: str
    ms: float


#: Reads words on a day, after the query before.
Ask = Callable[[str, dt.date, Query | None], Outcome]


def judged(asked: Sequence[Question], ask: Ask | None = None) -> list[Verdict]:
    """Ask all questions in order; a conversation's question follows the gold of the one before.

    `ask` is the parser where nothing else is given.
    """
    ask = ask or Understanding(default_catalogue(), hanoi()).understand
    found, talk, before = [], "", None
    for each in asked:
        before = before if each.conversation and each.conversation == talk else None
        talk = each.conversation
        start = time.perf_counter()
        outcome = ask(each.text, TODAY, before)
        ms = (time.perf_counter() - start) * 1000
        found.append(Verdict(each, outcome, _verdict(each, outcome), ms))
        before = _query(outcome)
    return found


def _query(outcome: Outcome) -> Query | None:
    return outcome.query if isinstance(outcome, Understood) else None


def _verdict(question: Question, outcome: Outcome) -> str:
    answerable = question.gold["outcome"] == "answer"
    if not isinstance(outcome, Understood):
        return "withheld" if answerable else "right"
    return "right" if answerable and same(outcome.query, question.gold) else "wrong"


def score(verdicts: Sequence[Verdict], penalty: float) -> float:
    """RS(penalty) in percent."""
    value = {"right": 1.0, "withheld": 0.0, "wrong": -penalty}
    return 100 * sum(value[v.verdict] for v in verdicts) / len(verdicts)


def summary(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """The figures of one part."""
    many = len(verdicts)
    answerable = [v for v in verdicts if v.question.gold["outcome"] == "answer"]
    others = [v for v in verdicts if v.question.gold["outcome"] != "answer"]
    times = sorted(v.ms for v in verdicts)
    return {
        "questions": many,
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


def main(arguments: Sequence[str]) -> None:
    """Keep the figures of the parts; with `--show` print them and what was not right instead."""
    parser = argparse.ArgumentParser(prog="bench/run.py questions")
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    figures: dict[str, object] = {}
    for part in options.part or PARTS:
        verdicts = judged(questions(part))
        figures[part] = summary(verdicts)
        for each in verdicts if options.show else ():
            if each.verdict != "right":
                _show(each)
    if options.show:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        keep("questions", figures)


def _show(each: Verdict) -> None:
    print(f"{each.verdict}: {each.question.id} {each.question.text}")
    print(f"    {_query(each.outcome) or each.outcome}")
