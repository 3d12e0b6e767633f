"""What comes of a question: a typed query, a question back, or a reason."""

from __future__ import annotations

from dataclasses import dataclass

from ai.catalogue_parts import Words
from ai.query import Query


@dataclass(frozen=True, slots=True)
class Use:
    """Words of the question and the slot that they filled."""

    text: str
    slot: str
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A complete query with words for it."""

    label: Words
    query: Query


@dataclass(frozen=True, slots=True)
class Understood:
    """The query; for a follow-up what was changed, in words; and what each phrase was taken for."""

    query: Query
    edits: tuple[Words, ...] = ()
    used: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Clarify:
    """One short question back."""

    question: Words
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, what is nearest, and which words nothing explains."""

    reason: str
    words: Words
    nearest: tuple[Choice, ...] = ()
    unexplained: tuple[str, ...] = ()


Outcome = Understood | Clarify | Refusal
