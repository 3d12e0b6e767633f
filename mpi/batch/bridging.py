"""Groups that were joined, cut again where one link or one record alone holds two dense sides."""

from __future__ import annotations

import statistics
from itertools import islice

import networkx as nx
import numpy as np

from mpi.batch.joining import Matrix, Places
from mpi.bridges import DENSE, weak_bridges
from mpi.model_parts import Thresholds

#: Cuts that are tried in one group.
_CUTS = 12


def unbridged(matrix: Matrix, group: Places, thresholds: Thresholds) -> list[Places]:
    """Cut a group at its weak bridges, as `mpi.parting` does: where most say they are not these."""
    sides = _weak(matrix, group, thresholds)
    return [part for side in sides for part in unbridged(matrix, side, thresholds)] or [group]


def _weak(matrix: Matrix, group: Places, thresholds: Thresholds) -> tuple[Places, ...]:
    """Give the two sides of the first weak bridge; nothing where there is none."""
    if len(group) < 2 * DENSE:
        return ()
    bits = matrix.alone()[np.ix_(group, group)]
    linked = np.triu(bits >= thresholds.same, 1)
    if len(group) * (len(group) - 1) // 2 - int(linked.sum()) < DENSE * DENSE - 1:
        return ()
    graph = nx.from_numpy_array(linked | linked.T)
    for cut in islice(weak_bridges(graph, lambda a, b: float(bits[a, b])), _CUTS):
        go, stay = (group[sorted(side)] for side in cut.clear)
        against = [matrix.together(go[[n]], stay) for n in range(len(go))]
        if statistics.median_high(against) < thresholds.maybe:
            return group[sorted(cut.go)], group[sorted(cut.stay)]
    return ()
