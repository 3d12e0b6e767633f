"""Rows of files in our columns as messages of our own JSON, for a store to keep and join."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from api.linking import Records
from api.reception import Message
from ingest.own.identity_form import partial
from ingest.own.sniff import MARK
from ingest.reference.places import wards_named
from mpi.batch.said import own_name, several, sex_of
from mpi.compare.general_dates import read_date
from mpi.identity import Kinship
from mpi.model_parts import Model

#: Rows of one message: kept, read and receipted together.
ROWS = 32
#: Of a name of a source: what a facility's code may be at most, and what no code holds.
_LONGEST, _BAR = 20, "|"
_RELATIVES = ((Kinship.MOTHER, "mother_name"), (Kinship.FATHER, "father_name"))
_HOME = ("address", "street", "ward", "postcode")


def facility_of(source: str) -> str:
    """Give the code under which a store keeps a source: its name, shortened where it must be.

    >>> facility_of("census 1881"), len(facility_of("a register of the whole country"))
    ('census 1881', 20)
    """
    if len(source) <= _LONGEST and _BAR not in source:
        return source
    mark = hashlib.sha256(source.encode()).hexdigest()[:8]
    return f"{source.replace(_BAR, ' ')[: _LONGEST - len(mark) - 1]}~{mark}"


def columns_of(model: Model) -> frozenset[str]:
    """Give the columns of a file that a model reads as they are."""
    return frozenset(c for field in model.fields for c in field.column.split("|") if c)


def coded(records: Records, file: Path) -> pl.DataFrame:
    """Give the records as sent, with the `facility` of each; without a source it is the file."""
    frame = records.as_sent(records.frame)
    said = frame["source"].to_list() if "source" in frame else [None] * len(frame)
    known = {source: facility_of(source or file.stem) for source in set(said)}
    return frame.with_columns(facility=pl.Series([known[source] for source in said]))


def messages(frame: pl.DataFrame, model: Model) -> Iterator[Message]:
    """Give the rows of a frame as messages; the same rows give the same bytes."""
    read = columns_of(model)
    for number, part in enumerate(frame.iter_slices(ROWS)):
        lines = [orjson.dumps(_said(row, read)) for row in part.iter_rows(named=True)]
        yield Message(b"\n".join(lines), f"rows {number * ROWS + 1} to {number * ROWS + len(part)}")


def _said(row: Mapping[str, str | None], read: frozenset[str]) -> dict[str, Any]:
    said = {column: text for column, text in row.items() if text}
    other = {column: said[column] for column in sorted(read & said.keys())}
    frame = {"healthgraph": MARK, "facility": said["facility"], "local_id": said["record_id"]}
    return frame | {"identity": _identity(said) | ({"other": other} if other else {})}


def _identity(said: Mapping[str, str]) -> dict[str, Any]:
    """What a store shows of a row, and what the kinds of the default model read."""
    told = {
        "name": own_name(said.get("full_name", ""), said.get("mother_name", "")),
        "birth_date": _born(said.get("birth_date", "")),
        "sex": sex_of(said.get("sex", "")).value,
        "personal_number": said.get("personal_number", ""),
        "insurance_numbers": several(said.get("insurance_number", "")),
        "phones": several(said.get("phone", "")),
        "address": ", ".join(said[column] for column in _HOME if column in said),
        "wards": _wards(said.get("ward", "")),
        "relatives": [{"kinship": k, "name": said[c]} for k, c in _RELATIVES if c in said],
    }
    return {field: value for field, value in told.items() if value}


def _born(text: str) -> str:
    """Give a date as hospitals may say it; who was born before them keeps it in `other` alone."""
    date = read_date(text)
    try:
        return date.iso if date and partial(date.iso) else ""
    except ValueError:
        return ""


def _wards(text: str) -> tuple[str, ...]:
    """Give the wards of today that a column of wards names, with or without the word for it."""
    named = (wards_named(f"{kind}{text}") for kind in ("", "phường ", "xã ") if text)
    return next(filter(None, named), ())[:4]
