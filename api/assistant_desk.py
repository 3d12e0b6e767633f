"""An assistant's tools on this machine's store: same parts, same permissions, same log as HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ai.answering.numbers import Language
from ai.query import query_of
from api.asking import Asking, Question
from api.cli.screen import plain
from api.views.questions import metrics_of
from graph.access import Reader, Role
from graph.model import HANOI
from mpi.errors import BadInput, Forbidden
from mpi.typed_json import encode

#: Who may ask, through whatever door.
ASKERS = frozenset({Role.LEADER, Role.ANALYST})
_LONGEST_NAME = 100
_LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class AskingDesk:
    """Carries tools out for the reader of a token, which is verified anew at each call."""

    asking: Callable[[], Asking]
    verified: Callable[[], Reader]
    door: str

    def ask(self, text: str, language: str | None = None, conversation: str = "") -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.ask`. Raises BadInput, Forbidden, Unavailable."""
        reader = self._reader()
        _bounded("text", text, _LONGEST_TEXT)
        _bounded("conversation", conversation, _LONGEST_NAME)
        question = Question(text, _today(), _language(language), conversation, self.door)
        return dict(plain(self.asking().ask(question, reader)))

    def query(self, query: dict[str, Any], language: str = "vi") -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.query`. Raises BadInput naming the place, Forbidden."""
        reader = self._reader()
        question = Question("", _today(), _language(language), "", self.door)
        return dict(plain(self.asking().query(query_of(query), question, reader)))

    def metrics(self) -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.metrics`."""
        self._reader()
        return dict(plain(metrics_of(self.asking().catalogue)))

    def suggest(self, text: str) -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.suggest`."""
        reader = self._reader()
        _bounded("text", text, _LONGEST_TEXT)
        return {"suggestions": plain(self.asking().suggestions(text, reader))}

    def receipt(self, run: str) -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.receipt`. Raises NotFound for another reader's."""
        kept, found = self.asking().rerun(run, self._reader())
        return {
            "receipt": plain(encode(kept)),
            "same": found.same,
            "changed": list(found.changed),
        }

    def _reader(self) -> Reader:
        reader = self.verified()
        if reader.role not in ASKERS:
            raise Forbidden(" or ".join(sorted(ASKERS)), reader.role)
        return reader


def _bounded(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise BadInput(field, f"must have at most {most} characters")


def _language(text: str | None) -> Language | None:
    if text is None:
        return None
    if text not in set(Language):
        raise BadInput("language", "must be vi or en")
    return Language(text)


def _today() -> dt.date:
    return dt.datetime.now(HANOI).date()
