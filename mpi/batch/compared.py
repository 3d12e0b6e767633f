"""Pairs of records compared in every field of a model."""

from __future__ import annotations

from mpi.batch import profiled
from mpi.batch.bits import Compared
from mpi.batch.citizens.fields import column
from mpi.batch.coded import Coded, Codes, Columns
from mpi.batch.levels import levels
from mpi.batch.shared import shared_bits
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import Field, Model


def values(columns: Columns, model: Model) -> tuple[Coded, ...]:
    """Code every field of a model."""
    return tuple(value(columns, field) for field in model.fields)


def value(columns: Columns, field: Field) -> Coded:
    """Code one field."""
    if field.kind in VALUE_KINDS:
        return columns.values(tuple(field.column.split("|")), VALUE_KINDS[field.kind].read)
    if isinstance(columns, profiled.Profiled):
        return profiled.column(columns, field.kind)
    return column(columns, field.kind)


def compared(model: Model, columns: tuple[Coded, ...], first: Codes, second: Codes) -> Compared:
    """Compare pairs in every field."""
    found = [
        levels(field, each, first, second)
        for field, each in zip(model.fields, columns, strict=True)
    ]
    return with_shares(Compared(first, second, tuple(found), ()), model, columns)


def with_shares(pairs: Compared, model: Model, columns: tuple[Coded, ...]) -> Compared:
    """Look up again how common the values are that pairs have, after the model's tables changed."""
    shared = tuple(
        shared_bits(field, each, (pairs.first, pairs.second), found, model.frequencies)
        for field, each, found in zip(model.fields, columns, pairs.levels, strict=True)
    )
    return Compared(pairs.first, pairs.second, pairs.levels, shared)
