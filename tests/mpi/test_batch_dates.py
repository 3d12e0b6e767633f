"""Which of two numbers is the month: a column shows it where one value does not."""

from __future__ import annotations

import polars as pl
import pytest

from mpi.batch.columns import ColumnMap, mapped
from mpi.batch.month_first import month_first


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (["5/6/1994", "12/31/1990"], ["1994-05-06", "1990-12-31"]),
        (["5/6/1994", "31/12/1990"], ["5/6/1994", "31/12/1990"]),
        (["5/6/1994", None, "1990"], ["5/6/1994", None, "1990"]),
        (["1994-05-06", "7/28/1985", "1985"], ["1994-05-06", "1985-07-28", "1985"]),
        (["5/6/94", "12/31/90", "7/28/12"], ["1994-05-06", "1990-12-31", "2012-07-28"]),
        (["28/7/1985"] + ["7/28/1985"] * 10, ["28/7/1985"] + ["1985-07-28"] * 10),
    ],
)
def test_a_column_shows_its_order(said: list[str | None], read: list[str | None]) -> None:
    """Month first is made ISO; anything else stays as it was said."""
    frame = pl.DataFrame({"birth_date": pl.Series(said, dtype=pl.String)})
    assert month_first(frame, ["birth_date"])["birth_date"].to_list() == read


def test_birth_dates_and_further_dates_of_a_file_are_put_in_order() -> None:
    """Each column by itself; what is no date is left alone."""
    file = pl.DataFrame({"dob": ["5/6/1994", "1/20/1990"], "seen": ["5/6/1994", "20/1/1990"]})
    columns = ColumnMap({"birth_date": ("dob",)}, {"seen": "date"})
    made = mapped(file, columns)
    assert made["birth_date"].to_list() == ["1994-05-06", "1990-01-20"]
    assert made["seen"].to_list() == ["5/6/1994", "20/1/1990"]
