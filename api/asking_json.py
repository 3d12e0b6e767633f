"""The JSON that every door gives for a question: answers, questions back, refusals alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ai.answering.answer import Answer
from ai.answering.numbers import Language
from ai.answering.wording import said
from ai.catalogue import Words
from ai.query import Query, query_json
from ai.understanding.outcomes import Choice, Clarify, Refusal

_AFTER_UNANSWERED = Words(
    "Câu ngay trước chưa được trả lời. Ý anh/chị là câu này?",
    "The question just before had no answer. Do you mean this?",
)
#: Reasons that are found only after a question was understood.
REASONS: Mapping[str, Words] = {
    "small-cells": Words(
        "Số này quá nhỏ để công bố (dưới ngưỡng ô nhỏ).",
        "This number is too small to be given (below the limit for small cells).",
    ),
    "would-reveal": Words(
        "Không trả lời: cùng với các câu trả lời trước, số này sẽ làm lộ một số nhỏ.",
        "No answer: with what you were told before, this number would give a small one away.",
    ),
    "outside-scope": Words(
        "Câu hỏi nằm ngoài phạm vi bạn được xem.",
        "This is outside of what you may ask about.",
    ),
    "too-many-rows": Words(
        "Quá nhiều dòng: hãy thu hẹp câu hỏi, hoặc bớt một chiều.",
        "Too many rows: narrow the question, or ask by fewer dimensions.",
    ),
    "no-beds": Words(
        "Chưa biết số giường của cơ sở nào: cần bảng của nơi triển khai (HEALTHGRAPH_GIVEN_TABLE,"
        " dòng beds).",
        "No facility's beds are known: the deployment's table has to give them"
        " (HEALTHGRAPH_GIVEN_TABLE, lines beds).",
    ),
    "no-population": Words(
        "Chưa biết dân số của phường nào: cần bảng của nơi triển khai (HEALTHGRAPH_GIVEN_TABLE,"
        " dòng population).",
        "No ward's inhabitants are known: the deployment's table has to give them"
        " (HEALTHGRAPH_GIVEN_TABLE, lines population).",
    ),
    "no-owners": Words(
        "Chưa biết chủ quản của cơ sở nào: cần bảng của nơi triển khai (HEALTHGRAPH_GIVEN_TABLE,"
        " dòng owner).",
        "No facility's owner is known: the deployment's table has to give them"
        " (HEALTHGRAPH_GIVEN_TABLE, lines owner).",
    ),
}


def answer_json(answer: Answer) -> dict[str, Any]:
    """Give an answer; `details` holds what stands beside it: definitions, caveats, picture."""
    return _shape(
        "answer",
        query=query_json(answer.query),
        rows=[dict(row) for row in answer.rows],
        columns=list(answer.columns),
        unit=answer.unit,
        text=answer.text,
        receipt=answer.receipt.id,
        details=dict(answer.details),
    )


def clarify_json(clarify: Clarify, language: Language) -> dict[str, Any]:
    """Give a question back with its choices."""
    choices = [_choice(each, language) for each in clarify.choices]
    return _shape("clarify", text=said(clarify.question, language), choices=choices)


def refusal_json(refusal: Refusal, language: Language) -> dict[str, Any]:
    """Give a refusal: why, the words that nothing explains, and what is nearest."""
    return _shape(
        "refuse",
        text=said(refusal.words, language),
        reason=refusal.reason,
        choices=[_choice(each, language) for each in refusal.nearest],
        details={"unexplained": list(refusal.unexplained)},
    )


def _choice(choice: Choice, language: Language) -> dict[str, Any]:
    return {"label": said(choice.label, language), "query": query_json(choice.query)}


def _shape(outcome: str, **given: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "query": None,
        "rows": [],
        "columns": [],
        "unit": "",
        "text": "",
        "reason": "",
        "choices": [],
        "receipt": "",
    }
    return {"outcome": outcome} | empty | given


def after_unanswered(query: Query, describe: Callable[[Query], Words]) -> Clarify:
    """Ask back what words change that follow a question without an answer.

    They may be about that question, or about the one before it, whose query they would edit.
    """
    return Clarify(_AFTER_UNANSWERED, (Choice(describe(query), query),))
