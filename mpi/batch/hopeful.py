"""Pairs compared field by field, as long as they may still matter.

Nearly all pairs that share a key are strangers'. What says most is compared first; a pair that
could not reach so many bits if all the rest agreed is left, and the rest is not compared.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared
from mpi.batch.coded import Coded, Codes, Levels
from mpi.batch.levels import levels
from mpi.batch.shared import shared_bits
from mpi.model_parts import Field, Frequencies, Level, Model
from mpi.weights import Weights, weights

Places = NDArray[np.intp]
#: Pairs are left when they are at least this share of those compared so far.
_WORTH = 0.2
#: Bits by which sums in another order may differ.
_ROUNDING = 1e-6


def hopeful(
    model: Model, columns: tuple[Coded, ...], first: Codes, second: Codes, least: float
) -> tuple[Compared, Places]:
    """Compare all pairs that reach `least` bits, and some that do not; gives the places of both."""
    ready = weights(model)
    most = [_most(field, ready, n, model.frequencies) for n, field in enumerate(model.fields)]
    bits, alive = np.full(len(first), ready.prior + sum(most)), np.arange(len(first))
    done: dict[int, tuple[Levels, Bits]] = {}
    for n in sorted(range(len(most)), key=lambda n: -most[n]):
        field, pair = model.fields[n], (first[alive], second[alive])
        found = levels(field, columns[n], *pair)
        shared = shared_bits(field, columns[n], pair, found, model.frequencies)
        done[n] = found, shared
        bits += _at_most(field, ready, n)[found] - shared - most[n]
        kept = np.flatnonzero(bits >= least - _ROUNDING)
        if len(kept) <= (1 - _WORTH) * len(alive):
            alive, bits = alive[kept], bits[kept]
            done = {n: (a[kept], b[kept]) for n, (a, b) in done.items()}
    told, common = zip(*(done[n] for n in range(len(most))), strict=True)
    return Compared(first[alive], second[alive], told, common), alive


def _at_most(field: Field, ready: Weights, n: int) -> Bits:
    """Bits of each level, last of nothing to compare; what holds it down is not looked at."""
    told = (reading.bits for reading in ready.fields[n].readings.values())
    bits = np.array([*told, field.unsaid])
    held_up = (o.bits for o in ready.overlaps if o.at_least and o.field == field.field)
    return np.asarray(np.maximum(bits, max(held_up, default=-math.inf)))


def _most(field: Field, ready: Weights, n: int, tables: Frequencies) -> float:
    """Give the most bits that a field may say of any pair, with its rarest value."""
    rare = [_rarest(field, level, tables) for level in field.levels]
    return float(np.max(np.add(_at_most(field, ready, n), [*rare, 0.0])))


def _rarest(field: Field, level: Level, tables: Frequencies) -> float:
    if level.rarity:
        return -math.log2(tables.least)
    if level.by_value and field.shares:
        return -math.log2(min(field.shares.unlisted, *field.shares.listed.values(), 1.0))
    return 0.0
