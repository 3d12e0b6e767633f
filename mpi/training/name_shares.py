"""How common the parts of names are in a file, where the population is already known.

What is known counts as so many people who were asked; the file's people are asked beside them. A
small file thus keeps the population's shares, a large one has its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import polars as pl

from mpi.batch.coded import Coded, Codes
from mpi.model_parts import Frequencies, Model, Shares
from mpi.names import NameForm

#: People that what is known of the population counts as.
_KNOWN = 1000.0


def with_names_of(model: Model, columns: tuple[Coded, ...], person: Codes) -> Model:
    """Give the model the shares of names among a file's people, blended with those known."""
    for field, column in zip(model.fields, columns, strict=True):
        if field.kind == "name":
            names = _names(column, person)
            return replace(model, frequencies=_blended(model.frequencies, names))
    return model


def _names(column: Coded, person: Codes) -> list[tuple[NameForm, int]]:
    """Each name with the number of people who have it."""
    said = column.codes >= 0
    pairs = pl.DataFrame({"p": person[said], "v": column.codes[said]}).unique()
    counted = pairs.group_by("v").len().sort("v").iter_rows()
    return [(column.forms[v], n) for v, n in counted if column.forms[v] is not None]


def _blended(tables: Frequencies, names: list[tuple[NameForm, int]]) -> Frequencies:
    def asked(shares: Shares, parts: Callable[[NameForm], Iterable[str]]) -> Shares:
        counts: Counter[str] = Counter()
        for name, people in names:
            for part in parts(name):
                counts[part] += people
        return _with(shares, counts, sum(people for _, people in names))

    return replace(
        tables,
        surname=asked(tables.surname, lambda name: (name.surname,)),
        middle=asked(tables.middle, lambda name: name.middle or ("",)),
        given=asked(tables.given, lambda name: (name.given,)),
    )


def _with(shares: Shares, counts: Counter[str], people: int) -> Shares:
    def of(value: str) -> float:
        known = shares.listed.get(value, shares.unlisted)
        return (counts[value] + _KNOWN * known) / (people + _KNOWN)

    listed = {value: of(value) for value in sorted({*shares.listed, *counts})}
    return replace(shares, listed={v: min(s, 1.0) for v, s in listed.items()})
