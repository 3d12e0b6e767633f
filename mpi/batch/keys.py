"""Blocking keys of all records at once: each part read once for each distinct value."""

from __future__ import annotations

import numpy as np
import polars as pl

from mpi.batch.coded import Columns
from mpi.batch.said import NEEDS
from mpi.blocking import PARTS
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import Field

#: Values that one part gives for one record, as in `mpi.blocking`.
_MOST = 4


class Keys:
    """The parts of keys of one frame, each worked out when first asked for."""

    def __init__(self, columns: Columns, fields: tuple[Field, ...]) -> None:
        self._columns = columns
        self._fields = {field.field: field for field in fields}
        self._known: dict[str, pl.Series] = {}

    def part(self, name: str) -> pl.Series:
        """Give a part's values for each record: text, or lists of it where there are several."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> pl.Series:
        if name in PARTS:
            return self._of_profiles(name)
        field_name, _, facet = name.partition(":")
        field = self._fields[field_name]
        kind = VALUE_KINDS[field.kind]
        values = self._columns.field(field)
        return _spread(values.codes, [kind.facets[facet](form) for form in values.forms])

    def _of_profiles(self, name: str) -> pl.Series:
        values = self._columns.profiles(NEEDS.get(name, (name,)))
        found = [sorted(PARTS[name](said))[:_MOST] for said in values.forms]
        if all(len(each) <= 1 for each in found):
            return _spread(values.codes, [each[0] if each else "" for each in found])
        lists = pl.Series(found, dtype=pl.List(pl.String))
        return lists.gather(pl.Series(values.codes).replace(-1, None).cast(pl.UInt32))


def _spread(codes: np.ndarray[tuple[int], np.dtype[np.int32]], texts: list[str]) -> pl.Series:
    """Give each record the text of its code; no text where there is no code or it is empty."""
    known = pl.Series([text or None for text in texts], dtype=pl.String)
    return known.gather(pl.Series(codes).replace(-1, None).cast(pl.UInt32))
