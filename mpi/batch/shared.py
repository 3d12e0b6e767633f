"""How common the value is that two records have: log2 of its share, for levels that follow it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mpi.batch.bits import Bits
from mpi.batch.coded import Coded, Codes, Levels
from mpi.compare.values import VALUE_KINDS
from mpi.frequency import share_anew
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
            known = _Logs.of(values, level.rarity or field.shares, tables)
            one, other = a[at], b[at]
            found[at] = np.maximum(
                known.of_codes(values, one, reader), known.of_codes(values, other, reader)
            )
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Logs:
    """Logarithms of shares by code, NaN where not asked for yet; `of_what` is kept alive."""

    logs: Bits
    of_what: tuple[object, ...]

    @classmethod
    def of(cls, values: Coded, *of_what: object) -> _Logs:
        """Give what is known of these values under these tables."""
        key = ("shares", *map(id, of_what))
        return values.once(key, lambda: cls(np.full(len(values.forms), np.nan), of_what))

    def of_codes(self, values: Coded, codes: Codes, share_of: _Share) -> Bits:
        """Give those of these codes; what is not known yet is worked out."""
        found = self.logs[codes]
        unknown = np.flatnonzero(np.isnan(found))
        if len(unknown):
            for code in set(codes[unknown].tolist()):
                self.logs[code] = math.log2(share_of(values.forms[code]))
            found[unknown] = self.logs[codes[unknown]]
        return found


def share_of_level(
    field: Field, level: Level, tables: Frequencies
) -> Callable[[Any], float] | None:
    """Give how the share of a value is found at a level; None where it has none."""
    if level.rarity:
        parts = level.rarity
        return lambda said: share_anew(said, parts, tables)
    return _value(field, field.shares) if level.by_value and field.shares else None


def _value(field: Field, shares: Shares) -> _Share:
    kind = VALUE_KINDS[field.kind]
    return lambda form: max(
        shares.listed.get(kind.share_key(each), shares.unlisted) for each in kind.each(form)
    )
