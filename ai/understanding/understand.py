"""The door: a text and what it is asked in, to a query, a question back, or a reason."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ai.catalogue_parts import Catalogue
from ai.query import Query
from ai.understanding import following
from ai.understanding.assembling import Setting, assembled
from ai.understanding.entities import Entities
from ai.understanding.lexicon import Lexicon
from ai.understanding.listed import with_nouns
from ai.understanding.mending import mended
from ai.understanding.naming import entries
from ai.understanding.outcomes import Clarify, Outcome, Refusal, Understood, Use
from ai.understanding.problem import Unclear
from ai.understanding.reading import Reader, Reading, readings
from ai.understanding.refusing import ambiguous, choices_of, outcome_of
from ai.understanding.roles import slots_of
from ai.understanding.senses import Role
from ai.understanding.somebody import speaks_of_somebody
from ai.understanding.words import LONGEST, Word, words

#: Readings whose costs differ by less are equally good.
_TIE = 0.3
#: Reasons that a dearer reading must not get round: what was meant is clear, and cannot be had.
_FINAL = {
    "not_by", "no_data", "no_data_before", "cause", "future", "advice", "scope", "person",
    "threshold", "average", "now", "negation", "condition", "instruction", "growth", "old_ward",
    "age", "visits_or_people", "count_of_rate", "two_times", "elsewhere", "dimension", "own_place",
    "which_year",
}  # fmt: skip
_SEVERAL = re.compile(r"[?？;]|\n")


class Understanding:
    """Understands questions about one catalogue and city; holds the lexicon that they make."""

    def __init__(self, catalogue: Catalogue, city: Entities) -> None:
        self.catalogue, self.city = catalogue, city
        self.lexicon = Lexicon(entries(catalogue, city))

    def understand(
        self, text: str, today: dt.date, previous: Query | None = None, language: str = "vi"
    ) -> Outcome:
        """Give what comes of a question asked on a day; `previous` is what a follow-up edits.

        Never raises for any text. `language` is that of the reader; a question may be in either.
        """
        del language
        setting = Setting(self.catalogue, self.city, today)
        if len(text) > LONGEST:
            return outcome_of(Unclear("too_long"), setting)
        if several := [part for part in _SEVERAL.split(text) if words(part)][1:]:
            return self._several(text, several, setting)
        said = words(text)
        if not said:
            return outcome_of(Unclear("empty"), setting)
        return self._one(said, setting, previous)

    def _several(self, text: str, rest: Sequence[str], setting: Setting) -> Outcome:
        first = next(part for part in _SEVERAL.split(text) if words(part))
        outcomes = [self._one(words(part), setting, None) for part in (first, *rest)]
        queries = [each.query for each in outcomes if isinstance(each, Understood)]
        return outcome_of(Unclear("several", nearest=tuple(queries), ask=True), setting)

    def _one(self, said: Sequence[Word], setting: Setting, previous: Query | None) -> Outcome:
        if speaks_of_somebody(said, self.lexicon.vocabulary):
            return outcome_of(Unclear("person"), setting)
        said = with_nouns(mended(said, self.lexicon.known))
        found = readings(said, Reader(self.lexicon, self.catalogue, setting.today))
        good, problem = _tried(found, setting, previous)
        if not good:
            return self._refused(found[0], problem, setting, previous)
        if previous is not None and len(good) > 1:
            good = following.alike(good, previous)
        if len(good) > 1:
            return ambiguous([each.query for each in good], setting)
        return good[0]

    def _refused(
        self, reading: Reading, problem: Unclear, setting: Setting, previous: Query | None
    ) -> Clarify | Refusal:
        return outcome_of(problem, setting, _nearest(reading, setting, previous))


@functools.lru_cache(maxsize=8)
def _understanding(catalogue: int, city: int) -> list[Understanding]:
    del catalogue, city
    return []


def understand(
    text: str,
    catalogue: Catalogue,
    city: Entities,
    today: dt.date,
    previous: Query | None = None,
    language: str = "vi",
) -> Outcome:
    """Understand one question; the lexicon of a catalogue and city is made once and kept."""
    kept = _understanding(id(catalogue), id(city))
    if not kept:
        kept.append(Understanding(catalogue, city))
    return kept[0].understand(text, today, previous, language)


def _tried(
    found: Sequence[Reading], setting: Setting, previous: Query | None
) -> tuple[list[Understood], Unclear]:
    """The outcomes of the cheapest readings that make a query, else what stood in the way."""
    good: dict[Query, tuple[float, Understood]] = {}
    problems: list[tuple[float, Unclear]] = []
    limit = float("inf")
    for reading in found:
        limit = min([limit, *(cost + _TIE for cost, _ in good.values())])
        if reading.cost > limit:
            break
        try:
            each = _read(reading, setting, previous)
        except Unclear as problem:
            problems.append((reading.cost, problem))
            limit = reading.cost + _TIE if problem.reason in _FINAL else limit
        else:
            good.setdefault(each.query, (reading.cost, each))
    asking = [p for cost, p in problems if p.ask and not good]
    if problems and problems[0][1].reason in _FINAL:
        asking = []
    first = asking[0] if asking else (problems[0][1] if problems else Unclear("no_metric"))
    return [each for _, each in good.values()], first


def _read(reading: Reading, setting: Setting, previous: Query | None) -> Understood:
    slots = slots_of(reading.pieces)
    used = tuple(_uses(reading))
    if previous is not None and following.is_edit(slots):
        query, edits = following.edited(slots, previous, setting)
        return Understood(query, edits, used)
    if previous is None and following.needs_previous(slots):
        raise Unclear("nothing_before")
    return Understood(assembled(slots, setting), (), used)


def _uses(reading: Reading) -> Iterator[Use]:
    for piece in reading.pieces:
        if piece.sense.role is not Role.FILLER:
            sense = piece.sense
            value = f"{sense.span.first}/{sense.span.last}" if sense.span else sense.value
            members = "=" + ",".join(sense.members) if sense.members else ""
            yield Use(piece.text, sense.role.value, value + members)


def _nearest(reading: Reading, setting: Setting, previous: Query | None) -> tuple[Query, ...]:
    """The query that is left when what cannot be used is left out; never given as an answer."""
    pieces = tuple(p for p in reading.pieces if p.sense.role is not Role.CUE)
    if len(pieces) == len(reading.pieces) or not pieces:
        return ()
    try:
        return (_read(replace(reading, pieces=pieces), setting, previous).query,)
    except Unclear:
        return ()


__all__ = ["Understanding", "choices_of", "understand"]
