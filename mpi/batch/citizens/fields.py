"""Every kind of the default model as a column that compares records with records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from mpi.batch.citizens.cards import cards, phone_levels, phones
from mpi.batch.citizens.dates import dates
from mpi.batch.citizens.homes import homes
from mpi.batch.citizens.kin import (
    birth_levels,
    kin_levels,
    parent_levels,
    single_birth_levels,
)
from mpi.batch.citizens.names import Names, names
from mpi.batch.citizens.numbers import numbers
from mpi.batch.citizens.sexes import levels as sex_levels
from mpi.batch.citizens.sexes import sexes
from mpi.batch.coded import Coded, Codes, Columns, Levels

Compare = Callable[[Codes, Codes], Levels]


def _names(columns: Columns) -> Coded:
    known = columns.once(names)
    return Coded(known.own, tuple(known.forms), partial(_name_levels, known))


def _name_levels(known: Names, first: Codes, second: Codes) -> Levels:
    a, b = known.own[first], known.own[second]
    found = np.full(len(first), -1, np.int8)
    both = np.flatnonzero((a >= 0) & (b >= 0))
    found[both] = known.levels(a[both], b[both])
    return found


def _mothers(columns: Columns) -> Compare:
    known = columns.once(names)
    return partial(parent_levels, known, known.mother)


def _fathers(columns: Columns) -> Compare:
    known = columns.once(names)
    return partial(parent_levels, known, known.father)


_LEVELS: Mapping[str, Callable[[Columns], Compare]] = {
    "birth date": lambda columns: columns.once(dates).levels,
    "sex": lambda columns: partial(sex_levels, columns.once(sexes)),
    "personal number": lambda columns: columns.once(numbers).levels,
    "insurance": lambda columns: columns.once(cards).levels,
    "phone": lambda columns: partial(phone_levels, columns.once(phones)),
    "address": lambda columns: columns.once(homes).levels,
    "birth": lambda columns: partial(birth_levels, columns),
    "single birth": lambda _: lambda first, _: single_birth_levels(first),
    "mother": _mothers,
    "father": _fathers,
    "kin": lambda columns: partial(kin_levels, columns),
}


def column(columns: Columns, kind: str) -> Coded:
    """Give the column of a kind of the default model; only names have forms."""
    if kind == "name":
        return _names(columns)
    return Coded(np.zeros(len(columns), np.int32), (), _LEVELS[kind](columns))
