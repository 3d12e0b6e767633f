"""Completions while a question is typed: phrases of the catalogue that may come next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ai.understanding.lexicon import Lexicon
from ai.understanding.senses import Role, Sense
from ai.understanding.words import LONGEST, words

#: Most words of the beginning that one completion may share; and completions given.
_SHARED, _MOST = 4, 8
#: Roles that a question is made of, in the order in which they are offered.
_OFFERED = (Role.METRIC, Role.MEMBER, Role.DIMENSION, Role.CARE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The whole text with its end completed, and what the completion stands for."""

    text: str
    role: str
    value: str


def suggest(
    prefix: str, lexicon: Lexicon, most: int = _MOST, fits: Callable[[Sense], bool] = bool
) -> tuple[Suggestion, ...]:
    """Complete the last words of a text by what fits, the longest shared beginning first.

    Marks may be left out. A text that ends in a blank, or is too long, has no completions.
    """
    said = words(prefix[: LONGEST + 1])
    if not said or len(prefix) > LONGEST or prefix[-1:].isspace():
        return ()
    found: dict[tuple[str, str], Suggestion] = {}
    for count in range(min(_SHARED, len(said)), 0, -1):
        kept = prefix[: said[-count].start]
        typed = " ".join(word.plain for word in said[-count:])
        for text, sense in sorted(_completing(typed, lexicon), key=_rank):
            key = (sense.role.value, _value(sense))
            if fits(sense):
                found.setdefault(key, Suggestion(kept + text, *key))
    return tuple(found.values())[:most]


def _completing(typed: str, lexicon: Lexicon) -> list[tuple[str, Sense]]:
    return [
        (text, sense)
        for plain, text, sense in lexicon.beginning(typed)
        if sense.role in _OFFERED and plain != typed
    ]


def _rank(each: tuple[str, Sense]) -> tuple[int, int, str]:
    text, sense = each
    return len(text), _OFFERED.index(sense.role), text


def _value(sense: Sense) -> str:
    return f"{sense.value}={','.join(sense.members)}" if sense.members else sense.value
