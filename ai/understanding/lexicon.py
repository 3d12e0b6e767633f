"""Phrases and what they can mean, found with marks, without them, and with one mistake."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from operator import itemgetter

from ai.understanding.mending import Known
from ai.understanding.senses import Role, Sense
from ai.understanding.spelling import corrections
from ai.understanding.vocabulary import vocabulary
from ai.understanding.words import Word, words
from mpi.names import syllable

#: What a phrase costs, words that say nothing less; a wrong mark and a mistake in spelling.
PHRASE, NOTHING, MARK, MISTAKE = 1.0, 0.4, 1.6, 2.0
#: A word without marks where the phrase has them: hardly anything, so that marks break a tie; more
#: in a text whose other words have theirs.
UNMARKED, LEFT_OUT = 0.01, 0.35
#: A letter that names types (cúm A, viêm gan A), so never "ạ" without its mark.
_TYPE = syllable("ạ")
#: The shortest phrase, in words, that may hold a wrong mark or a mistake.
_SAFE = 2
_plain = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with their marks, and one meaning."""

    exact: tuple[str, ...]
    sense: Sense


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text: it ends before word `end`."""

    end: int
    sense: Sense
    cost: float


class Lexicon:
    """All phrases, by their words without marks. Built once for a catalogue and its entities."""

    def __init__(self, entries: Iterable[tuple[str, Sense]]) -> None:
        written: dict[tuple[str, str, Sense], None] = {}
        self._phrases: dict[tuple[str, ...], dict[Phrase, None]] = defaultdict(dict)
        for text, sense in entries:
            split = words(text)
            key = tuple(word.plain for word in split)
            written[" ".join(key), text, sense] = None
            self._phrases[key][Phrase(tuple(word.exact for word in split), sense)] = None
        self._phrases.pop((), None)
        self._written = sorted(written, key=_plain)
        self._longest: dict[str, int] = {}
        for key in self._phrases:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
        self.vocabulary = frozenset(word for key in self._phrases for word in key)
        self.known = Known(
            frozenset(
                word for phrases in self._phrases.values() for p in phrases for word in p.exact
            ),
            self.vocabulary,
        )

    def beginning(self, typed: str) -> Iterator[tuple[str, str, Sense]]:
        """Every phrase that begins so: its words without marks, as it is written, its meaning."""
        for at in range(bisect_left(self._written, typed, key=_plain), len(self._written)):
            if not self._written[at][0].startswith(typed):
                return
            yield self._written[at]

    def at(self, text: Sequence[Word], start: int, unmarked: float = UNMARKED) -> Iterator[Found]:
        """Every phrase that begins at a word; `unmarked` is the cost of a word without marks."""
        for variant, mistaken in self._firsts(text[start]):
            longest = min(self._longest.get(variant, 0), len(text) - start)
            for length in range(1, longest + 1):
                said = text[start : start + length]
                if any("?" in word.before or ";" in word.before for word in said[1:]):
                    break
                yield from self._matches(said, start + length, (variant, mistaken), unmarked)

    def _firsts(self, word: Word) -> Iterator[tuple[str, bool]]:
        yield word.plain, False
        if word not in self.known:
            for each in corrections(word.plain, self.vocabulary):
                yield each, True

    def _matches(
        self,
        said: Sequence[Word],
        end: int,
        first: tuple[str, bool],
        unmarked: float,
    ) -> Iterator[Found]:
        choices = [[first], *(list(self._firsts(word)) for word in said[1:])]
        for picked in product(*choices):
            wrong = sum(mistake for _, mistake in picked)
            if wrong > _mistakes(said):
                continue
            for phrase in self._phrases.get(tuple(word for word, _ in picked), ()):
                cost = _cost(said, phrase, wrong, unmarked)
                if cost is not None:
                    yield Found(end, phrase.sense, cost)


def _cost(said: Sequence[Word], phrase: Phrase, wrong: int, each: float) -> float | None:
    """What taking these words for the phrase costs; None when it is not allowed.

    A short phrase that says nothing must be right: "ở chó" is not "ở chỗ".
    """
    pairs = list(zip(said, phrase.exact, strict=True))
    marks = 0 if wrong else sum(word.marked and word.exact != exact for word, exact in pairs)
    strict = phrase.exact[0] == _TYPE or phrase.exact[0] in vocabulary().strict
    letter = len(said) == 1 and strict and said[0].exact != phrase.exact[0]
    few = marks <= _mistakes(said) and (len(said) >= _SAFE or not marks)
    short = phrase.sense.role is Role.FILLER and len(said) <= _SAFE and (marks or wrong)
    if letter or short or not few or not _safe(said, wrong):
        return None
    unmarked = sum(not word.marked and word.exact != exact for word, exact in pairs)
    base = NOTHING if phrase.sense.role is Role.FILLER else PHRASE
    extra = phrase.sense.weight + marks * MARK + wrong * MISTAKE + unmarked * each
    return base + extra


def _mistakes(said: Sequence[Word]) -> int:
    """How many words of a phrase may be wrong: one, or half of a long one."""
    return (len(said) + 1) // 2


def _safe(said: Sequence[Word], wrong: int) -> bool:
    """A mistake in a single word is believed only in a long one."""
    return not wrong or len(said) >= _SAFE or len(said[0].plain) >= 7
