"""Weak bridges between dense groups, what must not be one person, and rows in any order."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mpi.batch.bits import weigh
from mpi.batch.bridging import unbridged
from mpi.batch.coded import Columns
from mpi.batch.compared import compared, values
from mpi.batch.groups import all_pairs
from mpi.batch.joining import Matrix
from mpi.batch.judge import judge
from mpi.batch.link import Linked, link, pair
from mpi.batch.outcome import BRIDGE, outcomes
from mpi.batch.people import Grouped
from mpi.bridges import weak_bridges
from mpi.model import default
from mpi.model_parts import Thresholds
from mpi.training.spec import chosen
from mpi.training.train import train
from tests.mpi.files import town
from tests.mpi.households import households

_AT = Thresholds(same=3.0, maybe=-2.0)


def _matrix(records: int, links: dict[tuple[int, int], float], other: float) -> Matrix:
    bits = np.full((records, records), other)
    for (a, b), weight in links.items():
        bits[a, b] = bits[b, a] = weight
    never = np.zeros(bits.shape, np.bool_)
    return Matrix(
        bits=bits[None], said=np.ones((1, *bits.shape), np.bool_),
        near=np.zeros((0, 1, *bits.shape)), barred=never, doubted=never,
        lasting=np.array([True]), prior=0.0, starts=np.zeros(0),
    )  # fmt: skip


def _cliques(*groups: tuple[int, ...]) -> dict[tuple[int, int], float]:
    return {(a, b): 9.0 for group in groups for a in group for b in group if a < b}


@pytest.mark.parametrize(
    ("records", "links", "other", "parts"),
    [
        (6, _cliques((0, 1, 2), (3, 4, 5)) | {(2, 3): 4.0}, -9.0, [[0, 1, 2], [3, 4, 5]]),
        (6, _cliques((0, 1, 2), (3, 4, 5)) | {(2, 3): 4.0}, 0.0, [[0, 1, 2, 3, 4, 5]]),
        (5, _cliques((0, 1, 2), (2, 3, 4)), -9.0, [[0, 1], [2, 3, 4]]),
        (4, _cliques((0, 1, 2), (2, 3)), -9.0, [[0, 1, 2, 3]]),
        (4, _cliques((0, 1, 2, 3)), -9.0, [[0, 1, 2, 3]]),
        (3, _cliques((0, 1), (1, 2)), -9.0, [[0, 1, 2]]),
        (6, _cliques((0, 1), (2, 3), (4, 5)) | {(1, 2): 4.0, (3, 4): 4.0}, -9.0,
         [[0, 1, 2], [3, 4, 5]]),
    ],
)  # fmt: skip
def test_weak_bridges_are_cut(
    records: int, links: dict[tuple[int, int], float], other: float, parts: list[list[int]]
) -> None:
    """Only between dense sides most of whose records say that they are not the other."""
    found = unbridged(_matrix(records, links, other), np.arange(records), _AT)
    assert sorted(sorted(part.tolist()) for part in found) == parts


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16))
def test_a_cut_has_two_sides(links: list[tuple[int, int]]) -> None:
    """They share nobody, leave nobody out, and the smaller one goes."""
    graph = nx.Graph([(a, b) for a, b in links if a != b])
    for cut in weak_bridges(graph, lambda a, b: a * b % 7):
        assert cut.go | cut.stay == set(graph)
        assert not cut.go & cut.stay
        assert min(map(len, cut.clear)) >= 2
        assert len(cut.go) <= len(cut.stay)


def _linked(frame: pl.DataFrame) -> Linked:
    return link(default(), pair(Columns(frame), default()))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_nobody_is_put_together_who_must_not_be(seed: int) -> None:
    """Kin, children of one birth and two sure numbers stay apart, whoever is between them."""
    frame, model = households(seed), default()
    person = _linked(frame).outcomes.person
    first, second = all_pairs(
        [np.flatnonzero(person == p).astype(np.int32) for p in set(person.tolist())]
    )
    pairs = compared(model, values(Columns(frame), model), first, second)
    assert not judge(pairs, weigh(pairs, model), model).barred.any()


def test_a_weak_bridge_is_asked_about() -> None:
    """Whoever was joined and cut again is a question whose reason says so; others are as before."""
    frame, model = town(60)[0], default()
    learnt = train(frame, chosen(frame, {}), model)
    found = link(learnt.model, learnt.paired)
    whole = found.outcomes.person
    cut = np.where(whole == np.bincount(whole).argmax(), np.arange(len(whole)), whole)
    decided = outcomes(
        learnt.model, learnt.paired.values, found.pairs, found.weighed, Grouped(cut, whole)
    )
    new = {(r.first, r.second): r for r in decided.reviews}
    for review in found.outcomes.reviews:
        new.pop((review.first, review.second))
    assert new
    assert all(review.reason.startswith(BRIDGE) for review in new.values())
