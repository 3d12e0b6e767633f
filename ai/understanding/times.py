"""Times in a question: one phrase, a range between two, since, up to, between; and what to ask."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ai.understanding.moments import Moment, ranged, settled, to_date
from ai.understanding.spans import Grain, Span
from ai.understanding.time_makers import Time
from ai.understanding.time_phrases import phrases_at
from ai.understanding.time_words import MARKED
from ai.understanding.words import Word
from mpi.names import syllable

#: Longest phrase for a time, in words.
_LONGEST = 18
_START = re.compile(r"(?:(?:trong )?(?:khoang )?(?:thoi gian )?(?:ke )?tu|from|between) ")
_SINCE = re.compile(
    r"(?:ke tu|tinh tu|tu|since|from) (?:dau |ngay dau |(?:the )?(?:start|beginning) of (?:the )?)?"
)
_UNTIL = re.compile(
    r"(?:tinh den|(?:luy ke|cong don) den|luy ke|cong don|tinh toi|den|up to|until|through|"
    r"(?:(?:luy ke|cong don|tinh|ke) )?(?:tu )?dau nam(?: nay)? (?:den|toi))"
    r"(?: het| cuoi| the end of)? "
)
_TO = re.compile(r" (?:- |den |toi |to |until |till |through |and |va )(?:het |cuoi |the end of )?")
_NOW = re.compile(
    r" (?:den|toi|to|until|till|up to|-) (?:nay|hien tai|hom nay|now|today|date)(?= |$)"
)
_ONWARDS = re.compile(r" (?:tro di|onwards?|on)(?= |$)")
#: "tháng 1-3", "tuần 30 đến 32", "quý 1 - 2": the noun once, two numbers.
_ONCE = re.compile(
    r"(?P<noun>cac thang|cac tuan|tuan|thang|qui|weeks?|months?|quarters?) "
    r"(?P<a>\d\d?|i{1,3}|iv)(?:-| - | den | to | toi )(?P<b>\d\d?|i{1,3}|iv)(?=[/ ]|$)"
)
_BEFORE_MAY = set(
    re.findall(
        r"\w+", "in of during since for from to and until through vs versus with last against"
    )
)
_BARE = re.compile(r"^(\d+ thang)( (?!qua|gan|vua|roi|tro|dau|cuoi|nam|nay|truoc|\d).*)?$")
_SIX = syllable("sáu")


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time, how many words said it, whether it lies ahead, and how it was said."""

    span: Span
    words: int
    ahead: bool = False
    moment: Moment | None = None


def times_at(words: Sequence[Word], at: int, today: dt.date) -> tuple[When, ...]:
    """The longest readings of the words from `at` on as a time; none when they are no time."""
    if _is_may(words, at):
        return ()
    said = _window(words, at)
    text = _within(words, at, said)
    found = [*_ranges(text, today), *_single(text, today)]
    longest = max((end for end, _ in found), default=0)
    spans = {span: None for end, span in found if end == longest}
    count = _count(text[:longest]) - (text != said)
    said_as = _moments(text, longest, today)
    return tuple(
        When(to_date(span, today), count, span.first > today, said_as.get(span)) for span in spans
    )


def _moments(text: str, end: int, today: dt.date) -> dict[Span, Moment]:
    """Times that are named by a number, by the stretch that is meant."""
    moments = [time for at, time in phrases_at(text, today) if at == end]
    return {
        span: moment
        for moment in moments
        if isinstance(moment, Moment) and (span := _settled(moment, today)) is not None
    }


def _within(words: Sequence[Word], at: int, text: str) -> str:
    """Make "trong 6 tháng" say "6 tháng qua", so that it is not the first half of the year."""
    if at and words[at - 1].plain in {"trong", "vong", "within"}:
        return _BARE.sub(r"\1 qua\2", text)
    return text


