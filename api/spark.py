"""Linking on Spark: Splink blocks, compares by our levels and adds up; people are built here.

The workers need this package as the driver has it. Scratch files live in a folder of the run's own.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from mpi.batch.coded import Columns
from mpi.batch.compared import compared, values
from mpi.batch.link import Paired
from mpi.batch.pairs import Candidates, RuleCount
from mpi.batch.splink import level_numbers, records, settings, shares
from mpi.errors import Unavailable
from mpi.model_parts import Field, Model

#: Bits below *maybe* from which pairs come back: what the model gives again is added here.
_BELOW = 20.0


def pair_on_spark(model: Model, frame: pl.DataFrame, master: str) -> Paired:
    """Find and compare the pairs of records on Spark, those that may matter.

    Raises Unavailable where Spark or Splink is not installed.
    """
    with tempfile.TemporaryDirectory() as home, session_at(master, Path(home)) as session:
        return paired(model, frame, score_on_spark(model, frame, session, Path(home)))


@contextmanager
def session_at(master: str, home: Path) -> Iterator[Any]:
    """Open a session whose driver listens on this machine alone; scratch files lie in `home`."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  seconds to load, for this alone
    except ImportError:
        raise Unavailable("Spark: install pyspark and splink") from None
    told = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.checkpoint.dir": str(home / "checkpoint"),
        "spark.local.dir": str(home / "local"),
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master(master).appName("healthgraph link")
    for name, value in told.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def score_on_spark(model: Model, frame: pl.DataFrame, session: Any, home: Path) -> pl.DataFrame:
    """Let Splink score; gives `record_id_l`, `record_id_r`, `match_weight` and `match_key`."""
    from splink import Linker  # noqa: PLC0415

    backend: Any = importlib.import_module("splink.backends.spark")
    made = records(model, frame)
    made.write_parquet(home / "records.parquet")
    api = backend.SparkAPI(spark_session=session, register_udfs_automatically=False)
    for n, field in enumerate(model.fields):
        session.udf.register(f"level_{n}", _udf(field))
    source = session.read.parquet(str(home / "records.parquet"))
    linker: Any = Linker(api.register(source), settings(model))
    for name, table in shares(model, made):
        table.write_parquet(home / f"{name}.parquet")
        share = session.read.parquet(str(home / f"{name}.parquet"))
        linker.table_management.register_term_frequency_lookup(api.register(share), name)
    found = linker.inference.predict(threshold_match_weight=model.thresholds.maybe - _BELOW)
    found.as_spark_dataframe().write.parquet(str(home / "weights"))
    return pl.read_parquet(home / "weights" / "*.parquet")


def _udf(field: Field) -> Any:
    functions: Any = importlib.import_module("pyspark.sql.functions")

    def level(left: Any, right: Any) -> Any:
        import pandas as pd  # noqa: PLC0415  on the worker

        return pd.Series(level_numbers(field, left.tolist(), right.tolist()), dtype="int32")

    import pandas as pd  # noqa: PLC0415

    level.__annotations__ = {"left": pd.Series, "right": pd.Series, "return": pd.Series}
    return functions.pandas_udf(level, "int")


def paired(model: Model, frame: pl.DataFrame, scored: pl.DataFrame) -> Paired:
    """Make the pairs that Splink scored as if they had been found here."""
    numbers = {record: n for n, record in enumerate(frame["record_id"])}
    a, b = (
        scored[f"record_id_{side}"].replace_strict(numbers, return_dtype=pl.Int32).to_numpy()
        for side in "lr"
    )
    order = np.lexsort((np.maximum(a, b), np.minimum(a, b)))
    first, second = np.minimum(a, b)[order], np.maximum(a, b)[order]
    coded = values(Columns(frame), model)
    pairs = compared(model, coded, first, second)
    key = scored["match_key"].cast(pl.Int64).to_numpy()[order]
    counts = tuple(
        RuleCount(rule.rule, int((key == n).sum()), 0, 0) for n, rule in enumerate(model.blocking)
    )
    rules = np.left_shift(np.uint64(1), key.astype(np.uint64))
    return Paired(coded, Candidates(first, second, rules, counts), pairs)
