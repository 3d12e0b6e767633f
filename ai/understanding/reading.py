"""The covers of a question: each word in one phrase, cheapest first, with all equally cheap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ai.catalogue_parts import Catalogue
from ai.understanding.ages import ages_at
from ai.understanding.codes import codes_at
from ai.understanding.lexicon import LEFT_OUT, PHRASE, UNMARKED, Found, Lexicon
from ai.understanding.senses import Piece, Role, Sense
from ai.understanding.times import times_at
from ai.understanding.words import Word

#: What a word costs that nothing explains: more than any other way to read the question.
UNKNOWN = 30.0
#: Readings that cost so much more than the cheapest are not looked at; and how many are kept.
SLACK, KEPT = 1.1, 48
#: A phrase of the grammars (times, ages) before an equally long one of the lexicon.
_GRAMMAR = 0.95


#: With so many marked words, a text is one whose writer sets marks.
_MARKED = 0.4


@dataclass(frozen=True, slots=True)
class Reading:
    """One cover and its cost."""

    cost: float
    pieces: tuple[Piece, ...]

    @property
    def unexplained(self) -> tuple[Piece, ...]:
        """The words that nothing explains."""
        return tuple(piece for piece in self.pieces if piece.sense.value == "unknown")


@dataclass(frozen=True, slots=True)
class Reader:
    """What a question is read with: phrases, bands of age, and the day of asking."""

    lexicon: Lexicon
    catalogue: Catalogue
    today: dt.date


def readings(words: Sequence[Word], reader: Reader) -> tuple[Reading, ...]:
    """The cheapest covers, by cost; there is always one, and never more than `KEPT`."""
    careful = sum(word.marked for word in words) > len(words) * _MARKED
    unmarked = LEFT_OUT if careful else UNMARKED
    best: list[list[Reading]] = [[Reading(0.0, ())], *([] for _ in words)]
    for at in range(len(words)):
        best[at] = _kept(best[at])
        for found in _found(words, at, reader, unmarked):
            text = _text(words, at, found.end)
            piece = Piece(at, found.end, found.sense, text, "," in words[at].before)
            for before in best[at]:
                cover = Reading(before.cost + found.cost, (*before.pieces, piece))
                best[found.end].append(cover)
    return tuple(_kept(best[-1]))


def _kept(covers: list[Reading]) -> list[Reading]:
    covers.sort(key=lambda cover: cover.cost)
    return [c for c in covers[:KEPT] if c.cost <= covers[0].cost + SLACK]


def _found(words: Sequence[Word], at: int, reader: Reader, unmarked: float) -> Iterator[Found]:
    found = [*reader.lexicon.at(words, at, unmarked), *_grammars(words, at, reader)]
    yield from found
    if not any(each.end == at + 1 for each in found):
        yield Found(at + 1, Sense(Role.CUE, "unknown"), UNKNOWN)


def _grammars(words: Sequence[Word], at: int, reader: Reader) -> Iterator[Found]:
    for when in times_at(words, at, reader.today):
        ahead = "ahead" if when.ahead else ""
        sense = Sense(Role.TIME, ahead, span=when.span, moment=when.moment)
        yield Found(at + when.words, sense, _GRAMMAR)
    for end, sense in codes_at(words, at):
        yield Found(end, sense, _GRAMMAR if sense.role is not Role.NUMBER else PHRASE)
    window = " ".join(_said(word) for word in words[at : at + 9])
    bands = reader.catalogue.dimensions.get("age_band")
    for length, sense in ages_at(window, bands) if bands else ():
        yield Found(at + window[:length].count(" ") + 1, sense, _GRAMMAR)


def _said(word: Word) -> str:
    return f"- {word.plain}".replace(" ", "") if word.dashed and word.text == "-" else word.plain


def _text(words: Sequence[Word], start: int, end: int) -> str:
    return " ".join(word.text for word in words[start:end])