def _is_may(words: Sequence[Word], at: int) -> bool:
    """True for "may" that is no month: it follows no word that leads to a time, nor has a year."""
    if words[at].plain != "may":
        return False
    before = words[at - 1].plain if at else ""
    year = at + 1 < len(words) and re.fullmatch(r"20\d\d", words[at + 1].plain)
    return before not in _BEFORE_MAY and not year


def _window(words: Sequence[Word], at: int) -> str:
    parts = []
    for place, word in enumerate(words[at : at + _LONGEST]):
        if place and ("?" in word.before or ";" in word.before):
            break
        said = _said(word)
        parts.append(f"- {said}" if word.dashed and place else said)
    return " ".join(parts)


def _said(word: Word) -> str:
    """Without marks where they are those of a word of time; "sáu" is 6, since "sau" is "next"."""
    if word.exact == _SIX:
        return "6"
    return word.exact if word.marked and word.exact not in MARKED else word.plain


def _count(text: str) -> int:
    return sum(part != "-" for part in text.split())


def _single(text: str, today: dt.date) -> Iterator[tuple[int, Span]]:
    for end, time in phrases_at(text, today):
        if (span := _settled(time, today)) is not None:
            yield end, span
    yield from _open(text, today)


def _open(text: str, today: dt.date) -> Iterator[tuple[int, Span]]:
    """Since a time until today, and from the beginning of the year up to a time."""
    if since := _SINCE.match(text):
        for end, span in _phrases(text, since.end(), today):
            tail = _NOW.match(text, end) or _ONWARDS.match(text, end)
            if (
                span.grain is not Grain.RUN
                and span.first <= today
                and (tail or "since" in since.group() or end == len(text))
            ):
                yield tail.end() if tail else end, Span(span.first, today)
    if until := _UNTIL.match(text):
        for end, span in _phrases(text, until.end(), today):
            if until.group() != "den " and span.grain is not Grain.YEAR:
                yield end, Span(dt.date(span.last.year, 1, 1), min(span.last, today))


def _ranges(text: str, today: dt.date) -> Iterator[tuple[int, Span]]:
    start = _START.match(text)
    begin = start.end() if start else 0
    yield from _once(text, begin, today)
    for middle, first in phrases_at(text[begin:], today):
        if to := _TO.match(text, begin + middle):
            if to.group() in {" and ", " va "} and not (start and "between" in start.group()):
                continue
            yield from _ends(text, to.end(), first, today)


def _ends(text: str, at: int, first: Time, today: dt.date) -> Iterator[tuple[int, Span]]:
    for end, last in phrases_at(text[at:], today):
        try:
            yield at + end, ranged(first, last, today)
        except ValueError:
            continue


def _once(text: str, begin: int, today: dt.date) -> Iterator[tuple[int, Span]]:
    """Read the noun for both numbers: "tháng 1-3/2026" is "tháng 1 - tháng 3/2026"."""
    if (match := _ONCE.match(text, begin)) is None:
        return
    noun = match["noun"].removeprefix("cac ").removesuffix("s")
    tail = text[match.end("b") :]
    for _, first in phrases_at(f"{noun} {match['a']}", today):
        last = f"{noun} {match['b']}{tail}"
        for end, time in phrases_at(last, today):
            if isinstance(first, Moment) and isinstance(time, Moment):
                shift = match.end("b") - len(f"{noun} {match['b']}")
                yield from _pair(first, time, shift + end, today)


def _pair(first: Moment, last: Moment, end: int, today: dt.date) -> Iterator[tuple[int, Span]]:
    try:
        yield end, ranged(first, last, today)
    except ValueError:
        return


def _phrases(text: str, at: int, today: dt.date) -> Iterator[tuple[int, Span]]:
    for end, time in phrases_at(text[at:], today):
        if (span := _settled(time, today)) is not None:
            yield at + end, span


def _settled(time: Time, today: dt.date) -> Span | None:
    try:
        return settled(time, today)
    except ValueError:
        return None
