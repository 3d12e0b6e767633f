"""What a phrase of a question can stand for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ai.understanding.moments import Moment
from ai.understanding.spans import Span


class Role(StrEnum):
    """The part that a phrase plays; each is handled by one method of `roles`."""

    FILLER = "filler"
    METRIC = "metric"
    HEAD = "head"
    QUANTITY = "quantity"
    DIMENSION = "dimension"
    MEMBER = "member"
    CARE = "care"
    TIME = "time"
    NUMBER = "number"
    BY = "by"
    EACH = "each"
    PLURAL = "plural"
    WHICH = "which"
    TOP = "top"
    MOST = "most"
    LEAST = "least"
    MANY = "many"
    FEW = "few"
    BEST = "best"
    VERSUS = "versus"
    COMPARE = "compare"
    LAST_YEAR = "last-year"
    PREVIOUS = "previous"
    RISING = "rising"
    FROM = "from"
    TO = "to"
    AND = "and"
    OR = "or"
    OF = "of"
    EXCEPT = "except"
    ONLY = "only"
    DROP = "drop"
    ADD = "add"
    FOLLOW = "follow"
    RATE = "rate"
    SHARE = "share"
    SPREAD = "spread"
    TREND = "trend"
    CHART = "chart"
    INWARD = "inward"
    UP = "up"
    DOWN = "down"
    COMPLEMENT = "complement"
    UNIT = "unit"
    MORE = "more"
    RANK = "rank"
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning. `value` is an id or a reason; a member has its dimension there.

    `weight` is added to the cost of a reading that takes the phrase so. `moment` is a time as it
    was said, perhaps without its year.
    """

    role: Role
    value: str = ""
    members: tuple[str, ...] = ()
    excluded: bool = False
    span: Span | None = None
    moment: Moment | None = None
    number: int = 0
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A phrase of the question, words `start` to before `end`, taken in one sense."""

    start: int
    end: int
    sense: Sense
    text: str = ""
    comma: bool = False
