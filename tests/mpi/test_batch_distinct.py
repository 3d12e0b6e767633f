"""Distinct texts of a column, and which of them each row holds."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.batch.distinct import distinct

TEXTS = st.lists(st.none() | st.sampled_from(["", "a", "b", "Hà", "Ha"]) | st.text(max_size=3))


@given(TEXTS)
def test_rows_are_told_by_the_order_in_which_texts_are_first_met(texts: list[str | None]) -> None:
    """A dictionary that numbers what it has not met yet says the same."""
    known, numbers = distinct(pl.Series(texts, dtype=pl.String))
    met: dict[str, int] = {}
    expected = [-1 if text is None else met.setdefault(text, len(met)) for text in texts]
    assert known.to_list() == list(met)
    assert numbers.tolist() == expected


def test_texts_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where hashes meet, texts are looked up one by one."""
    alike = pl.Series(np.zeros(3, np.uint64))
    monkeypatch.setattr(pl.Series, "hash", lambda _self: alike)
    known, numbers = distinct(pl.Series(["b", "a", "b"]))
    assert (known.to_list(), numbers.tolist()) == (["b", "a"], [0, 1, 0])
