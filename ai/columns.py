"""Facts as columns in memory: one array a field, over all days, with the version they are of.

Text is codes into a list of values (-1 for none), a number is float64 (NaN for none), a day is its
ordinal (0 for none). A snapshot never changes; a cache reads only the days that changed since.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from ai.places import NOTHING_KNOWN, Known, Places, places_in
from graph.daily import gather
from graph.daily_columns import buffer, packed
from graph.daily_statements import CHANGED_FACTS, READ_CLOCK
from graph.store import Row, Work

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Text:
    """A column of text: `codes` point into `values`, -1 is none."""

    codes: Ints
    values: tuple[str, ...]

    def take(self, rows: Ints) -> Text:
        """Give the column at other rows; the row -1 has none."""
        return Text(self.codes[rows], self.values)


Numbers = npt.NDArray[Any]
Column = Text | Numbers


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All facts at one version; `made` keeps what was derived from them (`ai.derived`)."""

    version: int
    tables: Mapping[str, Mapping[str, Column]]
    places: Places
    known: Known
    made: dict[tuple[str, str], Column] = field(default_factory=dict, compare=False, repr=False)

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return len(self.floats(table, "day" if table not in _HUNG else "visit"))

    def text(self, table: str, name: str) -> Text:
        """Give a column of text."""
        column = self.tables[table][name]
        if not isinstance(column, Text):
            raise TypeError(f"{table}.{name} is no text")
        return column

    def floats(self, table: str, name: str) -> Numbers:
        """Give a column of numbers."""
        column = self.tables[table][name]
        if isinstance(column, Text):
            raise TypeError(f"{table}.{name} is no number")
        return column


_HUNG = frozenset({"diagnosis", "item"})

#: A day's tables: {table: {"rows": n, "text": {...}, "numbers": {...}}}.
Day = Mapping[str, Any]


class FactCache:
    """The facts of one store in memory. Thread-safe; `known` are the deployment's own files."""

    def __init__(self, known: Known = NOTHING_KNOWN) -> None:
        self._known = known
        self._lock = threading.Lock()
        self._days: dict[int, Day] = {}
        self._snapshot: Snapshot | None = None

    def snapshot(self, work: Work) -> Snapshot:
        """Give the facts that the store holds now; reads only what changed since the last call."""
        with self._lock:
            version = version_in(work)
            if self._snapshot is None or self._snapshot.version != version:
                seen = self._snapshot.version if self._snapshot else 0
                for row in work.run(CHANGED_FACTS, seen=seen):
                    self._days[row["day"]] = opened(row["columns"])
                self._snapshot = joined(self._days, version, places_in(work), self._known)
            return self._snapshot


def version_in(work: Work) -> int:
    """Give the data version, 0 before the first refresh."""
    return next((row["version"] or 0 for row in work.run(READ_CLOCK)), 0)


def read_there_and_then(work: Work, days: Sequence[int], known: Known = NOTHING_KNOWN) -> Snapshot:
    """Read the facts of days from the graph itself, past the stored ones: the reference."""
    read = {day: opened(packed(gather(work, day))) for day in days}
    return joined(read, version_in(work), places_in(work), known)


def opened(columns: str) -> Day:
    """Unpack the columns of a day."""
    tables: Mapping[str, Row] = orjson.loads(columns)
    return {
        name: {
            "rows": table["rows"],
            "text": {
                key: (np.frombuffer(buffer(it["codes"]), "<i4"), it["values"])
                for key, it in table["text"].items()
            },
            "numbers": {
                key: np.frombuffer(buffer(it), "<f8") for key, it in table["numbers"].items()
            },
        }
        for name, table in tables.items()
    }


def joined(days: Mapping[int, Day], version: int, places: Places, known: Known) -> Snapshot:
    """Put days together, in their order."""
    parts = [days[day] for day in sorted(days)] or [EMPTY]
    starts = np.cumsum([0, *(part["visit"]["rows"] for part in parts)])
    tables = {name: _table([part[name] for part in parts]) for name in parts[0]}
    for name in _HUNG:
        shift = [
            np.full(part[name]["rows"], start) for part, start in zip(parts, starts, strict=False)
        ]
        tables[name]["visit"] = (tables[name]["visit"] + np.concatenate(shift)).astype(np.int64)
    frozen = {name: MappingProxyType(table) for name, table in tables.items()}
    return Snapshot(version, MappingProxyType(frozen), places, known)


def _table(parts: Sequence[Day]) -> dict[str, Column]:
    made: dict[str, Column] = {
        key: _text([part["text"][key] for part in parts]) for key in parts[0]["text"]
    }
    for key in parts[0]["numbers"]:
        column = np.concatenate([part["numbers"][key] for part in parts])
        made[key] = ordinals(column) if key in _DAYS else column
    return made


_DAYS = frozenset({"day", "visited", "arrived", "ended_on", "admitted_on"})


def _text(parts: Sequence[tuple[Ints, Sequence[str]]]) -> Text:
    values: dict[str, int] = {}
    codes = []
    for local, words in parts:
        known = np.array([values.setdefault(word, len(values)) for word in words] + [-1], np.int64)
        codes.append(known[local])
    return Text(np.concatenate(codes), tuple(values))


def ordinals(days: Floats) -> Ints:
    """Ordinals of days written yyyymmdd; 0 for none."""
    plain = np.nan_to_num(days, nan=0.0).astype(np.int64)
    different, where = np.unique(plain, return_inverse=True)
    made = [
        dt.date(d // 10000, d // 100 % 100, d % 100).toordinal() if d else 0
        for d in different.tolist()
    ]
    return np.array(made, np.int64)[where] if len(plain) else plain


EMPTY: Day = opened(
    packed(dict.fromkeys(("visit", "diagnosis", "item", "referral", "appointment"), ()))
)
