"""A language model beside the parser, as a question meets it, and what an answer says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ai.answering.answer import Answer
from ai.answering.numbers import Language
from ai.answering.sentences import Label
from ai.assistant.believing import Unread
from ai.understanding.outcomes import Outcome, Understood

#: What a model may do in an answer, as `details.model.part` says it.
READING, WORDING = "reading", "wording"
_NAMED_ROWS = 40


class Mind(Protocol):
    """A language model; `ai.assistant.mind.LanguageModel` is one."""

    @property
    def name(self) -> str:
        """The model and the version of its prompt."""

    @property
    def phrases(self) -> bool:
        """Whether it is asked to word answers."""

    def read(self, unread: Unread) -> Outcome:
        """Give what comes of a question that was refused, or the refusal as it is."""

    def check(self, text: str, today: dt.date, understood: Understood) -> Outcome:
        """Give what was understood, or a question back where the model reads another query."""

    def phrase(self, sentence: str, names: Sequence[str], language: Language) -> str:
        """Give the sentence in other words with the same numbers, or as it is."""


def versions_with(mind: Mind | None, *, read: bool) -> Mapping[str, str]:
    """Give what a receipt says of a model that was asked."""
    return {"language model": mind.name} if mind and (read or mind.phrases) else {}


def worded(
    told: dict[str, Any], answer: Answer, mind: Mind | None, label: Label, language: Language
) -> bool:
    """Let the model word the sentence of an answer; gives whether it stands in its words."""
    if mind is None or not mind.phrases:
        return False
    text = mind.phrase(told["text"], list(_names(answer, label, language)), language)
    changed = bool(text != told["text"])
    told["text"] = text
    return changed


def named(told: dict[str, Any], mind: Mind | None, **part: bool) -> dict[str, Any]:
    """Say in the details which model took part, and in what."""
    parts = [name for name, took in part.items() if took]
    if mind is not None and parts:
        told["details"] = (told.get("details") or {}) | {
            "model": {"name": mind.name, "part": parts}
        }
    return told


def _names(answer: Answer, label: Label, language: Language) -> Sequence[str]:
    """Names that the sentence may hold: its heading, and the place of each row."""
    by = answer.query.dimensions
    rows = answer.rows[:_NAMED_ROWS]
    places = [", ".join(label(d, str(row[d]), language) for d in by) for row in rows if by]
    return [str(answer.details["heading"]), *places]
