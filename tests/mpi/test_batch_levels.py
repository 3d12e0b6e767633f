"""Levels of whole columns are those of two values at once, whatever sieve they went through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mpi.batch.coded import Coded
from mpi.batch.levels import levels
from mpi.compare.levels import Holds
from mpi.compare.sieves import Counted, mask, number
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import Field, History

_WORDS = ("ann", "anna", "nancy", "bob", "b", "Smith", "smyth", "de la", "12", "12 high st", "st")
_DATES = ("1985-07-04", "1985-04-07", "1985", "1985-01-01", "1986-07-04", "4/7/1975", "1985-07")
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=4).map(" ".join),
    st.sampled_from(_DATES),
    st.text("0123ab ", max_size=9),
)
_VALUES = st.lists(st.tuples(_TEXTS, _TEXTS), min_size=2, max_size=12)


@pytest.mark.parametrize("kind", VALUE_KINDS)
@settings(max_examples=30, deadline=None)
@given(values=_VALUES)
def test_columns_have_the_levels_of_two_values(kind: str, values: list[tuple[str, str]]) -> None:
    """Every kind, every pair, in either order."""
    read = [VALUE_KINDS[kind].read(each) for each in values]
    forms = tuple(dict.fromkeys(form for form in read if form is not None))
    codes = np.array([-1 if form is None else forms.index(form) for form in read], np.int32)
    first, second = (side.ravel().astype(np.int32) for side in np.indices((len(values),) * 2))
    found = levels(Field("f", kind, History.BEST, ()), Coded(codes, forms), first, second)
    names = [*VALUE_KINDS[kind].names, None]
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    assert [names[n] for n in found] == [
        VALUE_KINDS[kind].level(values[a], values[b]) for a, b in pairs
    ]


_SIEVED = [
    (kind, row.test)
    for kind, each in VALUE_KINDS.items()
    for row in each.rows
    if isinstance(row.test, Holds) and row.test.sieve
]


@pytest.mark.parametrize(("kind", "test"), _SIEVED)
@settings(max_examples=50, deadline=None)
@given(a=st.tuples(_TEXTS, _TEXTS), b=st.tuples(_TEXTS, _TEXTS))
def test_a_sieve_lets_pass_whatever_holds(
    kind: str, test: Holds, a: tuple[str, str], b: tuple[str, str]
) -> None:
    """Nothing that a predicate would say yes to is kept from it."""
    one, other = VALUE_KINDS[kind].read(a), VALUE_KINDS[kind].read(b)
    assert test.sieve is not None
    held = one is not None and other is not None and test.predicate(one, other)
    assert not held or test.sieve.passes(one, other)


def test_numbers_that_stand_for_texts() -> None:
    """An empty text stands for nothing, and a word is found in the mask of words that hold it."""
    assert number("") == 0 < number("an")
    assert mask(["an", "ba"]) & mask(["an"]) == mask(["an"])
    near = Counted(lambda n: (n,), lambda a, b: abs(a[0] - b[0]) <= 1)
    assert (near.passes(3, 4), near.passes(3, 5)) == (True, False)
