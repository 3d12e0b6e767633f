"""A started service collects garbage rarely, and never looks again through what it has loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from api.pauses import keep_pauses_short


@pytest.fixture
def as_before() -> Iterator[tuple[int, int, int]]:
    """Give the thresholds of the interpreter and put everything back."""
    thresholds = gc.get_threshold()
    yield thresholds
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_what_is_loaded_is_set_aside(as_before: tuple[int, int, int]) -> None:
    """All that lives is out of the collector's sight; what comes later is still collected."""
    keep_pauses_short()
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[0] > as_before[0]
    ring: list[object] = []
    ring.append(ring)
    del ring
    assert gc.collect() >= 1
