"""Columns as codes: every distinct value is read once, and records hold its number."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mpi.batch.distinct import distinct

Codes = NDArray[np.int32]
Levels = NDArray[np.int8]
Read = Callable[[tuple[str, ...]], Hashable | None]
T = TypeVar("T")
#: Stands between the columns of one value; no text of a record holds it.
_UNIT = "\x1f"


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """`forms` are the distinct values, `codes` says for each record which; -1 says nothing.

    With `levels`, pairs of records are compared by it, and `forms` may be left out.
    """

    codes: Codes
    forms: tuple[Any, ...]
    levels: Callable[[Codes, Codes], Levels] | None = None
    _known: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, work: Callable[[], T]) -> T:
        """Give what is worked out of the forms, each once."""
        if key not in self._known:
            self._known[key] = work()
        return cast("T", self._known[key])


class Columns:
    """The columns of a frame as codes, each way of reading them worked out once."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._known: dict[object, Any] = {}

    def __len__(self) -> int:
        return len(self._frame)

    def values(self, columns: tuple[str, ...], read: Read) -> Coded:
        """Code records by what is read from some columns."""
        return self._once((columns, read), lambda: _coded(self._frame, columns, read))

    def distinct(self, column: str) -> tuple[pl.Series, Codes]:
        """Give the distinct texts of one column, and each record's number among them."""
        return self._once(("distinct", column), lambda: _distinct(self._frame, column))

    def texts(self, column: str) -> Coded:
        """Code records by the text of one column."""
        known, codes = self.distinct(column)
        return self._once(column, lambda: Coded(codes, tuple(known.to_list())))

    def once(self, read: Callable[[Columns], T]) -> T:
        """Read something of these columns that several ask for."""
        return self._once(read, lambda: read(self))

    def _once(self, key: object, work: Callable[[], T]) -> T:
        if key not in self._known:
            self._known[key] = work()
        return cast("T", self._known[key])


def _distinct(frame: pl.DataFrame, column: str) -> tuple[pl.Series, Codes]:
    """Number the distinct texts of a column; a column that is not there is empty."""
    if column not in frame:
        return pl.Series("text", [], dtype=pl.String), np.full(len(frame), -1, np.int32)
    return distinct(frame[column].replace("", None).alias("text"))


def _coded(frame: pl.DataFrame, columns: tuple[str, ...], read: Read) -> Coded:
    """Read the distinct rows of some columns; a column that is not there is empty."""
    texts = [pl.col(c).fill_null("") if c in frame else pl.lit("") for c in columns]
    joined = frame.with_columns(pl.concat_str(texts, separator=_UNIT).alias(_UNIT))[_UNIT]
    known, codes = distinct(joined)
    forms: dict[Hashable, int] = {}
    numbers = [_number(read(tuple(text.split(_UNIT))), forms) for text in known.to_list()]
    return Coded(np.array(numbers, np.int32)[codes], tuple(forms))


def _number(form: Hashable | None, forms: dict[Hashable, int]) -> int:
    return -1 if form is None else forms.setdefault(form, len(forms))
