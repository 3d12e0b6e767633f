"""Files of records as people have them: CSV of any usual separator, TSV, Parquet, as text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import polars as pl

from api.link_faults import fault
from mpi.errors import BadInput, NotFound

_PARQUET, _TABBED = {".parquet", ".pq"}, {".tsv", ".tab"}
_KNOWN = {*_PARQUET, *_TABBED, ".csv", ".txt", ""}
_SEPARATORS = ",;\t|"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: A name in quotes; one that goes on in the next line is cut there.
_QUOTED = re.compile(rb'"(?:[^"]|"")*(?:"|$)')


def read_table(path: Path) -> pl.DataFrame:
    """Read a file of records. Raises NotFound without it, BadInput naming it and what to do.

    The separator is that which the head row has most of, outside quotes. UTF-8 with or without
    mark, or UTF-16 with its mark, as spreadsheets save.
    """
    if not path.is_file():
        raise NotFound("file", str(path))
    if path.suffix.lower() not in _KNOWN:
        raise BadInput(path.name, "must be CSV, TSV or Parquet; save it as one of them")
    if path.suffix.lower() not in _PARQUET:
        return _csv(path)
    try:
        return pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        raise _refused(path, str(error)) from None


def _csv(path: Path) -> pl.DataFrame:
    with path.open("rb") as file:
        head = file.readline()
    wide = _from_wide(path) if head.startswith(_WIDE) else None
    separator = _separator(path, wide.split(b"\n")[0] if wide else head)
    try:
        frame = pl.read_csv(wide or path, infer_schema=False, separator=separator)
    except pl.exceptions.PolarsError as error:
        found = fault(wide or path.read_bytes(), separator)
        raise _refused(path, found or str(error)) from None
    return frame.rename({c: c.replace('""', '"') for c in frame.columns})


def _from_wide(path: Path) -> bytes:
    try:
        return path.read_text("utf-16").encode()
    except UnicodeError:
        raise _refused(path, "it is not UTF-16; save it as CSV UTF-8") from None


def _refused(path: Path, told: str) -> BadInput:
    return BadInput(path.name, f"cannot be read: {told.splitlines()[0]}")


def _separator(path: Path, head: bytes) -> str:
    """Give the separator that a head row has most of outside quotes; a comma where it has none."""
    if path.suffix.lower() in _TABBED:
        return "\t"
    bare = _QUOTED.sub(b"", head)
    return max(_SEPARATORS, key=lambda each: bare.count(each.encode()))
