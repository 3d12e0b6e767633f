"""What must hold for any text: an outcome, the same however it is typed, and nothing skipped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai.understanding.outcomes import Clarify, Outcome, Refusal, Understood
from mpi.names import fold
from tests.ai.asking import ask
from tests.ai.golden import questions

ALONE = [q for q in questions("development") if not q.conversation]
GOOD = [q.text for q in ALONE if q.gold["outcome"] == "answer"]
TYPED: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "blanks": lambda text: f"  {text.replace(' ', '   ')} ",
    "marks apart": lambda text: unicodedata.normalize("NFD", text),
    "a mark at the end": lambda text: f"{text.rstrip('?')} ?",
    "full-width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text
    ),
}
PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        "số ca lượt khám theo phường bệnh viện sxh tháng tuần 32 q3 2026 so với cùng kỳ top 10 "
        "nhất trừ và hoặc không từ đến by Đống Đa Ba Đình A97 J00-J06 dưới 5 tuổi ? ; < > % còn bỏ",
    )
)


def _meaning(outcome: Outcome) -> object:
    """What an outcome comes to: its query, the choices, or that it was refused."""
    if isinstance(outcome, Understood):
        return outcome.query
    return {c.query for c in outcome.choices} if isinstance(outcome, Clarify) else "refused"


@pytest.mark.parametrize("way", TYPED, ids=list(TYPED))
def test_the_way_of_typing_changes_nothing(way: str) -> None:
    """Case, blanks, composition and width of letters leave every query as it is."""
    changed = [t for t in GOOD if _meaning(ask(TYPED[way](t))) != _meaning(ask(t))]
    assert changed == []


def test_marks_left_out_never_give_another_number() -> None:
    """Without any mark a question means the same, or is asked about or refused."""
    for text in GOOD:
        outcome = ask(fold(text))
        if isinstance(outcome, Understood):
            assert outcome.query == _meaning(ask(text)), text


@pytest.mark.parametrize("word", ["blorbo", "xyzzy", "quuxification"])
def test_an_unknown_word_never_yields_an_answer(word: str) -> None:
    """One unknown content word anywhere withholds the answer."""
    answered = [
        text
        for text in GOOD
        for changed in (f"{word} {text}", f"{text.rstrip('?')} {word}")
        if isinstance(ask(changed), Understood)
    ]
    assert answered == []


def test_registers_and_languages_agree() -> None:
    """Questions of the corpus that have one gold query are understood as one query."""
    for _, group in groupby(ALONE, key=lambda q: str(q.gold)):
        queries = {_meaning(ask(q.text)) for q in group if q.gold["outcome"] == "answer"}
        assert len(queries) <= 1


@given(st.text(max_size=300) | st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_has_an_outcome(text: str) -> None:
    """Whatever is typed is understood, asked about or refused, with words for it."""
    outcome = ask(text)
    assert isinstance(outcome, Understood | Clarify | Refusal)
    if isinstance(outcome, Refusal):
        assert outcome.words.vi
        assert outcome.words.en


@given(st.lists(PIECES, min_size=1, max_size=8).map(" ".join))
def test_a_follow_up_has_an_outcome_too(text: str) -> None:
    """Nothing said after a question raises; an edit says what it changed."""
    before = ask("số ca sốt xuất huyết quận Ba Đình tháng 10 theo phường")
    assert isinstance(before, Understood)
    outcome = ask(text, before.query)
    if isinstance(outcome, Understood) and outcome.edits:
        assert outcome.query != before.query


@pytest.mark.parametrize("text", ["số " * 5000, "a" * 10000, "?" * 10000, "từ 1/1 " * 140])
def test_long_texts_are_refused_or_read(text: str) -> None:
    """Ten thousand letters come to an outcome as well."""
    assert isinstance(ask(text), Refusal | Clarify)
