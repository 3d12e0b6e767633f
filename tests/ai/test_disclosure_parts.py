"""What published numbers force, and the parts that a question could ask for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ai.disclosure.askable import askable, single
from ai.disclosure.boxes import Box, Cell, Rule
from ai.disclosure.deriving import derivable
from ai.disclosure.forcing import forced

WARDS = frozenset("abcdef")
RULE = Rule(5, {"ward": WARDS}, {"ward": frozenset({frozenset("ab"), frozenset("cf")})})


def wards(names: str) -> Box:
    """The rows of some wards."""
    return Box("encounters", {"ward": frozenset(names)})


def test_hidden_boxes_that_fill_a_total_are_forced() -> None:
    """Two hidden wards of at least 1 in a total of 2 are 1 each; a third ward of it is nothing."""
    found = forced(np.array([[1.0, 1, 1]]), np.array([2.0]), np.array([[1.0, 0, 0], [0, 1, 0]]))
    assert found.nothing.tolist() == [False, False, True]
    assert found.one.tolist() == [True, True]


def test_numbers_that_contradict_each_other_force_nothing() -> None:
    """Old and new numbers of changed data have no solution, so nothing follows from them."""
    twice = np.array([[1.0, 1], [1, 1]])
    found = forced(twice, np.array([2.0, 3.0]), np.zeros((0, 2)))
    assert not found.nothing.any()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_forced_limits_are_those_that_linear_programmes_find(data: st.DataObject) -> None:
    """One programme for all limits finds what one programme for each does."""
    rows = st.lists(st.integers(0, 1), min_size=4, max_size=4)
    shown = np.array(data.draw(st.lists(rows, min_size=1, max_size=3)), float)
    hidden = np.array(data.draw(st.lists(rows.filter(any), min_size=1, max_size=2)), float)
    truth = np.array(data.draw(st.lists(st.integers(0, 3), min_size=4, max_size=4)), float)
    hidden = hidden[hidden @ truth >= 1]
    known = {"A_eq": shown, "b_eq": shown @ truth, "A_ub": -hidden, "b_ub": -np.ones(len(hidden))}
    ends = [linprog(-aim, **known) for aim in (*np.eye(4), *hidden)]
    most = [np.inf if end.fun is None else -end.fun for end in ends]
    expected = [each < 1e-6 for each in most[:4]] + [each < 1 + 1e-6 for each in most[4:]]
    found = forced(shown, shown @ truth, hidden)
    assert [*found.nothing, *found.one] == expected


@pytest.mark.parametrize(
    ("boxes", "asked"),
    [
        (["a", "b", "cdef"], ["a", "b", "ab", "cdef", "acdef", "bcdef", "abcdef"]),
        (["a", "b", "c", "d", "ef"], ["ab", "bcdef", "ef"]),
        (["a", "b", "d", "e", "cf"], ["cf", "ab"]),
    ],
)
def test_named_groups_and_lists_may_be_asked_for(boxes: list[str], asked: list[str]) -> None:
    """Districts, all but one ward, and of few classes any list, beside each class."""
    cut = [wards(each) for each in boxes]
    kinds = {1 << n: each for n, each in enumerate(boxes)}
    found = {"".join(sorted("".join(kinds[c] for c in o))) for o in askable("ward", cut, RULE)}
    assert {*asked, *boxes, "abcdef"} <= found
    assert set(single("ward", cut, RULE)) <= set(askable("ward", cut, RULE))


def test_a_district_that_shown_numbers_give_away_is_derivable() -> None:
    """All wards less those of other districts is a district, though nobody asked for it."""
    told = [Cell(wards("abcdef"), 100), Cell(wards("ce"), 40), Cell(wards("df"), 57)]
    assert derivable(told, told[:1], RULE)
    assert not derivable([*told[:2], Cell(wards("df"), 50)], told[:1], RULE)
