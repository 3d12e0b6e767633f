"""Days put together into columns, and columns mended where days changed.

A day's texts are coded by lists that only grow, so that the codes of all other days stay as they
are, and a change costs a copy of the columns, not a new reading of every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import orjson

from ai.columns import HUNG, Codes, Column, Ints, Numbers, Text
from graph.daily_columns import NUMBERS, TEXT, buffer

#: A day's tables: {table: {"rows": n, "text": {...}, "numbers": {...}}}.
Day = Mapping[str, Any]

_DAYS = frozenset({"day", "visited", "arrived", "ended_on", "admitted_on"})
_EDGES = np.zeros(1, np.int64)


@dataclass(frozen=True, slots=True)
class Held:
    """Columns of all days: `edges` are, per table, where each of `days` begins, and the end.

    `words` are the values of each text column so far.
    """

    days: tuple[int, ...] = ()
    edges: Mapping[str, Ints] = field(default_factory=lambda: dict.fromkeys(TEXT, _EDGES))
    columns: Mapping[tuple[str, str], Numbers] = field(default_factory=dict)
    words: Mapping[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def tables(self) -> dict[str, dict[str, Column]]:
        """Give the tables as a snapshot has them."""
        return {table: self._table(table) for table in TEXT}

    def _table(self, table: str) -> dict[str, Column]:
        made: dict[str, Column] = {
            name: Text(self.columns[table, name], tuple(self.words[table, name]))
            for name in TEXT[table]
        }
        for name in NUMBERS[table]:
            made[name] = self.columns[table, name]
        return made


def opened(columns: str) -> Day:
    """Unpack the columns of a day."""
    tables: Mapping[str, Any] = orjson.loads(columns)
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


def mended(held: Held, changed: Mapping[int, Day]) -> Held:
    """Give the columns with some days replaced or added. `held` is not to be used any more."""
    days = tuple(sorted({*held.days, *changed}))
    edges = {table: _edges(held, changed, days, table) for table in TEXT}
    columns: dict[tuple[str, str], Numbers] = {}
    words = dict(held.words)
    for table in TEXT:
        for name in TEXT[table]:
            coded = partial(_coded, words.setdefault((table, name), {}))
            columns[table, name] = _pieced(held, changed, days, (table, name), coded)
        for name in NUMBERS[table]:
            columns[table, name] = _pieced(held, changed, days, (table, name), _number(name))
    for table in HUNG:
        columns[table, "visit"] = _hung(columns[table, "visit"], days, edges, held, changed, table)
    return Held(days, edges, columns, words)


def _edges(held: Held, changed: Mapping[int, Day], days: Sequence[int], table: str) -> Ints:
    before = dict(zip(held.days, np.diff(held.edges[table]).tolist(), strict=True))
    sizes = [changed[d][table]["rows"] if d in changed else before[d] for d in days]
    return np.cumsum([0, *sizes])


def _pieced(
    held: Held, changed: Mapping[int, Day], days: Sequence[int], at: tuple[str, str],
    made: Callable[[Any], Numbers],
) -> Numbers:  # fmt: skip
    table, name = at
    place = {day: n for n, day in enumerate(held.days)}
    edges = held.edges[table]
    kind = "text" if name in TEXT[table] else "numbers"
    pieces = [
        made(changed[day][table][kind][name]) if day in changed
        else held.columns[at][edges[place[day]] : edges[place[day] + 1]]
        for day in days
    ]  # fmt: skip
    return np.concatenate(pieces) if pieces else made(_NONE[kind])


_NONE: Mapping[str, Any] = {"text": (np.empty(0, np.int32), ()), "numbers": np.empty(0)}


def _coded(known: dict[str, int], part: tuple[Codes, Sequence[str]]) -> Codes:
    local, words = part
    codes = np.array([*(known.setdefault(word, len(known)) for word in words), -1], np.int32)
    return codes[local]


def _number(name: str) -> Callable[[Numbers], Numbers]:
    return ordinals if name in _DAYS else lambda column: column


def _hung(
    rows: Numbers, days: Sequence[int], edges: Mapping[str, Ints], held: Held,
    changed: Mapping[int, Day], table: str,
) -> Ints:  # fmt: skip
    """Number the visits of all days: a new day counts its own, an old one from where it began."""
    old = dict(zip(held.days, held.edges["visit"].tolist(), strict=False))
    begins = [0 if day in changed else old[day] for day in days]
    shift = edges["visit"][:-1] - np.array(begins, np.int64)
    return np.asarray(rows, np.int64) + np.repeat(shift, np.diff(edges[table]))


def ordinals(days: Numbers) -> Ints:
    """Ordinals of days written yyyymmdd; 0 for none."""
    plain = np.nan_to_num(days, nan=0.0).astype(np.int64)
    different, where = np.unique(plain, return_inverse=True)
    made = [
        dt.date(d // 10000, d // 100 % 100, d % 100).toordinal() if d else 0
        for d in different.tolist()
    ]
    return np.array(made, np.int64)[where] if len(plain) else plain
