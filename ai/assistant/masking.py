"""A sentence with marks in the place of all that it says: what is counted, when, each clause.

What a model gets to word holds no figure and no text out of the graph; what it gives back must
hold every mark once, in the same order, and beside them only words of a list. A clause is one mark
with its name, number and change: were they apart, a comma would give a number to another name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import orjson

from ai.answering.numbers import Language
from mpi.typed_json import decode

_MARK = re.compile(r"\[(\d{1,3})\]")
_WORD = re.compile(r"[^\W\d_]+")
#: No dash: in front of a number it would be a minus.
_SIGNS = re.compile(r"[\s.,;:()]*")
#: A sentence of ours whose names and numbers are marks.
_SENTENCE = re.compile(r"(?P<heading>\[1\]), (?P<period>[^:;]+): (?P<clauses>.+)\.")
#: Between clauses, not within brackets.
_BETWEEN = re.compile(r"; (?![^()]*\))")
#: Names of a sentence that are looked for; a table has no sentence.
_MOST_NAMES = 40


@dataclass(frozen=True, slots=True)
class Lists:
    """Connecting words that say nothing by themselves, pieces of our sentences, number words.

    `ours` are words between the numbers of our own sentences; a model may not use them.
    """

    connecting: Mapping[str, tuple[str, ...]]
    ours: Mapping[str, tuple[str, ...]]
    facts: tuple[str, ...]
    units: tuple[str, ...]
    moved: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Masked:
    """The sentence with marks, and what stands behind each, from 1."""

    text: str
    behind: tuple[str, ...]


@functools.cache
def lists() -> Lists:
    """Read the words that come with the project."""
    raw = resources.files(__package__).joinpath("wording.json").read_bytes()
    return decode(Lists, orjson.loads(raw), "wording")


def masked(sentence: str, names: Sequence[str], language: Language) -> Masked | None:
    """Put marks into a sentence; None where something else than connecting words is left over."""
    behind = list[str]()

    def mark(match: re.Match[str]) -> str:
        behind.append(match.group())
        return f"[{len(behind)}]"

    text = _pattern(tuple(names[:_MOST_NAMES])).sub(mark, sentence)
    said = _SENTENCE.fullmatch(text)
    if said is None or not _connecting(text, language, lists().ours):
        return None
    parts = [said["heading"], said["period"], *_BETWEEN.split(said["clauses"])]
    marks = [f"[{at}]" for at in range(1, len(parts) + 1)]
    whole = tuple(_put_back(part, behind) for part in parts)
    return Masked(f"{marks[0]}, {marks[1]}: {'; '.join(marks[2:])}.", whole)


def unmasked(text: str, behind: Sequence[str], language: Language) -> str | None:
    """Put back what stands behind the marks; None when anything is missing, moved or added."""
    if [int(n) for n in _MARK.findall(text)] != list(range(1, len(behind) + 1)):
        return None
    if not _connecting(text, language):
        return None
    return _put_back(text, behind)


def _put_back(text: str, behind: Sequence[str]) -> str:
    return _MARK.sub(lambda match: behind[int(match.group(1)) - 1], text)


def _connecting(
    text: str, language: Language, more: Mapping[str, tuple[str, ...]] | None = None
) -> bool:
    """Whether nothing stands between the marks but connecting words and plain signs."""
    rest = _MARK.sub(" ", text)
    known = frozenset(lists().connecting[language.value]) | set((more or {}).get(language, ()))
    if not {word.casefold() for word in _WORD.findall(rest)} <= known:
        return False
    return _SIGNS.fullmatch(_WORD.sub(" ", rest)) is not None


@functools.lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Match names first, the longest first, then fixed pieces, dates, and numbers with units."""
    known = sorted({n for n in names if n} | set(lists().facts), key=len, reverse=True)
    units = "|".join(re.escape(u) for u in sorted(lists().units, key=len, reverse=True))
    moved = "|".join(map(re.escape, lists().moved))
    number = rf"(?:(?:{moved}) )?\d[\d.,]*(?<![.,])(?: (?:{units}))?(?![\w%])"
    return re.compile("|".join([*map(re.escape, known), r"\d{2}/\d{2}/\d{4}", number]))
