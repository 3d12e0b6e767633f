"""What is to be compared: a list of columns with their kinds, given in a file or chosen.

Without a specification, the kind of each column decides; where names are written as Vietnamese law
writes them, the fields of the default model are taken, which know Vietnam's numbers and families.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import polars as pl

from mpi.compare.values import VALUE_KINDS
from mpi.errors import BadInput
from mpi.model import default
from mpi.model_parts import BlockRule, Model
from mpi.names import name_form
from mpi.numbers import insurance_number, personal_number
from mpi.phones import phone


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field to be: its kind and, for a general kind, its column or columns joined by `|`."""

    field: str
    kind: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    """Fields in order; `blocking` replaces the rules that would be chosen, when there are any."""

    fields: tuple[FieldSpec, ...]
    blocking: tuple[BlockRule, ...] = ()


#: Kinds that a column map may give to further columns.
OTHER_KINDS: Mapping[str, str] = {
    "name": "whole name",
    "text": "text",
    "place": "place",
    "code": "code",
    "date": "date",
    "year": "year",
    "number": "number",
    "postcode": "postcode",
    "address": "address text",
    "phone": "number",
}
#: Our columns as general kinds; given and family name each look for themselves in the other.
_GENERAL: Mapping[str, tuple[str, str]] = {
    "family_name": ("name part", "family_name|given_name"),
    "middle_name": ("name part", "middle_name|given_name"),
    "given_name": ("name part", "given_name|family_name"),
    "full_name": ("whole name", "full_name"),
    "birth_date": ("date", "birth_date"),
    "personal_number": ("number", "personal_number"),
    "insurance_number": ("number", "insurance_number"),
    "phone": ("number", "phone"),
    "address": ("address text", "address"),
    "street": ("address text", "street"),
    "ward": ("place", "ward"),
    "postcode": ("postcode", "postcode"),
    "mother_name": ("whole name", "mother_name"),
    "father_name": ("whole name", "father_name"),
    "source": ("code", "source"),
}
#: Our columns as kinds of the default model, and the field of it that they become.
_VIETNAMESE: Mapping[str, str] = {
    "full_name": "name",
    "birth_date": "birth_date",
    "sex": "sex",
    "personal_number": "personal_number",
    "insurance_number": "insurance",
    "phone": "phone",
    "mother_name": "mother",
    "father_name": "father",
}
#: What the default model's address reads: a residence whose ward is told apart.
_RESIDENCE = {"address", "ward"}
_PARTS = ("family_name", "given_name")
#: Share of the values from which a column is held to be what it looks like.
_MOSTLY = 0.5
_SAMPLE = 2000


def chosen(frame: pl.DataFrame, others: Mapping[str, str]) -> Spec:
    """Choose fields for the columns that a frame has; `others` gives the kinds of further ones.

    Raises BadInput naming a column whose kind is not known.
    """
    for column, kind in others.items():
        if kind not in OTHER_KINDS:
            raise BadInput(
                f"--columns.other.{column}", "must be one of " + ", ".join(OTHER_KINDS), kind
            )
    told = {c for c in frame.columns if frame[c].null_count() < len(frame)} - {"record_id"}
    said = {c for c in told if frame[c].drop_nulls().n_unique() > 1} or told
    own = said - set(others)
    fields = [*(_vietnamese(frame, own) or _general(own)), *_further(said, others)]
    if not fields:
        raise BadInput("--columns", "no column to compare: none that is named says anything")
    return Spec(tuple(fields))


def _further(said: set[str], others: Mapping[str, str]) -> list[FieldSpec]:
    return [
        FieldSpec(column, OTHER_KINDS[kind], column)
        for column, kind in others.items()
        if column in said
    ]


def _general(said: set[str]) -> list[FieldSpec]:
    parts = set(_PARTS) <= said
    wanted = [c for c in _GENERAL if c in said and not (parts and c == "full_name")]
    sex = [FieldSpec("sex", "sex")] if "sex" in said else []
    return [FieldSpec(c, *_GENERAL[c]) for c in wanted] + sex


def _vietnamese(frame: pl.DataFrame, said: set[str]) -> list[FieldSpec]:
    """The default model's fields where names are Vietnamese, else nothing."""
    if "full_name" not in said or not _mostly(frame, "full_name", _vietnamese_name):
        return []
    kinds = {field.field: field.kind for field in default().fields}
    found: list[FieldSpec] = []
    residence = _RESIDENCE if said >= _RESIDENCE else set()
    for column in (*_GENERAL, "sex"):
        field = _VIETNAMESE.get(column, "") if _as_expected(frame, said, column) else ""
        if field:
            found.append(FieldSpec(field, kinds[field]))
        elif column in said - {*_PARTS, "middle_name"} - residence:
            found.append(FieldSpec(column, *_GENERAL[column]))
    home = [FieldSpec("address", "address")] if residence else []
    return [*found, *home, *_derived({spec.field for spec in found})]


def _derived(fields: set[str]) -> list[FieldSpec]:
    """Kin and births need no column of their own."""
    return [FieldSpec(k, k) for k in ("kin", "birth") if {"name", "birth_date"} <= fields]


def _as_expected(frame: pl.DataFrame, said: set[str], column: str) -> bool:
    looks = {"personal_number": _number, "insurance_number": _card, "phone": _phone}
    return column in said and (column not in looks or _mostly(frame, column, looks[column]))


def _mostly(frame: pl.DataFrame, column: str, looks: Callable[[str], bool]) -> bool:
    texts = frame[column].drop_nulls().head(_SAMPLE).to_list()
    return sum(map(looks, texts)) >= _MOSTLY * len(texts)


def _vietnamese_name(text: str) -> bool:
    form = name_form(text)
    return form is not None and form.surname in default().frequencies.surname.listed


def _number(text: str) -> bool:
    number = personal_number(text)
    return number is not None and number.valid


def _card(text: str) -> bool:
    return bool(insurance_number(text))


def _phone(text: str) -> bool:
    return bool(phone(text.split(";", maxsplit=1)[0]))


def check(spec: Spec, model: Model, columns: Collection[str]) -> None:
    """Raise BadInput for a field whose kind is not known, or whose column is not there."""
    if not spec.fields:
        raise BadInput("spec.fields", "must name a field at least")
    known = {*VALUE_KINDS, *(field.kind for field in model.fields)}
    for n, field in enumerate(spec.fields):
        if field.kind not in known:
            raise BadInput(f"spec.fields[{n}].kind", "must be one of " + ", ".join(sorted(known)))
        if field.kind in VALUE_KINDS:
            _check_column(f"spec.fields[{n}].column", field.column, columns)


def _check_column(where: str, said: str, columns: Collection[str]) -> None:
    if not said:
        raise BadInput(where, "is needed by this kind")
    for column in said.split("|"):
        if column not in columns:
            raise BadInput(where, "must be of " + ", ".join(columns), column)


__all__ = ["OTHER_KINDS", "FieldSpec", "Spec", "check", "chosen"]
