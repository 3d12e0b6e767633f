"""Facts as columns in memory: one array a field, over all days, with the version they are of.

Text is codes into a list of values (-1 for none), a number is float64 (NaN for none), a day is its
ordinal (0 for none). A snapshot never changes; what is worked out from it is kept with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from ai.places import Known, Places

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Text:
    """A column of text: `codes` point into `values`, -1 is none."""

    codes: Codes
    values: tuple[str, ...]

    def take(self, rows: Numbers) -> Text:
        """Give the column at other rows; the row -1 has none."""
        return Text(self.codes[rows], self.values)


Column = Text | Numbers

#: Tables whose rows hang on a visit: they have its row number, and its day through it.
HUNG = frozenset({"diagnosis", "item"})

#: People who may be the same citizen, as person ids.
Doubts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All facts at one version.

    `made` keeps derived fields (`ai.fields`), `kept` sorted orders and the like (`ai.ordering`).
    """

    version: int
    tables: Mapping[str, Mapping[str, Column]]
    places: Places
    known: Known
    doubts: Doubts = ()
    made: dict[tuple[str, str], Column] = field(default_factory=dict, compare=False, repr=False)
    kept: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return len(self.floats(table, "day" if table not in HUNG else "visit"))

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

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what `make` makes, made at most once for a key (twice by two threads at worst)."""
        if key not in self.kept:
            self.kept[key] = make()
        return cast("T", self.kept[key])
