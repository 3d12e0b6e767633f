"""How well questions are understood: RS(c) over the corpus, coverage, latency, by family.

RS(c) of EHRSQL (2024): 1 for a right query or a right refusal, 0 for refusing what could be
answered, -c for a wrong query or an answer to what has none; in percent of the questions.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections.abc import Callable, Sequence

from ai.catalogue import default_catalogue
from ai.query import Query
from ai.understanding.outcomes import Outcome, Understood
from ai.understanding.understand import Understanding
from bench.keeping import keep
from bench.questions_at_the_command import judged_at_the_command
from bench.questions_judged import Verdict, summary, verdict_of
from tests.ai.asking import TODAY, hanoi
from tests.ai.golden import Question, questions

#: The parts of the corpus.
PARTS = (
    "development", "held_out", "fresh_development", "fresh_held_out", "voices_one", "voices_two",
    "voices_three", "six_voices", "voices_four",
)  # fmt: skip


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
        query = _query(outcome)
        found.append(Verdict(each, outcome, verdict_of(each, query), ms, query))
        before = query or before
    return found


def _query(outcome: Outcome) -> Query | None:
    return outcome.query if isinstance(outcome, Understood) else None


def main(arguments: Sequence[str]) -> None:
    """Keep the figures of the parts; with `--show` print them and what was not right instead."""
    parser = argparse.ArgumentParser(prog="bench/run.py questions")
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--store", help="ask through `healthgraph ask --batch` over this store")
    options = parser.parse_args(arguments)
    figures: dict[str, object] = {}
    for part in options.part or PARTS:
        some = questions(part)
        verdicts = judged_at_the_command(some, options.store) if options.store else judged(some)
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
    print(f"    {each.query or each.outcome}")
