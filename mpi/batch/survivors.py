"""One row for each person: of every column the value said most often, then the fullest."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mpi.batch.coded import Codes
from mpi.batch.distinct import distinct

_Rows = NDArray[np.intp]


def survivors(frame: pl.DataFrame, person: pl.Series) -> pl.DataFrame:
    """Give the people of a frame with `person_id`, the number of records and surviving values.

    Only where records of a person differ in a column are its values counted.
    """
    told = [column for column in frame.columns if column not in {"record_id", "source"}]
    known, number = distinct(person.rename("person_id"))
    sizes = np.bincount(number)
    head = np.full(len(known), len(number), np.intp)
    np.minimum.at(head, number, np.arange(len(number)))
    several = np.flatnonzero(sizes[number] > 1)
    columns = [_survived(frame[column], number, head, several) for column in told]
    people = pl.DataFrame([known, pl.Series("records", sizes, pl.UInt32), *columns])
    return people if known.is_sorted() else people.sort("person_id")


def _survived(said: pl.Series, number: Codes, head: _Rows, several: _Rows) -> pl.Series:
    """Give each person's value of a column: that of the first record, unless another differs."""
    people = number[several]
    differs = said.gather(several).ne_missing(said.gather(head[people])).to_numpy()
    torn = np.zeros(len(head), np.bool_)
    torn[people[differs]] = True
    rows = several[torn[people]]
    found = said.gather(head)
    if not len(rows):
        return found
    chosen = _most_said(pl.DataFrame({"person": number[rows], "value": said.gather(rows)}))
    return found.scatter(chosen["person"], chosen["value"])


def _most_said(said: pl.DataFrame) -> pl.DataFrame:
    counted = said.drop_nulls("value").group_by("person", "value").len()
    ranked = counted.sort(
        "person", "len", pl.col("value").str.len_chars(), "value",
        descending=[False, True, True, False],
    )  # fmt: skip
    return ranked.group_by("person", maintain_order=True).first().select("person", "value")
