"""Completions while typing."""

from __future__ import annotations

import pytest

from ai.catalogue import default_catalogue
from ai.understanding.suggesting import suggest
from ai.understanding.understand import Understanding
from tests.ai.asking import hanoi

DOOR = Understanding(default_catalogue(), hanoi())


@pytest.mark.parametrize(
    ("prefix", "value"),
    [
        ("số ca sốt xu", "disease_group=dengue"),
        ("so ca sot xuat", "disease_group=dengue"),
        ("lượt khám tại bv thanh nh", "facility=01006"),
        ("30-day readm", "readmission_30d"),
        ("sxh theo phư", "ward"),
    ],
)
def test_the_end_of_a_text_is_completed(prefix: str, value: str) -> None:
    """Metrics, members and dimensions are offered with what was typed before them kept."""
    offered = suggest(prefix, DOOR.lexicon, 20)
    assert value in [each.value for each in offered]
    assert all(each.text[:2] == prefix[:2] for each in offered)


@pytest.mark.parametrize("prefix", ["", "số ca ", "x" * 2000, "zzqy"])
def test_nothing_to_complete(prefix: str) -> None:
    """An empty text, a finished word, a long text and letters of nothing have no completions."""
    assert suggest(prefix, DOOR.lexicon) == ()
