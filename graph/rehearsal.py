"""A unit of work rehearsed in a working copy, to be done again at once on the graph itself.

The embedded engine changes its graph in place, at the same price whatever its size, for one
statement; what a transaction of several statements costs grows with the labels that it adds to
(docs/adr/0028). So a unit runs in a transaction that is thrown away, and what it changed becomes
one statement, `in_one`: all or nothing, one frame of the log. It does what the rehearsal did, since
the same writes meet the same graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graph.store import Statement

_PARAMETER = re.compile(r"\$(\w+)")
_RETURN = re.compile(r"\n\s*RETURN\b.*\Z", re.DOTALL)
#: A property, a label or the type of an edge, as a text names it.
_NAME = re.compile(r"[.:|]\s*(\w+)")

Parameters = Mapping[str, Any]

#: What a working copy does with a text: its rows, and whether anything changed.
Try = Callable[[str, dict[str, Any]], tuple[list[Mapping[str, Any]], bool]]


@dataclass(frozen=True, slots=True)
class Change:
    """A write with its parameters."""

    text: str
    parameters: Parameters


@dataclass(slots=True)
class Rehearsal:
    """Runs statements in a working copy and keeps those that changed it, in their order.

    A `late` statement waits until one that cannot wait names something that it makes; mostly none
    does, and the working copy is spared it.
    """

    attempt: Try
    changes: list[Change] = field(default_factory=list)
    _held: list[tuple[Statement, dict[str, Any]]] = field(default_factory=list)

    def run(self, statement: Statement, parameters: dict[str, Any]) -> list[Mapping[str, Any]]:
        """The rows of a statement; one that waits has none yet and never will."""
        text = statement.alone or statement.text
        if statement.late:
            self.changes.append(Change(text, parameters))
            self._held.append((statement, parameters))
            return []
        self._catch_up(text)
        rows, changed = self.attempt(text, parameters)
        if changed:
            self.changes.append(Change(text, parameters))
        return rows

    def _catch_up(self, text: str) -> None:
        if any(statement.late & _names(text) for statement, _ in self._held):
            for statement, parameters in self._held:
                self.attempt(statement.alone or statement.text, parameters)
            self._held.clear()


def in_one(changes: Sequence[Change]) -> tuple[str, dict[str, Any]]:
    """Several writes as the text and the parameters of one statement, which gives no rows.

    >>> text, given = in_one([Change("CREATE (p:Person {id: $id})", {"id": "p-1"})] * 2)
    >>> print(text)
    CREATE (p:Person {id: $s0_id})
    WITH count(*) AS done0
    CREATE (p:Person {id: $s1_id})
    >>> given
    {'s0_id': 'p-1', 's1_id': 'p-1'}
    """
    parts = [_part(number, change.text) for number, change in enumerate(changes)]
    return _chained(parts), {
        f"s{number}_{name}": value
        for number, change in enumerate(changes)
        for name, value in change.parameters.items()
    }


def _part(number: int, text: str) -> str:
    """A text whose parameters are its own, without what it gives back."""
    return _PARAMETER.sub(rf"$s{number}_\1", _RETURN.sub("", text))


def _chained(parts: Iterable[str]) -> str:
    """Aggregation gives one row whatever came before, so each part runs exactly once."""
    first, *rest = parts
    return first + "".join(f"\nWITH count(*) AS done{n}\n{part}" for n, part in enumerate(rest))


@lru_cache(maxsize=1024)
def _names(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))
