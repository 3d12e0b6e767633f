"""A file says the sexes in its own language; that two of them differ must be seen."""

from __future__ import annotations

import polars as pl
import pytest

from mpi.batch.two_sexes import two_sexes


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["M", "V", "v", None], ["1", "2", "2", None]),
        (["H", "M", "m", "h"], ["1", "2", "2", "1"]),
        (["hombre", "mujer"], ["1", "2"]),
        (["0", "1", "1"], ["2", "1", "1"]),
        (["P", "L"], ["2", "1"]),
        (["K", "F"], ["1", "2"]),
        (["erkek", "kadın", "?"], ["1", "2", "?"]),
        (["Nam", "Nữ"], ["Nam", "Nữ"]),
        (["M", "F", "U", "U"], ["M", "F", "U", "U"]),
        (["Nữ", "nu", "F"], ["Nữ", "nu", "F"]),
        (["F", "U", "F"], ["F", "U", "F"]),
        (["a", "b", "c"], ["a", "b", "c"]),
        ([*["M"] * 30, "v"], [*["M"] * 30, "v"]),
        ([None, None], [None, None]),
    ],
)
def test_two_words_are_two_sexes(said: list[str | None], told: list[str | None]) -> None:
    """Known words stand; of two others one is 1 and one is 2; unknown, few or many stay."""
    frame = pl.DataFrame({"sex": said}, {"sex": pl.String})
    assert two_sexes(frame)["sex"].to_list() == told


def test_a_file_without_sex_stays() -> None:
    """There is nothing to read."""
    frame = pl.DataFrame({"a": ["m"]})
    assert two_sexes(frame) is frame
