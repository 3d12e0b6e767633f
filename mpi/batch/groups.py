"""Which records hang together by links: components, and those whose links are not all there."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mpi.batch.coded import Codes


def components(records: int, first: Codes, second: Codes) -> Codes:
    """Give each record the lowest record of its component."""
    links = coo_array((np.ones(len(first), np.bool_), (first, second)), (records, records))
    many, component = connected_components(links, directed=False)
    lowest = np.empty(many, np.int32)
    lowest[component[::-1]] = np.arange(records, dtype=np.int32)[::-1]
    return np.asarray(lowest[component])


def loose(groups: Codes, first: Codes) -> list[NDArray[np.int32]]:
    """Give the components of which not every two records are linked, each as its records."""
    sizes = np.bincount(groups, minlength=len(groups))
    links = np.bincount(groups[first], minlength=len(groups))
    wanted = np.flatnonzero(links < sizes * (sizes - 1) // 2)
    order = np.argsort(groups, kind="stable").astype(np.int32)
    starts = np.searchsorted(groups[order], wanted)
    return [order[at : at + sizes[g]] for at, g in zip(starts, wanted.tolist(), strict=True)]


def all_pairs(groups: Iterable[NDArray[np.int32]]) -> tuple[Codes, Codes]:
    """Give every pair of records within each group, lower record first."""
    upper = [(group[i], group[j]) for group in groups for i, j in [np.triu_indices(len(group), 1)]]
    if not upper:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    first, second = (np.concatenate(side) for side in zip(*upper, strict=True))
    return np.minimum(first, second), np.maximum(first, second)
