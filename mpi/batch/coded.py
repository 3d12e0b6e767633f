"""Columns as codes: every distinct value is read once, and records hold its number."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mpi.batch.said import NEEDS, identity_of
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import Field
from mpi.profile import Profile, profile

Codes = NDArray[np.int32]
Read = Callable[[tuple[str, ...]], Hashable | None]
#: Stands between the columns of one value; no text of a record holds it.
_UNIT = "\x1f"


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """`forms` are the distinct values, `codes` says for each record which; -1 says nothing."""

    codes: Codes
    forms: tuple[Any, ...]


class Columns:
    """The columns of a frame as codes, each way of reading them worked out once."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._known: dict[tuple[tuple[str, ...], Read | None], Coded] = {}

    def values(self, columns: tuple[str, ...], read: Read) -> Coded:
        """Code records by what is read from some columns."""
        if (columns, read) not in self._known:
            self._known[columns, read] = _coded(self._frame, columns, read)
        return self._known[columns, read]

    def profiles(self, columns: tuple[str, ...]) -> Coded:
        """Code records by the profiles that these columns alone make."""
        if (columns, None) not in self._known:
            self._known[columns, None] = _coded(self._frame, columns, _profile_reader(columns))
        return self._known[columns, None]

    def field(self, field: Field) -> Coded:
        """Code what a field compares: forms of its general kind, or profiles of what it needs."""
        if field.kind in VALUE_KINDS:
            return self.values(tuple(field.column.split("|")), VALUE_KINDS[field.kind].read)
        return self.profiles(NEEDS[field.kind])


def _coded(frame: pl.DataFrame, columns: tuple[str, ...], read: Read) -> Coded:
    """Read the distinct rows of some columns; a column that is not there is empty."""
    texts = [pl.col(c).fill_null("") if c in frame else pl.lit("") for c in columns]
    joined = frame.with_columns(pl.concat_str(texts, separator=_UNIT).alias(_UNIT))[_UNIT]
    distinct = joined.unique(maintain_order=True)
    forms: dict[Hashable, int] = {}
    numbers = [_number(read(tuple(text.split(_UNIT))), forms) for text in distinct]
    codes = joined.replace_strict(distinct, pl.Series(numbers, dtype=pl.Int32))
    return Coded(codes.to_numpy(), tuple(forms))


def _number(form: Hashable | None, forms: dict[Hashable, int]) -> int:
    return -1 if form is None else forms.setdefault(form, len(forms))


def _profile_reader(columns: tuple[str, ...]) -> Read:
    def read(texts: tuple[str, ...]) -> Profile | None:
        row = {column: text for column, text in zip(columns, texts, strict=True) if text}
        return profile(identity_of(row)) if row else None

    return read
