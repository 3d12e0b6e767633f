"""The parser alone, and with a language model beside it: a knowing one and a lying one.

The model is the stub of the tests, a real HTTP server on this machine: what is measured is what the
rules let through, and the price of a call, not how clever some model is. The knowing one fills each
question with its gold query; the lying one makes the likest known word of each unknown one. Part
`slips` is the development part with one letter of one word gone wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from ai.assistant.believing import Unread
from ai.assistant.letters import rivals
from ai.assistant.mind import LanguageModel
from ai.catalogue import default_catalogue
from ai.query import Query
from ai.understanding.outcomes import Clarify, Outcome, Refusal, Understood
from ai.understanding.understand import Understanding
from bench.keeping import keep
from bench.questions import PARTS, judged
from bench.questions_judged import Verdict, summary
from tests.ai.asking import TODAY, hanoi
from tests.ai.golden import Question, questions, same
from tests.ai.model_endpoint import Model, serving
from tests.ai.model_lies import lying, of_gold

_SHORTEST = 5
_LETTERS = "abcdefghiklmnopqrstuvxy"
_KEPT = ("questions", "RS(0)", "RS(10)", "RS(N)", "wrong", "coverage", "refused rightly")


def slipped(asked: Sequence[Question]) -> list[Question]:
    """Spoil one letter in a word of five or more, in every question that has one."""
    chance = random.Random(7)
    alone = [each for each in asked if not each.conversation]
    found = (replace(each, text=_spoilt(each.text, chance)) for each in alone)
    return [each for each, before in zip(found, alone, strict=True) if each.text != before.text]


def _spoilt(text: str, chance: random.Random) -> str:
    long = [m for m in re.finditer(r"[A-Za-z]+", text) if len(m.group()) >= _SHORTEST]
    if not long:
        return text
    word = chance.choice(long)
    at = chance.randrange(word.start() + 1, word.end())
    other = chance.choice([letter for letter in _LETTERS if letter != text[at].lower()])
    swapped = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return chance.choice([text[:at] + other + text[at + 1 :], swapped])


def knowing(asked: Sequence[Question], door: Understanding) -> Model:
    """Fill each question with its gold query, and say the likest word for each unknown one."""
    gold = {each.text: each.gold for each in asked if each.gold["outcome"] == "answer"}

    def model(_system: str, user: str) -> Mapping[str, Any]:
        given = json.loads(user)
        unknown = {word: word.lower() for word in given["unknown"]}
        vocabulary = door.lexicon.vocabulary
        meanings = [
            {"word": word, "stands_for": next(rivals(plain, vocabulary), "")}
            for word, plain in unknown.items()
        ]
        return of_gold(gold.get(given["question"])) | {"meanings": meanings}

    return model


def beside(mind: LanguageModel, door: Understanding) -> Any:
    """Ask the parser, and the model where it refuses."""

    def ask(text: str, today: dt.date, previous: Query | None) -> Outcome:
        outcome = door.understand(text, today, previous)
        if isinstance(outcome, Understood):
            return mind.check(text, today, outcome)
        if not isinstance(outcome, Refusal):
            return outcome
        return mind.read(Unread(text, today, outcome, previous))

    return ask


def offered(verdicts: Sequence[Verdict]) -> int:
    """How many questions that could be answered are asked back with the right query to choose."""
    return sum(
        any(same(choice.query, v.question.gold) for choice in v.outcome.choices)
        for v in verdicts
        if v.question.gold["outcome"] == "answer" and isinstance(v.outcome, Clarify)
    )


def figures(asked: Sequence[Question], door: Understanding) -> dict[str, Any]:
    """One part: alone, beside a knowing and a lying model, and with each reading everything."""
    found = {"alone": _kept(judged(asked), 0)}
    models = {"knowing": knowing(asked, door), "lying": lying(door, TODAY)}
    for (name, model), checks in product(models.items(), (False, True)):
        with serving(model) as served:
            mind = LanguageModel(served.endpoint(checks=checks), door)
            name += ", checks" if checks else ""  # noqa: PLW2901
            verdicts = judged(asked, beside(mind, door))
            found[name] = _kept(verdicts, len(served.requests))
    return found


def _kept(verdicts: Sequence[Verdict], calls: int) -> dict[str, Any]:
    all_of_it = summary(verdicts)
    times = {name: value for name, value in all_of_it.items() if name.endswith(" ms")}
    some = {name: all_of_it[name] for name in _KEPT}
    return {**some, "asked back with the right query": offered(verdicts), "calls": calls, **times}


def main(arguments: Sequence[str]) -> None:
    """Keep the figures of all parts, or print those of the parts that are named."""
    parser = argparse.ArgumentParser(prog="bench/run.py model")
    parser.add_argument("--part", choices=(*PARTS, "slips"), action="append")
    options = parser.parse_args(arguments)
    door = Understanding(default_catalogue(), hanoi())
    found = {}
    for part in options.part or (*PARTS, "slips"):
        asked = slipped(questions("development")) if part == "slips" else questions(part)
        found[part] = figures(asked, door)
    if options.part:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        keep("model", found)
