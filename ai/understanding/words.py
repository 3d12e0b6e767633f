"""A question as words: each with its marks, without them, and where it stood in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mpi.names import fold, syllable

#: Longer texts are refused before they are read: no question of a leader is that long.
LONGEST = 1000
_MARKS = "\u0300-\u036f"
_LETTERS = rf"(?:[^\W\d_][{_MARKS}]*)+"
_TOKEN = re.compile(
    rf"(?P<code>\b[A-Za-z]\d\d(?:\.\d{{1,2}})?(?![\w]))"
    rf"|(?P<date>\d+(?:[./-]\d+)+(?:,\d+)?)"
    rf"|(?P<number>\d+(?:,\d+)?)"
    rf"|(?P<word>{_LETTERS})"
    rf"|(?P<sign>[<>≤≥=%+&@#$*\\|{{}}\[\]^~_])"
)
#: A letter or two stay with the digits that follow, as in T3, Q3, H1, K01; longer words do not.
_SHORT = re.compile(r"\b[A-Za-z]{1,2}\d{1,2}(?:/\d{4})?(?![\w/])")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `exact` keeps marks, `plain` has none, `before` is the punctuation in front."""

    text: str
    exact: str
    plain: str
    start: int
    end: int
    before: str = ""

    @property
    def marked(self) -> bool:
        """True when it was typed with marks, so that they can be held against it."""
        return self.exact != self.plain

    @property
    def dashed(self) -> bool:
        """True when a dash stands in front, as between the ends of a range."""
        return "-" in self.before


def words(text: str) -> tuple[Word, ...]:
    """Split a text; offsets are into its composed form (NFC), which is what was typed.

    >>> [word.plain for word in words("Số ca SXH tuần 32, q.Ba Đình?")]
    ['so', 'ca', 'sxh', 'tuan', '32', 'q', 'ba', 'dinh']
    """
    composed = normal(text)
    found: list[Word] = []
    at = 0
    while match := _next(composed, at):
        before = composed[at : match.start()].replace("–", "-").replace("—", "-").strip()
        found.append(_word(match, before))
        at = match.end()
    return tuple(found)


def normal(text: str) -> str:
    """NFC with full-width letters made plain and invisible characters taken out.

    Removing them cannot join words that a reader sees apart; a zero-width space becomes a blank.
    """
    composed = unicodedata.normalize("NFKC", text.replace("\u200b", " "))
    return "".join(c for c in composed if unicodedata.category(c) != "Cf")


def _next(text: str, at: int) -> re.Match[str] | None:
    token = _TOKEN.search(text, at)
    short = _SHORT.search(text, at)
    if short and token and short.start() == token.start() and short.end() >= token.end():
        return short
    return token


def _word(match: re.Match[str], before: str) -> Word:
    text = match.group()
    exact = syllable(text)
    return Word(text, exact, fold(exact), match.start(), match.end(), before)
