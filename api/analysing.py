"""The analysts' door: whether it is open, for whom, how much at one time, and what is recorded."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ai.cypher.door import Found, Limits, ask_cypher
from ai.disclosure.boxes import Rule
from api.asking import now, scope_of, who
from api.asking_wiring import FILE
from api.questions import Entry, Questions
from api.settings import Settings, variable
from graph.access import Insider, Reader, Role
from graph.store import Store
from mpi.errors import BadInput, Forbidden, Unavailable

#: Queries of analysts that may run at one time; the service has other work to do.
_AT_ONCE = 2
_MAY = {Role.ANALYST, Insider.OPERATOR}


@dataclass(frozen=True, slots=True)
class Analysing:
    """Runs queries of analysts and notes each of them. Thread-safe."""

    store: Store
    questions: Questions
    rule: Rule
    limits: Limits
    is_open: bool
    _room: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(_AT_ONCE)
    )

    def run(
        self, text: str, parameters: Mapping[str, object], reader: Reader, door: str
    ) -> dict[str, Any]:
        """Answer one query as every door gives it.

        Raises Forbidden where the door is shut or not for this reader, BadInput naming what is not
        allowed, Unavailable when time is over or too many run.
        """
        with self._noted(reader, door), self._one_of_few():
            self._admit(reader)
            found = ask_cypher(self.store, text, parameters, self.rule, self.limits)
        self._note(reader, door, "answer", words=found.statement)
        return _json(found, self.rule)

    def close(self) -> None:
        """Let go of the log."""
        self.questions.close()

    def _admit(self, reader: Reader) -> None:
        if not self.is_open:
            raise Forbidden(f"{variable('cypher')} to be set")
        if reader.role not in _MAY:
            raise Forbidden(Role.ANALYST, reader.role)
        if scope_of(reader).dimension:
            raise Forbidden(
                "an account for the whole city: a raw query cannot be narrowed to a part"
            )

    @contextmanager
    def _one_of_few(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise Unavailable("other queries of analysts are running")
        try:
            yield
        finally:
            self._room.release()

    @contextmanager
    def _noted(self, reader: Reader, door: str) -> Iterator[None]:
        """Note a refusal with its reason and without its text, which may hold anything."""
        try:
            yield
        except (BadInput, Forbidden, Unavailable) as error:
            self._note(reader, door, "refuse", reason=_REASONS[type(error)])
            raise

    def _note(
        self, reader: Reader, door: str, outcome: str, reason: str = "", words: str | None = None
    ) -> None:
        scope = str(scope_of(reader))
        entry = (now(), who(reader), str(reader.role), scope, door, outcome)
        self.questions.log(Entry(*entry, reason, words))


_REASONS = {BadInput: "not-allowed", Forbidden: "not-permitted", Unavailable: "not-now"}


def analysing(store: Store, settings: Settings) -> Analysing:
    """Make the door as the settings have it. Raises Unavailable."""
    limits = Limits(settings.cypher_rows, settings.cypher_seconds)
    questions = Questions(settings.directory / FILE)
    return Analysing(store, questions, Rule(settings.small_cell, {}), limits, settings.cypher)


def _json(found: Found, rule: Rule) -> dict[str, Any]:
    return {
        "columns": list(found.columns),
        "rows": [dict(row) for row in found.rows],
        "cut": found.cut,
        "least": rule.least,
        "statement": found.statement,
    }
