"""Pairs of records compared in every field of a model."""

from __future__ import annotations

from mpi.batch.bits import Compared
from mpi.batch.coded import Coded, Codes, Columns
from mpi.batch.levels import levels
from mpi.batch.shared import shared_bits
from mpi.model_parts import Model


def values(columns: Columns, model: Model) -> tuple[Coded, ...]:
    """Code every field of a model."""
    return tuple(columns.field(field) for field in model.fields)


def compared(model: Model, columns: tuple[Coded, ...], first: Codes, second: Codes) -> Compared:
    """Compare pairs in every field."""
    found = [
        levels(field, column, first, second)
        for field, column in zip(model.fields, columns, strict=True)
    ]
    return with_shares(Compared(first, second, tuple(found), ()), model, columns)


def with_shares(pairs: Compared, model: Model, columns: tuple[Coded, ...]) -> Compared:
    """Look up again how common the values are that pairs have, after the model's tables changed."""
    shared = tuple(
        shared_bits(field, column, (pairs.first, pairs.second), found, model.frequencies)
        for field, column, found in zip(model.fields, columns, pairs.levels, strict=True)
    )
    return Compared(pairs.first, pairs.second, pairs.levels, shared)
