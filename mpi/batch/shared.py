"""How common the value is that two records have: log2 of its share, for levels that follow it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits
from mpi.batch.coded import Coded, Codes, Levels
from mpi.compare.values import VALUE_KINDS
from mpi.frequency import share
from mpi.model_parts import Field, Frequencies, Level, Shares

_Share = Callable[[Any], float]


def shared_bits(
    field: Field, values: Coded, pairs: tuple[Codes, Codes], levels: Levels, tables: Frequencies
) -> Bits:
    """Give log2 of the share of the more common of two values, 0 for levels that have none."""
    if not any(level.rarity or level.by_value for level in field.levels):
        return np.broadcast_to(0.0, len(levels))
    found = np.zeros(len(levels))
    a, b = (values.codes[side] for side in pairs)
    for n, level in enumerate(field.levels):
        reader = share_of_level(field, level, tables)
        at = np.flatnonzero(levels == n)
        if reader is not None and len(at):
            logs = _logs(values, np.concatenate([a[at], b[at]]), reader)
            found[at] = np.maximum(logs[a[at]], logs[b[at]])
    return found


def _logs(values: Coded, codes: NDArray[np.int32], share_of: _Share) -> Bits:
    """Logarithms by code, of those that are asked for."""
    logs = np.zeros(len(values.forms))
    for code in np.unique(codes).tolist():
        logs[code] = math.log2(share_of(values.forms[code]))
    return logs


def share_of_level(
    field: Field, level: Level, tables: Frequencies
) -> Callable[[Any], float] | None:
    """Give how the share of a value is found at a level; None where it has none."""
    if level.rarity:
        parts = level.rarity
        return lambda said: share(said, parts, tables)
    return _value(field, field.shares) if level.by_value and field.shares else None


def _value(field: Field, shares: Shares) -> _Share:
    kind = VALUE_KINDS[field.kind]
    return lambda form: max(
        shares.listed.get(kind.share_key(each), shares.unlisted) for each in kind.each(form)
    )
