"""What a model's reading of a question is worth, held against the parser (docs/adr/0020).

A query is answered only when the parser read it from words; all else is one question back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ai.assistant.agreeing import alike, extends
from ai.assistant.existing import exists
from ai.assistant.forms import Reading, query_of
from ai.assistant.letters import near, replaced, rivals
from ai.catalogue_parts import Catalogue, Words
from ai.query import Query
from ai.understanding.assembling import Setting
from ai.understanding.outcomes import Clarify, Outcome, Refusal, Understood
from ai.understanding.refusing import choices_of
from ai.understanding.senses import Role
from ai.understanding.understand import Understanding
from ai.understanding.words import words

#: Reasons of a refusal that a model may help with. Whatever is not here is closed: a single
#: person, the future, causes, advice, periods without data, what is not allowed.
OPEN = frozenset({"unknown_words", "no_metric"})
#: What may be said of the words that are known, without the others, for a model to be asked.
_INCOMPLETE = OPEN | {
    "no_disease", "loose", "number", "rank_of_what", "rank_by_what", "compare_what", "no_period",
    "share_of_what", "empty",
}  # fmt: skip
#: As many digits in a row may be somebody's number.
_NOT_TIME = re.compile(r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?")
_SOMEBODY = re.compile(r"\d[\d .-]{5,}\d")


@dataclass(frozen=True, slots=True)
class Unread:
    """A question that the parser refused for a reason that is open."""

    text: str
    today: dt.date
    refusal: Refusal
    previous: Query | None = None


def judged(reading: Reading, unread: Unread, door: Understanding) -> Outcome:
    """Give what comes of a reading: understood, one question back, or the refusal as it was."""
    query = query_of(reading, door.catalogue, unread.today)
    real = query is not None and exists(query, door.catalogue, door.city)
    mended = _mended(reading, unread, door)
    if mended is not None:
        same = real and query is not None and alike(mended.query, query)
        return mended if same else _asked(unread, (mended.query,), door)
    kept = _kept(reading, unread, door)
    timed = isinstance(kept, Understood) and any(use.slot == Role.TIME for use in kept.used)
    partials = _queries(kept)
    if real and query and any(extends(query, each, timed=timed) for each in partials):
        return _asked(unread, (query,), door)
    return _asked(unread, partials[:1], door)


def held_against(
    reading: Reading, understood: Understood, today: dt.date, door: Understanding
) -> Outcome:
    """Let a second reading stand against the parser's: where they differ, ask which was meant."""
    query = query_of(reading, door.catalogue, today)
    if query is None or not exists(query, door.catalogue, door.city):
        return understood
    plain = (replace(each, order=None, limit=None) for each in (query, understood.query))
    if alike(*plain):
        return understood
    setting = Setting(door.catalogue, door.city, today)
    said = Words("Ý anh/chị là câu nào?", "Which one do you mean?")
    return Clarify(said, choices_of((understood.query, query), setting))


def names_somebody(text: str) -> bool:
    """Whether a text has as many digits in a row as somebody's number."""
    return _SOMEBODY.search(_NOT_TIME.sub(" ", text)) is not None


def may_be_asked(unread: Unread, kept: Outcome) -> bool:
    """Whether a model may see a question: nothing closed is in it, and nobody's number."""
    if unread.refusal.reason not in OPEN or names_somebody(unread.text):
        return False
    return not isinstance(kept, Refusal) or incomplete(kept)


def known_part(unread: Unread, door: Understanding) -> Outcome:
    """Read the question without the words that nobody knows."""
    unknown = {word.plain for each in unread.refusal.unexplained for word in words(each)}
    return _parsed(replaced(unread.text, dict.fromkeys(unknown, "")), unread, door)


def _parsed(text: str, unread: Unread, door: Understanding) -> Outcome:
    return door.understand(text, unread.today, unread.previous)


def _kept(reading: Reading, unread: Unread, door: Understanding) -> Outcome:
    """Read what the parser knows; where that is no whole question, with the model's own names.

    A refusal says that what it knows makes no query, or one that may not be asked.
    """
    kept = known_part(unread, door)
    if not incomplete(kept):
        return kept
    unknown = [word.plain for each in unread.refusal.unexplained for word in words(each)]
    blank = dict.fromkeys(unknown, "")
    for name in _names(reading, door.catalogue):
        filled = replaced(unread.text, blank | {unknown[0]: name}) if unknown else ""
        found = _parsed(filled or f"{name} {unread.text}", unread, door)
        if not isinstance(found, Refusal):
            return found
    return kept


def incomplete(outcome: Outcome) -> bool:
    """Whether the parser refused for something missing, and not for what was asked about."""
    return isinstance(outcome, Refusal) and outcome.reason in _INCOMPLETE


def _names(reading: Reading, catalogue: Catalogue) -> Iterator[str]:
    """Names that may be missing, as the model fills them: its disease, its metric, both."""
    groups = [m for f in reading.filters if f.dimension == "disease_group" for m in f.members]
    diseases = [catalogue.sets[m].names.vi[0] for m in groups if m in catalogue.sets][:1]
    metrics = [catalogue.metrics[m].names.vi[0] for m in reading.metrics if m in catalogue.metrics]
    yield from diseases
    yield from metrics[:1]
    yield " ".join((*metrics[:1], *diseases))


def _queries(outcome: Outcome) -> tuple[Query, ...]:
    if isinstance(outcome, Understood):
        return (outcome.query,)
    return tuple(choice.query for choice in outcome.choices) if isinstance(outcome, Clarify) else ()


def _mended(reading: Reading, unread: Unread, door: Understanding) -> Understood | None:
    """The question with its unknown words mended, where model and letters say the same."""
    unknown = [word.plain for each in unread.refusal.unexplained for word in words(each)]
    said = {_plain(each.word): _plain(each.stands_for) for each in reading.meanings}
    pairs = {word: said.get(word, "") for word in unknown}
    vocabulary = door.lexicon.vocabulary
    if not unknown or not all(v in vocabulary and near(w, v) for w, v in pairs.items()):
        return None
    found = _parsed(replaced(unread.text, pairs), unread, door)
    if not isinstance(found, Understood):
        return None
    others = (
        _parsed(replaced(unread.text, pairs | {word: other}), unread, door)
        for word in pairs
        for other in rivals(word, vocabulary)
    )
    lone = all(alike(o.query, found.query) for o in others if isinstance(o, Understood))
    return found if lone else None


def _plain(text: str) -> str:
    return " ".join(word.plain for word in words(text))


def _asked(unread: Unread, queries: tuple[Query, ...], door: Understanding) -> Clarify | Refusal:
    """Ask back with the queries as choices; where there is none the refusal stands."""
    if not queries:
        return unread.refusal
    setting = Setting(door.catalogue, door.city, unread.today)
    unknown = ", ".join(f"“{each}”" for each in unread.refusal.unexplained)
    vi, en = "Ý anh/chị có phải là câu này?", "Is this what you mean?"
    said = Words(f"Tôi không hiểu {unknown}. {vi}", f"I do not understand {unknown}. {en}")
    return Clarify(said if unknown else Words(vi, en), choices_of(queries, setting))
