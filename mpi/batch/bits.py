"""The weight of evidence of many pairs at once: the sum of `mpi.score.score`, on arrays.

A test holds the two to the same bits for the same pair and model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mpi.batch.coded import Codes, Levels
from mpi.compare import level_names
from mpi.model_parts import Field, Model
from mpi.weights import FieldWeight, Weights, weights

Bits = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Pairs of records with the level of each field of the model; `shared` is log2 of a share.

    `shared` is of the value that makes a level likelier, 0 where a level has none. It depends on
    the model's tables of frequencies alone, so training reuses it.
    """

    first: Codes
    second: Codes
    levels: tuple[Levels, ...]
    shared: tuple[Bits, ...]

    def __len__(self) -> int:
        return len(self.first)

    def take(self, chosen: NDArray[np.intp] | slice) -> Compared:
        """Keep the pairs at these places."""
        return Compared(
            self.first[chosen],
            self.second[chosen],
            tuple(each[chosen] for each in self.levels),
            tuple(each[chosen] for each in self.shared),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """`fields` are bits by field in the model's order, after overlaps; `total` is the score.

    `near` is for each relation log2 of its odds against a stranger, `household` the bits that all
    relations together take off.
    """

    fields: tuple[Bits, ...]
    near: tuple[Bits, ...]
    household: Bits
    total: Bits


def weigh(compared: Compared, model: Model) -> Weighed:
    """Weigh every pair under a model."""
    ready = weights(model)
    columns = list(_columns(compared, model, ready))
    fields = tuple(map(_field_bits, columns))
    near = tuple(
        start + _near(n, columns, len(compared)) for n, (_, start) in enumerate(ready.relations)
    )
    odds = sum((np.exp2(each) for each in near), np.ones(len(compared)))
    household = -np.log2(odds)
    total = ready.prior + sum(fields, np.zeros(len(compared))) + household
    return Weighed(fields, near, household, total)


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """A field of many pairs: what is taken off its bits is a share and what counts elsewhere.

    `less` is both together, None where neither takes anything off any pair.
    """

    weight: FieldWeight
    levels: NDArray[np.intp]
    shared: Bits
    excess: Bits
    less: Bits | None


def _columns(compared: Compared, model: Model, ready: Weights) -> Iterator[_Column]:
    limits = _excess(compared, ready, model)
    columns = zip(ready.fields, compared.levels, compared.shared, limits, strict=True)
    for weight, levels, shared, excess in columns:
        less = None if _nothing(shared) and _nothing(excess) else shared + excess
        yield _Column(weight, levels.astype(np.intp), shared, excess, less)


def _nothing(bits: Bits) -> bool:
    """Say whether these are one number for all pairs, and it is 0."""
    return bits.strides == (0,) and not bits[:1].any()


def _field_bits(column: _Column) -> Bits:
    weight = column.weight
    unsaid = weight.unsaid.bits if weight.unsaid else 0.0
    bits = _table([reading.bits for reading in weight.readings.values()], unsaid)[column.levels]
    return bits if column.less is None else bits - column.shared - column.excess


def _table(by_level: list[float], unsaid: float = 0.0) -> Bits:
    """Bits by number of level, those of nothing to compare last: -1 is its level."""
    return np.array([*by_level, unsaid])


def _excess(compared: Compared, ready: Weights, model: Model) -> list[Bits]:
    """Bits of each field that are already counted in another; below 0 where too much is against."""
    place = {field.field: n for n, field in enumerate(model.fields)}
    least: dict[int, Bits] = {}
    most: dict[int, Bits] = {}
    for overlap in ready.overlaps:
        n, given = place[overlap.field], place[overlap.given]
        counted = _at_levels(compared.levels[given], model.fields[given], overlap.levels)
        if overlap.at_least:
            found = np.where(counted, overlap.bits, -np.inf)
            least[n] = np.maximum(found, least.get(n, found))
        else:
            found = np.where(counted, overlap.bits, np.inf)
            most[n] = np.minimum(found, most.get(n, found))
    limited = {*least, *most}
    return [
        _beyond(compared, ready, n, least.get(n), most.get(n))
        if n in limited
        else np.broadcast_to(0.0, len(compared))
        for n in range(len(model.fields))
    ]


def _at_levels(found: Levels, field: Field, levels: tuple[str, ...]) -> NDArray[np.bool_]:
    names = level_names(field.kind)
    return np.isin(found, [names.index(level) for level in levels])


def _beyond(
    compared: Compared, ready: Weights, n: int, least: Bits | None, most: Bits | None
) -> Bits:
    """Bits of a field outside its limits, where it says anything."""
    table = _table([reading.bits for reading in ready.fields[n].readings.values()])
    bits = table[compared.levels[n]] - compared.shared[n]
    low = -np.inf if least is None else least
    high = np.inf if most is None else most
    inside = np.maximum(low, np.minimum(bits, high))
    return np.where(compared.levels[n] >= 0, bits - inside, 0.0)


def _near(relation: int, columns: list[_Column], pairs: int) -> Bits:
    total = np.zeros(pairs)
    for column in columns:
        found = _near_in(relation, column)
        if found is not None:
            total += found
    return total


def _near_in(relation: int, column: _Column) -> Bits | None:
    chances = [reading.near[relation] for reading in column.weight.readings.values()]
    if all(chance is None for chance in chances):
        return None
    found = _table([c or 0.0 for c in chances])[column.levels]
    if column.less is None:
        return np.asarray(found)
    known = _table([float(chance is not None) for chance in chances])[column.levels]
    return np.asarray(found - known * column.less)


def near_by_field(compared: Compared, model: Model) -> Bits:
    """Give what each relation explains of each field better than a stranger does, in bits.

    The array is (relations, fields, pairs).
    """
    ready = weights(model)
    found = np.zeros((len(ready.relations), len(model.fields), len(compared)))
    for f, column in enumerate(_columns(compared, model, ready)):
        for n in range(len(ready.relations)):
            near = _near_in(n, column)
            if near is not None:
                found[n, f] = near
    return found
