"""Joining records of one component into people: the likeliest first, person against person.

Two groups of records are weighed as `mpi.score` weighs a record against a person: what never
changes is averaged over all their statements, what changes counts at its best. So one lucky pair
does not join two families, and one spoilt record does not split a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits
from mpi.model_parts import History, Model
from mpi.weights import weights

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """What adding up needs of a model: fields that are averaged, prior, and relations' priors."""

    lasting: NDArray[np.bool_]
    prior: float
    starts: Bits


def weighing(model: Model) -> Weighing:
    """Give what adding up needs of a model."""
    ready = weights(model)
    return Weighing(
        np.array([field.history is History.MEAN for field in model.fields]),
        ready.prior,
        np.array([start for _, start in ready.relations]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """All pairs of some records: `bits` and `said` by field, `near` by relation and field.

    Arrays are (fields, records, records) and (relations, fields, records, records), symmetric;
    `barred` pairs are never of one person, two groups of which all pairs are `doubted` are not
    joined; `lasting` fields are averaged.
    """

    bits: Bits
    said: NDArray[np.bool_]
    near: Bits
    barred: NDArray[np.bool_]
    doubted: NDArray[np.bool_]
    lasting: NDArray[np.bool_]
    prior: float
    starts: Bits

    def together(self, a: Places, b: Places) -> float:
        """Bits for two groups of records being one person; minus infinity when that is barred."""
        if self.barred[np.ix_(a, b)].any() or self.doubted[np.ix_(a, b)].all():
            return -np.inf
        cross = (slice(None), a[:, None], b[None, :])
        bits, said = self.bits[cross], self.said[cross]
        flat = bits.reshape(len(bits), -1)
        near = self.near[(slice(None), *cross)].reshape(len(self.near), *flat.shape)
        by = Weighing(self.lasting, self.prior, self.starts)
        return combined(flat, said.reshape(flat.shape), near, by)

    def alone(self) -> Bits:
        """Give the bits of each pair by itself, as a square; minus infinity where it is barred."""
        near = self.starts[:, None, None] + self.near.sum(axis=1)
        total = self.prior + self.bits.sum(axis=0) - np.log2(1 + np.exp2(near).sum(axis=0))
        return np.where(self.barred | self.doubted, -np.inf, total)


def combined(bits: Bits, said: NDArray[np.bool_], near: Bits, by: Weighing) -> float:
    """Bits for two groups of records being one person, given all pairs between them.

    Arrays are (fields, pairs) and (relations, fields, pairs). What is lasting is averaged, the
    rest counts at its best; where no pair says anything, all say the same nothing.
    """
    ranked = np.where(said, bits, -np.inf)
    best = ranked.argmax(axis=1)
    any_told = said.any(axis=1)
    chosen = np.where(by.lasting, _mean(bits, said), ranked.max(axis=1))
    total = np.where(any_told, chosen, bits[:, 0]).sum()
    close = near[:, np.arange(len(bits)), best] * any_told
    return float(by.prior + total - np.log2(1 + np.exp2(by.starts + close.sum(axis=1)).sum()))


def _mean(bits: Bits, said: NDArray[np.bool_]) -> Bits:
    """log2 of the mean likelihood ratio of those pairs in which the field says something."""
    ratios = np.where(said, np.exp2(bits), 0.0).sum(axis=1)
    return np.asarray(np.log2(np.maximum(ratios, 1e-300) / np.maximum(said.sum(axis=1), 1)))


def join(matrix: Matrix, least: float) -> list[Places]:
    """Join greedily while two groups reach `least` bits; gives the groups of places."""
    groups = [np.array([n]) for n in range(len(matrix.barred))]
    alone = matrix.alone().tolist()
    scores = {(i, j): alone[i][j] for i, j in combinations(range(len(groups)), 2)}
    alive = dict(enumerate(groups))
    while scores:
        (i, j), best = max(scores.items(), key=lambda item: (item[1], item[0]))
        if best < least:
            break
        alive[i] = np.concatenate([alive[i], alive.pop(j)])
        scores = {pair: s for pair, s in scores.items() if not {i, j} & {*pair}}
        scores |= _renewed(matrix, alive, i)
    return list(alive.values())


def _renewed(
    matrix: Matrix, alive: dict[int, Places], i: int
) -> Iterable[tuple[tuple[int, int], float]]:
    return (
        ((min(i, k), max(i, k)), matrix.together(alive[i], group))
        for k, group in alive.items()
        if k != i
    )
