"""One row for each person: of every column the value said most often, then the fullest."""

from __future__ import annotations

import polars as pl


def survivors(frame: pl.DataFrame, person: pl.Series) -> pl.DataFrame:
    """Give the people of a frame with `person_id`, the number of records and surviving values.

    Only where records of a person differ in a column are its values counted.
    """
    told = [column for column in frame.columns if column not in {"record_id", "source"}]
    said = frame.select(person.alias("person_id"), *told)
    first = [pl.col(column).min() for column in told]
    last = [pl.col(column).max().alias(_last(column)) for column in told]
    people = said.group_by("person_id").agg(pl.len().alias("records"), *first, *last)
    for column in told:
        torn = people.filter(pl.col(column) != pl.col(_last(column))).select("person_id")
        if len(torn):
            chosen = _most_said(said.join(torn, on="person_id", how="semi"), column)
            people = people.update(chosen, on="person_id")
    return people.select("person_id", "records", *told).sort("person_id")


def _last(column: str) -> str:
    return f"last\x1f{column}"


def _most_said(said: pl.DataFrame, column: str) -> pl.DataFrame:
    counted = said.drop_nulls(column).group_by("person_id", column).len()
    ranked = counted.sort(
        "person_id", "len", pl.col(column).str.len_chars(), column,
        descending=[False, True, True, False],
    )  # fmt: skip
    return ranked.group_by("person_id", maintain_order=True).first().select("person_id", column)
