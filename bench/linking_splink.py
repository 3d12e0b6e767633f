"""Splink 5 from a CSV file to a file of links, as a careful user would run it on DuckDB.

DuckDB reads the file and folds its texts in SQL: its string distances count bytes, so marks would
cost Splink accuracy. Links are cut at one threshold, given with the truth in hand.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from splink.backends.duckdb import DuckDBAPI

from bench.linking_peer import CODES, WORDS, learnt

#: Pairs below this probability are not kept, as in Splink's own examples.
_PREDICTED = 0.95
_PLAIN = "translate(strip_accents(lower({})), 'đð', 'dd')"
_WORD = f"nullif(trim(regexp_replace({_PLAIN}, '[^a-z0-9]+', ' ', 'g')), '')"
_CODE = f"nullif(right(regexp_replace({_PLAIN}, '[^a-z0-9]+', '', 'g'), 10), '')"
_FIRST = "split_part({}, ';', 1)"
_DATE = "CASE WHEN length(birth_date) = 10 THEN birth_date END AS birth_date"
_YEAR = "left(birth_date, 4) AS birth_year"


def link_file(
    file: Path, out: Path, rules: Sequence[tuple[str, ...]], cut_at: float, seed: int = 1
) -> dict[str, Any]:
    """Write `unique_id, cluster_id` of a CSV file; gives seconds by stage and pairs kept."""
    clock = [time.perf_counter()]
    api = DuckDBAPI()
    api.duckdb_con.execute(f"CREATE TABLE folded AS {_folded(api.duckdb_con, file)}")
    clock.append(time.perf_counter())
    table = api.duckdb_con.table("folded")
    linker = learnt(api.register(table), table.columns, seed, rules)
    clock.append(time.perf_counter())
    predicted = linker.inference.predict(threshold_match_probability=_PREDICTED)
    clock.append(time.perf_counter())
    cluster = linker.clustering.cluster_pairwise_predictions_at_threshold
    cluster(predicted, threshold_match_probability=cut_at).to_csv(str(out), overwrite=True)
    clock.append(time.perf_counter())
    stages = ("reading", "training", "predicting", "clustering")
    seconds = {stage: round(b - a, 1) for stage, a, b in zip(stages, clock, clock[1:], strict=False)}
    pairs = predicted.as_duckdbpyrelation().count("*").fetchall()[0][0]
    return {"stages": seconds, "seconds": round(clock[-1] - clock[0], 1), "pairs": pairs}


def _folded(connection: duckdb.DuckDBPyConnection, file: Path) -> str:
    """The statement that reads a file in the columns that Splink compares."""
    read = f"read_csv('{file}', all_varchar = true)"
    columns = connection.sql(f"SELECT * FROM {read} LIMIT 0").columns
    words = [f"{_WORD.format(c)} AS {c}" for c in columns if c in WORDS]
    codes = [f"{_CODE.format(_FIRST.format(c))} AS {c}" for c in columns if c in CODES]
    wanted = ["record_id AS unique_id", *words, *codes, _DATE, _YEAR]
    return f"SELECT {', '.join(wanted)} FROM {read}"
