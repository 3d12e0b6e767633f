"""Numbers that share one noun of time: "tháng 7, 8 và 9" is "tháng 7, tháng 8 và tháng 9"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ai.understanding.words import Word

_NOUNS = {"thang", "tuan", "qui", "week", "weeks", "month", "months", "quarter", "quarters"}
_ONE = {"weeks": "week", "months": "month", "quarters": "quarter"}
_JOINS = {"va", "and", "hay", "hoac", "or"}
_MOST = 53
#: What may follow the last number, so that it counts nothing: "tháng 8 và 5 phường" has a noun.
_AFTER = {
    "nam", "cua", "o", "tai", "theo", "so", "co", "la", "thi", "trong", "in", "of", "at", "by",
    "for", "this", "last", "vua", "vs", "toan", "cac",
}  # fmt: skip


def with_nouns(words: Sequence[Word]) -> tuple[Word, ...]:
    """Give each number of a list the noun in front of its first, where it can have no other."""
    found: list[Word] = []
    noun: Word | None = None
    for at, word in enumerate(words):
        if noun is not None and _goes_on(words, at):
            found.append(replace(noun, before=word.before))
            found.append(replace(word, before=""))
            continue
        found.append(word)
        noun = _noun(words, at, noun)
    return tuple(found)


def _noun(words: Sequence[Word], at: int, noun: Word | None) -> Word | None:
    """The noun that holds after a word: its own, or that of the list that goes on."""
    word = words[at]
    if word.plain in _NOUNS:
        one = _ONE.get(word.plain, word.plain)
        return replace(word, plain=one, exact=word.exact if one == word.plain else one)
    return noun if _number(word) or word.plain in _JOINS else None


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """True for a bare number after a comma or "và" after a number, with no noun of its own."""
    word, before = words[at], words[at - 1]
    if not _number(word) or word.dashed:
        return False
    listed = "," in word.before and _number(before)
    joined = before.plain in _JOINS and at > 1 and _number(words[at - 2])
    return (listed or joined) and _ends(words, at)


def _ends(words: Sequence[Word], at: int) -> bool:
    if at + 1 == len(words):
        return True
    after = words[at + 1]
    return after.plain in _JOINS | _AFTER or bool(after.before) or after.plain.startswith("20")


def _number(word: Word) -> bool:
    return word.plain.isdigit() and 1 <= int(word.plain) <= _MOST
