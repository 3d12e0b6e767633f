"""A simulated population of the United States with the errors of its registers (pseudopeople)."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from bench.linking_data import Truth
from mpi.batch.month_first import month_first

#: Names the folder that bench/pseudopeople_make.py wrote.
FOLDER = "HEALTHGRAPH_BENCH_PSEUDOPEOPLE"
_HOME = ("street_number", "street_name", "unit_number")
_FILES = ("census", "taxes", "social_security")


def absent() -> str:
    """Say what to do where the population was not made, else nothing."""
    folder = os.environ.get(FOLDER, "")
    if folder and all((Path(folder) / f"{name}.parquet").is_file() for name in _FILES):
        return ""
    return f"skipped: {FOLDER} names no folder; bench/pseudopeople_make.py says how to make it"


def pseudopeople() -> Truth:
    """Give census, tax and social-security records of one year, each file a source."""
    home = Path(os.environ[FOLDER])
    frames = [_file(pl.read_parquet(home / f"{name}.parquet"), name) for name in _FILES]
    frame = pl.concat(frames, how="diagonal").with_row_index("n")
    frame = frame.with_columns(record_id=pl.lit("r") + pl.col("n").cast(pl.String))
    homes = dict(frame.filter(pl.col("home").is_not_null()).select("person", "home").iter_rows())
    person = frame["person"].to_list()
    columns = ("record_id", "given_name", "middle_name", "family_name", "birth_date", "sex",
               "personal_number", "address", "source")  # fmt: skip
    return Truth(frame.select(columns), {}, person, [homes.get(p, "") or "" for p in person])


def _file(rows: pl.DataFrame, source: str) -> pl.DataFrame:
    names = {c: c.removeprefix("mailing_address_") for c in rows.columns if "mailing" in c}
    rows = rows.rename(names)
    middle = "middle_name" if "middle_name" in rows.columns else "middle_initial"
    made = rows.select(
        _text(rows, "first_name").alias("given_name"), _text(rows, middle).alias("middle_name"),
        _text(rows, "last_name").alias("family_name"),
        _text(rows, "date_of_birth").alias("birth_date"),
        _text(rows, "sex").alias("sex"), _text(rows, "ssn").alias("personal_number"),
        _address(rows).alias("address"), _text(rows, "household_id").alias("home"),
        pl.lit(source).alias("source"), pl.col("simulant_id").alias("person"),
    )  # fmt: skip
    return month_first(made, ["birth_date"])


def _text(rows: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column) if column in rows.columns else pl.lit(None, pl.String)


def _address(rows: pl.DataFrame) -> pl.Expr:
    if "street_name" not in rows.columns:
        return pl.lit(None, pl.String)
    joined = pl.concat_str(_HOME, separator=" ", ignore_nulls=True)
    return pl.when(pl.col("street_name").is_not_null()).then(joined)
