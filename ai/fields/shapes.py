"""Columns made from columns: values replaced, rows marked, marks as text."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from ai.columns import Flags, Text


def mapped(column: Text, give: Callable[[str], str]) -> Text:
    """Replace each value of a column; an empty new value is none."""
    values: dict[str, int] = {}
    new = [
        (values.setdefault(to, len(values)) if (to := give(old)) else -1) for old in column.values
    ]
    return Text(np.array([*new, -1], np.int32)[column.codes], tuple(values))


def flags(column: Flags) -> Text:
    """Make a field of `1` and `0`."""
    return Text(column.astype(np.int32), ("0", "1"))


def among(column: Text, members: Collection[str]) -> Flags:
    """Say which rows hold one of the values."""
    hit = np.array([value in members for value in column.values] + [False])
    return hit[column.codes]
