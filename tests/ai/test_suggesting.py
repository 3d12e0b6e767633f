"""Completions while typing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai.answering.scope import Scope
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


@given(st.sampled_from(["", "s", "so", "so luot", "dong", "dong da", "zz"]) | st.text("abdgnosu "))
def test_phrases_are_found_by_their_beginning(typed: str) -> None:
    """Those between two places of a sorted list are all that begin so."""
    every = list(DOOR.lexicon.beginning(""))
    assert list(DOOR.lexicon.beginning(typed)) == [e for e in every if e[0].startswith(typed)]


def test_what_does_not_fit_is_not_offered() -> None:
    """A reader of one hospital is offered that one; metrics and areas stay."""
    own = Scope("facility", "01006")
    offered = suggest(
        "bệnh viện", DOOR.lexicon, 50, lambda s: all(own.holds(s.value, m) for m in s.members)
    )
    hospitals = [each.value for each in offered if each.value.startswith("facility=")]
    assert hospitals == ["facility=01006"]


@pytest.mark.parametrize("prefix", ["", "số ca ", "x" * 2000, "zzqy"])
def test_nothing_to_complete(prefix: str) -> None:
    """An empty text, a finished word, a long text and letters of nothing have no completions."""
    assert suggest(prefix, DOOR.lexicon) == ()
