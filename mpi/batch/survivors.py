"""One row for each person: of every column the value said most often, then the fullest."""

from __future__ import annotations

import polars as pl


def survivors(frame: pl.DataFrame, person: pl.Series) -> pl.DataFrame:
    """Give the people of a frame with `person_id`, the number of records and surviving values."""
    said = frame.with_columns(person.alias("person_id"))
    people = said.group_by("person_id").agg(pl.len().alias("records")).sort("person_id")
    for column in frame.columns:
        if column not in {"record_id", "source"}:
            people = people.join(_most_said(said, column), on="person_id", how="left")
    return people


def _most_said(said: pl.DataFrame, column: str) -> pl.DataFrame:
    counted = said.drop_nulls(column).group_by("person_id", column).len()
    ranked = counted.sort(
        "person_id", "len", pl.col(column).str.len_chars(), column,
        descending=[False, True, True, False],
    )  # fmt: skip
    return ranked.group_by("person_id", maintain_order=True).first().select("person_id", column)
