"""Rows of a Parquet file as text."""

from __future__ import annotations

import io
from typing import Any

import polars as pl

from mpi.errors import BadInput

_MAGIC = b"PAR1"


def is_parquet(data: bytes) -> bool:
    """Tell whether the bytes are a Parquet file."""
    return data[:4] == _MAGIC and data[-4:] == _MAGIC


def parquet_rows(data: bytes) -> tuple[frozenset[str], list[dict[str, str]]]:
    """Give the columns and every row, values as text, unknown ones left out. Raises BadInput."""
    try:
        table = pl.read_parquet(io.BytesIO(data), use_pyarrow=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise BadInput("message", "table-rows") from None
    return frozenset(table.columns), [_told(row) for row in table.iter_rows(named=True)]


def _told(row: dict[str, Any]) -> dict[str, str]:
    return {column: str(value) for column, value in row.items() if value is not None}
