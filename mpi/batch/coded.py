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
#: Stands between the columns of one value; no text of a record holds it.
_UNIT = "\x1f"


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """`forms` are the distinct values, `codes` says for each record which; -1 says nothing."""

    codes: Codes
    forms: tuple[Any, ...]


def coded(
    frame: pl.DataFrame,
    columns: tuple[str, ...],
    read: Callable[[tuple[str, ...]], Hashable | None],
) -> Coded:
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


def field_values(frame: pl.DataFrame, field: Field) -> Coded:
    """Code what a field compares: forms of its general kind, or profiles of what its kind needs."""
    if field.kind in VALUE_KINDS:
        return coded(frame, tuple(field.column.split("|")), VALUE_KINDS[field.kind].read)
    return profiles(frame, NEEDS[field.kind])


def profiles(frame: pl.DataFrame, columns: tuple[str, ...]) -> Coded:
    """Code records by the profiles that these columns alone make."""

    def read(texts: tuple[str, ...]) -> Profile | None:
        row = {column: text for column, text in zip(columns, texts, strict=True) if text}
        return profile(identity_of(row)) if row else None

    return coded(frame, columns, read)
