"""Blocks of numbers: every two records with the same parts, and nobody else."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mpi.batch.blocks import Blocks

_HUGE = 1 << 58
parts = st.lists(
    st.tuples(st.sampled_from((-1, 0, 1, _HUGE)), st.sampled_from((-1, 0, _HUGE))),
    min_size=2,
    max_size=9,
)


def _pairs(blocks: Blocks) -> set[tuple[int, int]]:
    packed = blocks.pairs().tolist()
    return {(pair >> 32, pair & 0xFFFFFFFF) for pair in packed}


@settings(max_examples=100, deadline=None)
@given(parts)
@example([(_HUGE, 0), (_HUGE, 0), (0, 0), (0, 0)])
@example([(_HUGE, _HUGE), (_HUGE, _HUGE), (0, _HUGE), (0, _HUGE)])
def test_records_of_equal_parts_meet(said: list[tuple[int, int]]) -> None:
    """Numbers too large to be joined into one still mean the same, and so do keys of all sizes."""
    by_key: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for record, key in enumerate(said):
        if min(key) >= 0:
            by_key[key].append(record)
    small, big = Blocks.of(len(said), np.array(said, np.int64).T).parted(3)
    assert _pairs(small) == {p for b in by_key.values() if len(b) <= 3 for p in combinations(b, 2)}
    assert _pairs(big) == {p for b in by_key.values() if len(b) > 3 for p in combinations(b, 2)}
    assert big.all_pairs() == len(_pairs(big))
