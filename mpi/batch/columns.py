"""Which column of a file is which of our fields: given by a map, or read off the columns' names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import polars as pl

from mpi.batch.month_first import month_first
from mpi.batch.said import BETWEEN, OURS
from mpi.batch.two_sexes import two_sexes
from mpi.compare.plain import compact
from mpi.errors import BadInput

#: Fields of which one record may have several values; columns of others are joined as words.
_SEVERAL = frozenset({"phone", "insurance_number", "personal_number"})
#: Columns of a file that a complaint lists.
_READ = 20
#: Names that people give to columns, without blanks and marks.
_CALLED: Mapping[str, tuple[str, ...]] = {
    "record_id": ("id", "recid", "recordid", "uniqueid", "rowid"),
    "source": ("sourcedataset", "facility", "hospital", "dataset"),
    "full_name": ("name", "hoten", "fullname", "patientname"),
    "family_name": ("surname", "lastname", "familyname", "ho"),
    "middle_name": ("middlename", "tendem"),
    "given_name": ("firstname", "givenname", "forename", "ten"),
    "birth_date": ("dob", "dateofbirth", "birthdate", "ngaysinh", "birthday"),
    "sex": ("gender", "gioitinh"),
    "personal_number": ("nationalid", "cccd", "socccd", "ssn", "socsecid", "nin", "personalnumber"),
    "insurance_number": ("insurance", "mathe", "mathebhyt", "insurancenumber"),
    "phone": ("phonenumber", "telephone", "mobile", "dienthoai", "tel"),
    "address": ("address1", "diachi", "homeaddress"),
    "street": ("streetaddress", "streetname", "address2"),
    "ward": ("suburb", "city", "town", "district", "village", "phuong"),
    "postcode": ("zip", "zipcode", "postalcode", "postcodefake"),
    "mother_name": ("mother", "mothername", "mothersname", "tenme"),
    "father_name": ("father", "fathername", "fathersname", "tencha"),
}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Our field to the file's columns, and further columns with the kind of each."""

    ours: Mapping[str, tuple[str, ...]]
    other: Mapping[str, str]


def read_map(text: str) -> ColumnMap:
    """Read MAP.json. Raises BadInput that names the place in it and the rule."""
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput("--columns", f"is not JSON at line {error.lineno}") from None
    if not isinstance(said, dict):
        raise BadInput("--columns", "must be an object")
    for field in said:
        if field not in {*OURS, "other"}:
            raise BadInput(f"--columns.{field}", "must be one of " + ", ".join((*OURS, "other")))
    ours = {field: _names(field, value) for field, value in said.items() if field != "other"}
    other = _kinds(said.get("other", {}))
    for column in sorted(ours.keys() & other.keys()):
        rule = f"has the name of a field that another column is; call it otherwise than {column}"
        raise BadInput(f"--columns.other.{column}", rule)
    return ColumnMap(ours, other)


def _names(field: str, value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadInput(f"--columns.{field}", "must be a column's name or a list of them")
    if not names:
        raise BadInput(f"--columns.{field}", "names no column; name one, or leave the field out")
    return tuple(names)


def _kinds(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(kind, str) for kind in value.values()):
        raise BadInput("--columns.other", "must give each column its kind")
    return cast("Mapping[str, str]", value)


def guessed(columns: list[str]) -> ColumnMap:
    """Recognise our fields by the columns' names; what is not recognised is left out."""
    free = {compact(column).replace("_", ""): column for column in reversed(columns)}
    found: dict[str, tuple[str, ...]] = {}
    for field, names in _CALLED.items():
        known = next((n for n in (field.replace("_", ""), *names) if n in free), None)
        if known is not None:
            found[field] = (free.pop(known),)
    return ColumnMap(found, {})


def mapped(frame: pl.DataFrame, columns: ColumnMap, file: str = "FILE") -> pl.DataFrame:
    """Give a frame of text in our columns, empty text being nothing, with `record_id` first.

    Raises BadInput, naming the `file`, for a column that it does not have, and for a record id
    given twice.
    """
    asked = {**columns.ours, **{f"other.{column}": (column,) for column in columns.other}}
    wanted = {c for names in asked.values() for c in names}
    if not wanted:
        rule = f"no column of {file} is recognised by its name; say which is what; there are "
        raise BadInput("--columns", rule + _listed(frame.columns))
    _refuse_missing(frame, asked, file)
    _refuse_nested(frame.select(sorted(wanted)))
    ours = [_joined(field, names) for field, names in columns.ours.items()]
    other = [_text(column).alias(column) for column in columns.other]
    made = frame.select(*ours, *other)
    if "record_id" not in made:
        made = made.with_columns(record_id=pl.int_range(1, pl.len() + 1).cast(pl.String))
    _refuse_ids(made["record_id"], file)
    if "full_name" not in made and {"family_name", "given_name"} <= set(made.columns):
        made = made.with_columns(_whole_name(made.columns))
    dates = [c for c, kind in columns.other.items() if kind == "date"]
    made = month_first(made, [*dates, *({"birth_date"} & set(made.columns))])
    return two_sexes(made).select("record_id", pl.exclude("record_id"))


def _refuse_missing(frame: pl.DataFrame, asked: Mapping[str, tuple[str, ...]], file: str) -> None:
    for field, names in asked.items():
        for column in names:
            if column not in frame.columns:
                rule = f"{file} has no column {column!r}; it has {_listed(frame.columns)}"
                raise BadInput(f"--columns.{field}", rule)


def _listed(columns: list[str]) -> str:
    """The names of a file's columns, as many as one reads."""
    more = len(columns) - _READ
    return ", ".join(columns[:_READ]) + (f" and {more} more" if more > 0 else "")


def _refuse_nested(frame: pl.DataFrame) -> None:
    """Raise BadInput for a column of Parquet whose values are no single ones."""
    for column, kind in frame.schema.items():
        if kind.is_nested() or kind in {pl.Binary, pl.Object}:
            raise BadInput("--columns", f"column {column!r} must hold single values, not {kind}")


def _refuse_ids(ids: pl.Series, file: str) -> None:
    """Raise BadInput where ids are missing or repeated, with the first row that shows it."""
    for wrong, what in ((ids.is_null(), "missing"), (~ids.is_first_distinct(), "there before")):
        if many := int(wrong.sum()):
            row = int(wrong.arg_true()[0]) + 2
            rule = "must be there once for each record; it is"
            found = f"{what} in {many:,} rows of {file}, first in row {row:,}"
            raise BadInput("record_id", f"{rule} {found}")


def _whole_name(columns: list[str]) -> pl.Expr:
    """The name as Vietnamese law writes it, for files that keep its parts apart."""
    parts = [c for c in ("family_name", "middle_name", "given_name") if c in columns]
    return pl.concat_str(parts, separator=" ", ignore_nulls=True).alias("full_name")


def _text(column: str) -> pl.Expr:
    text = pl.col(column).cast(pl.String).str.strip_chars().str.replace_all("\x1f", " ")
    return pl.when(text != "").then(text)


def _joined(field: str, names: tuple[str, ...]) -> pl.Expr:
    between = BETWEEN if field in _SEVERAL else " "
    texts = [_text(name) for name in names]
    joined = pl.concat_str(texts, separator=between, ignore_nulls=True)
    return pl.when(joined != "").then(joined).alias(field)
