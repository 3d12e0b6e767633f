"""Files of records as people have them: CSV of any usual separator, TSV, Parquet, as text."""

from __future__ import annotations

import codecs
from pathlib import Path

import polars as pl

from mpi.errors import BadInput, NotFound

_PARQUET, _TABBED = {".parquet", ".pq"}, {".tsv", ".tab"}
_KNOWN = {*_PARQUET, *_TABBED, ".csv", ".txt", ""}
_SEPARATORS = ",;\t|"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_table(path: Path) -> pl.DataFrame:
    """Read a file of records. Raises NotFound without it, BadInput naming it and what to do.

    The separator is that which the head row has most of. UTF-8 with or without mark, or UTF-16
    with its mark, as spreadsheets save.
    """
    if not path.is_file():
        raise NotFound("file", str(path))
    if path.suffix.lower() not in _KNOWN:
        raise BadInput(path.name, "must be CSV, TSV or Parquet; save it as one of them")
    try:
        if path.suffix.lower() in _PARQUET:
            return pl.read_parquet(path)
        return _csv(path)
    except pl.exceptions.PolarsError as error:
        raise BadInput(path.name, _reason(str(error).splitlines()[0])) from None


def _csv(path: Path) -> pl.DataFrame:
    with path.open("rb") as file:
        head = file.readline()
    if head.startswith(_WIDE):
        text = path.read_text("utf-16").encode()
        return pl.read_csv(text, infer_schema=False, separator=_separator(text.split(b"\n")[0]))
    tabbed = path.suffix.lower() in _TABBED
    return pl.read_csv(path, infer_schema=False, separator="\t" if tabbed else _separator(head))


def _separator(head: bytes) -> str:
    """Give the separator that stands most often in a head row; a comma where none does."""
    return max(_SEPARATORS, key=lambda each: head.count(each.encode()))


def _reason(told: str) -> str:
    if "utf-8" in told:
        return "cannot be read: is not UTF-8; save it as CSV UTF-8"
    if "more fields" in told:
        return "cannot be read: a line has more fields than the head row"
    return f"cannot be read: {told}"
