"""The corpus: what is right stays right, nothing is answered wrongly, and the parts stay apart."""

from __future__ import annotations

import itertools

import pytest

from bench.questions import PARTS, judged
from bench.questions_judged import score
from tests.ai.golden import Question, questions


def test_development_has_no_wrong_answer() -> None:
    """Every question of the development part is answered or withheld rightly, RS(10) over 95."""
    verdicts = judged(questions("development"))
    assert [v.question.text for v in verdicts if v.verdict == "wrong"] == []
    assert score(verdicts, 10) > 95


@pytest.mark.parametrize("part", PARTS)
def test_no_part_is_answered_wrongly(part: str) -> None:
    """What was mended after a round stays mended: no wrong answer, RS(10) over 90."""
    verdicts = judged(questions(part))
    assert [v.question.text for v in verdicts if v.verdict == "wrong"] == []
    assert score(verdicts, 10) > 90


def _plain(question: Question) -> str:
    return " ".join(question.text.lower().split())


def test_parts_share_no_question() -> None:
    """Held-out texts are not in the development part, case and blanks aside."""
    seen = [{_plain(q) for q in questions(part) if not q.conversation} for part in PARTS]
    for one, other in itertools.combinations(seen, 2):
        assert not one & other


@pytest.mark.parametrize("part", PARTS)
def test_a_quarter_has_no_answer(part: str) -> None:
    """At least a quarter of each part must be withheld, and all registers occur."""
    some = questions(part)
    none = [q for q in some if q.gold["outcome"] != "answer"]
    assert len(none) / len(some) >= 0.25
    assert {q.register for q in some} in (
        {"formal", "plain", "telegraphic", "english"},
        {"chair", "stat", "who", "director", "citizen", "phone", "switch"},
        {"chair", "stat", "who", "director", "epi", "insurer", "clerk"},
        {"deputy", "cdc", "stat", "insurer", "clerk", "consultant"},
        {
            "deputy",
            "phone",
            "who",
            "station",
            "journalist",
            "bhxh",
            "director",
            "epi",
            "planner",
            "talk",
        },
    )
