"""The general kinds by name: what a field of a model may be when no code of Vietnam's applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from mpi.compare.general_dates import DATE, YEAR
from mpi.compare.levels import ValueKind
from mpi.compare.people_names import NAME_PART, WHOLE_NAME
from mpi.compare.texts import ADDRESS, CODE, NUMBER, PLACE, POSTCODE, TEXT
from mpi.model_parts import Field

#: Every general kind; a field of one of these names the column that it reads.
VALUE_KINDS: Mapping[str, ValueKind] = {
    "name part": NAME_PART,
    "whole name": WHOLE_NAME,
    "date": DATE,
    "year": YEAR,
    "number": NUMBER,
    "code": CODE,
    "postcode": POSTCODE,
    "place": PLACE,
    "text": TEXT,
    "address text": ADDRESS,
}


def value_kind(field: Field) -> ValueKind:
    """Give the general kind of a field, with the bounds of likeness that its levels set."""
    return _bounded(field.kind, tuple(level.alike for level in field.levels))


@lru_cache(maxsize=256)
def _bounded(kind: str, bounds: tuple[float | None, ...]) -> ValueKind:
    known = VALUE_KINDS[kind]
    if set(bounds) <= {None}:
        return known
    rows = zip(known.rows, bounds, strict=True)
    return replace(known, rows=tuple(row.bounded(bound) for row, bound in rows))
