"""Statements inside one transaction: what both engines do alike around each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.store import Row, Statement
from graph.values import outward, parameters
from mpi.errors import BadInput

#: What an engine does with one statement and its parameters; raises `mpi.errors` only.
Execute = Callable[[Statement, dict[str, Any]], Iterable[Mapping[str, Any]]]


class Unit:
    """A `graph.store.Work`. An error ends it, as on Neo4j, even when the work catches it.

    `alone` says that no other unit writes meanwhile, so that statements which only lock are left
    out.
    """

    def __init__(self, execute: Execute, *, writes: bool, alone: bool = False) -> None:
        self._execute, self._writes, self._alone = execute, writes, alone
        self._failure: Exception | None = None

    def run(self, statement: Statement, /, **given: object) -> list[Row]:
        """See `graph.store.Work.run`."""
        self.settle()
        if statement.writes and not self._writes:
            raise BadInput("statement", "writes in a read")
        if statement.locks and self._alone:
            return []
        params = parameters(given)
        try:
            return [outward(row) for row in self._execute(statement, params)]
        except Exception as error:
            self._failure = error
            raise

    def settle(self) -> None:
        """Raise the error that ended this unit, if one did: nothing of it may be committed."""
        if self._failure is not None:
            raise self._failure
