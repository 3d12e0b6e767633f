"""A question from a door to its outcome: scope, figures, ledger, receipt and log, in one place.

Whoever asks comes through here, so that no door can show more than another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ai.answering.answer import Answer, Asked, Decided, Withheld, decide
from ai.answering.cells import lines_of
from ai.answering.figures import Figures
from ai.answering.numbers import Language
from ai.answering.receipts import Receipt, Rerun, compared
from ai.answering.scope import Scope, narrowed
from ai.answering.sentences import Label, Speaker
from ai.assistant.believing import Unread
from ai.catalogue import Catalogue
from ai.catalogue_checks import checked
from ai.catalogue_parts import Words
from ai.disclosure.boxes import Rule
from ai.disclosure.grounds import Grounds
from ai.query import Query, query_of
from ai.understanding.outcomes import Clarify, Outcome, Refusal, Understood
from ai.understanding.suggesting import Suggestion
from ai.understanding.tongue import tongue
from api.asking_json import REASONS, after_unanswered, answer_json, clarify_json, refusal_json
from api.minds import Mind, named, versions_with, worded
from api.questions import Entry, Questions
from graph.access import Reader
from mpi.errors import BadInput, Forbidden, NotFound

#: Reads words: text, today, the last query of the conversation, language.
Understand = Callable[[str, dt.date, Query | None, Language], Outcome]
#: Completes a text by what lies in a scope.
Suggest = Callable[[str, Scope], tuple[Suggestion, ...]]
#: Measures a query.
Measure = Callable[[Query], Figures]


@dataclass(frozen=True, slots=True)
class Question:
    """What a door was given. `conversation` names a row of questions of one reader.

    The answer speaks `language`; without one, that of the words. Raises BadInput for half a
    character, which no log could keep.
    """

    text: str
    today: dt.date
    language: Language | None = None
    conversation: str = ""
    door: str = "cli"

    def __post_init__(self) -> None:
        try:
            f"{self.text}{self.conversation}".encode()
        except UnicodeEncodeError:
            raise BadInput("text", "holds half a character") from None

    @property
    def speaks(self) -> Language:
        """The language of the answer."""
        return self.language or Language(tongue(self.text))


@dataclass(frozen=True, slots=True)
class Asking:
    """The parts that a question goes through, wired once."""

    catalogue: Catalogue
    understand: Understand
    measure: Measure
    label: Label
    grounds: Callable[[], Grounds]
    questions: Questions
    rule: Rule
    versions: Mapping[str, str]
    suggest: Suggest
    describe: Callable[[Query], Words]
    mind: Mind | None = None

    def ask(self, question: Question, reader: Reader) -> dict[str, Any]:
        """Answer words; gives the JSON of every door. Raises BadInput, Forbidden, Unavailable."""
        last = self._last(question, reader)
        outcome = self.understand(question.text, question.today, last, question.speaks)
        found = outcome
        if self.mind is not None and isinstance(outcome, Refusal):
            found = self.mind.read(Unread(question.text, question.today, outcome, last))
        if self.mind is not None and isinstance(outcome, Understood):
            found = self.mind.check(question.text, question.today, outcome)
        read = found is not outcome
        if isinstance(found, Understood) and found.edits and self._missed(question, reader):
            found = after_unanswered(found.query, self.describe)
        if isinstance(found, Understood):
            return self._answered(question, reader, found, read=read)
        self._miss(question, reader)
        return named(self._unanswered(question, reader, found), self.mind, reading=read)

    def query(self, query: Query, question: Question, reader: Reader) -> dict[str, Any]:
        """Answer a typed query; its words are none."""
        return self._answered(question, reader, Understood(query))

    def suggestions(self, text: str, reader: Reader) -> tuple[Suggestion, ...]:
        """Complete a text that is being typed by what its reader may ask."""
        return self.suggest(text, scope_of(reader))

    def rerun(self, run: str, reader: Reader | None = None) -> tuple[Receipt, Rerun]:
        """Run a receipt's query again for the one it was given to; gives both and what changed.

        `reader` None is the operator, who may rerun any. Raises NotFound.
        """
        owner, receipt = self.questions.receipt(run)
        if reader is not None and owner != who(reader):
            raise NotFound("receipt", run)
        asked = Asked(query_of(receipt.query), receipt.at, self.versions, receipt.scope)
        decided = self._decide(asked, owner, Language.VI)
        if isinstance(decided.outcome, Withheld):
            return receipt, Rerun(same=False, changed=(decided.outcome.reason,), rows=())
        return receipt, compared(receipt, decided.outcome.receipt)

    def _last(self, question: Question, reader: Reader) -> Query | None:
        if not question.conversation:
            return None
        return self.questions.recall(who(reader), question.conversation)

    def _miss(self, question: Question, reader: Reader) -> None:
        if question.conversation:
            self.questions.miss(who(reader), question.conversation)

    def _missed(self, question: Question, reader: Reader) -> bool:
        if not question.conversation:
            return False
        return self.questions.missed(who(reader), question.conversation)

    def _answered(
        self, question: Question, reader: Reader, understood: Understood, *, read: bool = False
    ) -> dict[str, Any]:
        scope = scope_of(reader)
        try:
            query = checked(narrowed(understood.query, scope), self.catalogue)
        except Forbidden:
            self._miss(question, reader)
            return self._refused(question, reader, "outside-scope")
        versions = {**self.versions, **versions_with(self.mind, read=read)}
        asked = Asked(query, now(), versions, str(scope), understood.edits)
        decided = self._decided(asked, question, reader)
        if isinstance(decided.outcome, Withheld):
            return self._refused(question, reader, decided.outcome.reason)
        told = answer_json(decided.outcome)
        said = worded(told, decided.outcome, self.mind, self.label, question.speaks)
        return named(told, self.mind, reading=read, wording=said)

    def _decided(self, asked: Asked, question: Question, reader: Reader) -> Decided:
        """Decide and keep it in one transaction: two questions at once cannot slip past."""
        owner = who(reader)
        with self.questions.at_once():
            decided = self._decide(asked, owner, question.speaks)
            self.questions.tell(owner, decided.cells)
            if isinstance(decided.outcome, Answer):
                self.questions.keep(owner, decided.outcome.receipt)
                self._log(question, reader, "answer", receipt=decided.outcome.receipt.id)
            if question.conversation:
                # Also when the number may not be shown: the next words are about this question.
                self.questions.remember(owner, question.conversation, asked.query)
        return decided

    def _decide(self, asked: Asked, owner: str, language: Language) -> Decided:
        figures = self.measure(asked.query)
        grounds = self.grounds()
        rule = grounds.rule(self.rule.least)
        lines = lines_of(asked.query, figures.rows, figures.before, grounds)
        measures = {cell.box.measure for line in lines for cell in line.cells}
        told = self.questions.told(owner, measures)
        speaker = Speaker(self.catalogue, self.label, language)
        return decide(asked, figures, told, rule, grounds, speaker)

    def _unanswered(
        self, question: Question, reader: Reader, outcome: Clarify | Refusal
    ) -> dict[str, Any]:
        if isinstance(outcome, Clarify):
            self._log(question, reader, "clarify")
            return clarify_json(outcome, question.speaks)
        self._log(question, reader, "refuse", outcome.reason)
        return refusal_json(outcome, question.speaks)

    def _refused(self, question: Question, reader: Reader, reason: str) -> dict[str, Any]:
        return self._unanswered(question, reader, Refusal(reason, REASONS[reason]))

    def _log(
        self, question: Question, reader: Reader, outcome: str, reason: str = "", receipt: str = ""
    ) -> None:
        words = question.text if outcome == "answer" else None
        scope = str(scope_of(reader))
        entry = (now(), who(reader), str(reader.role), scope, question.door, outcome)
        self.questions.log(Entry(*entry, reason, words, receipt))


def who(reader: Reader) -> str:
    """Give the name under which the ledger knows a reader."""
    return f"{reader.role}:{reader.subject}"


def scope_of(reader: Reader) -> Scope:
    """Give what a leader or analyst may ask about, as account or token says."""
    return Scope.parse(reader.facility)


def now() -> str:
    """Give this moment, UTC, as log and receipts have it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
