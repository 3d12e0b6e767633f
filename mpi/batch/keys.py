"""Blocking keys of all records at once: each part a number, read once for each distinct value."""

from __future__ import annotations

import numpy as np

from mpi.batch import profiled
from mpi.batch.citizens.numbering import Lists, Numbering, gathered, numbered
from mpi.batch.citizens.parts import PARTS, Part
from mpi.batch.coded import Codes, Columns
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import Field


class Keys:
    """The parts of keys of one frame, each worked out when first asked for."""

    def __init__(self, columns: Columns, fields: tuple[Field, ...]) -> None:
        self._columns = columns
        self._fields = {field.field: field for field in fields}
        self._known: dict[str, Part] = {}

    def __len__(self) -> int:
        return len(self._columns)

    def part(self, name: str) -> Part:
        """Give a part's numbers for each record: one, or a list of them where there are several."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Part:
        if name in PARTS and isinstance(self._columns, profiled.Profiled):
            return profiled.part(self._columns, name)
        if name in PARTS:
            return PARTS[name](self._columns)
        field_name, _, facet = name.partition(":")
        field = self._fields[field_name]
        kind = VALUE_KINDS[field.kind]
        values = self._columns.values(tuple(field.column.split("|")), kind.read)
        cut, several = kind.facets[facet], [kind.each(form) for form in values.forms]
        if any(len(each) > 1 for each in several):
            return _lists([tuple(map(cut, each)) for each in several], values.codes)
        by_code = numbered(cut(form) for form in values.forms)
        return gathered(by_code, values.codes).astype(np.int64)


def _lists(texts: list[tuple[str, ...]], codes: Codes) -> Lists:
    numbers = Numbering[str]()
    told = [tuple(dict.fromkeys(map(numbers.of, filter(None, each)))) for each in texts]
    return Lists.of(told, codes)
