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

from bench.linking_peer import CODES, LEFT_OUT, WORDS, learnt

#: Pairs below this probability are not kept, as in Splink's own examples.
_PREDICTED = 0.95
#: Taking out punctuation as well costs seconds and gives the same F1.
_WORD = "nullif(translate(strip_accents(lower({})), 'đð', 'dd'), '')"
_CODE = "nullif(right({}, 10), '')"
_FIRST = "split_part({}, ';', 1)"
_DATE = "CASE WHEN length(birth_date) = 10 THEN birth_date END AS birth_date"
_YEAR = "left(birth_date, 4) AS birth_year"


def link_file(
    file: Path, out: Path, rules: Sequence[tuple[str, ...]], cut_at: float, seed: int = 1
) -> dict[str, Any]:
    """Write `unique_id, cluster_id` of a CSV file; gives seconds by stage and pairs kept."""
    clock, busy = [time.perf_counter()], time.process_time()
    api = DuckDBAPI()
    api.duckdb_con.execute(f"CREATE TABLE folded AS {_folded(api.duckdb_con, file)}")
    clock.append(time.perf_counter())
    table = api.duckdb_con.table("folded")
    linker = learnt(api.register(table), table.columns, seed, rules)
    clock.append(time.perf_counter())
    predicted = linker.inference.predict(threshold_match_probability=_PREDICTED)
    clock.append(time.perf_counter())
    cluster = linker.clustering.cluster_pairwise_predictions_at_threshold
    links = cluster(predicted, threshold_match_probability=cut_at).as_duckdbpyrelation()
    links.project("unique_id, cluster_id").write_csv(str(out))
    clock.append(time.perf_counter())
    busy = time.process_time() - busy
    stages = ("reading", "training", "predicting", "clustering")
    seconds = {
        stage: round(b - a, 1) for stage, a, b in zip(stages, clock, clock[1:], strict=False)
    }
    pairs = predicted.as_duckdbpyrelation().count("*").fetchall()[0][0]
    return {"stages": seconds, "pairs": pairs, "seconds": clock[-1] - clock[0], "busy": busy}


def _folded(connection: duckdb.DuckDBPyConnection, file: Path) -> str:
    """The statement that reads a file in the columns that Splink compares."""
    read = f"read_csv('{file}', all_varchar = true)"
    columns = connection.sql(f"FROM {read}").columns
    words = [f"{_WORD.format(c)} AS {c}" for c in columns if c in WORDS and c not in LEFT_OUT]
    codes = [
        f"{_CODE.format(_FIRST.format(c))} AS {c}" for c in columns if c in CODES and c != "source"
    ]
    wanted = ["record_id AS unique_id", *words, *codes, _DATE, _YEAR]
    return f"SELECT {', '.join(wanted)} FROM {read}"  # noqa: S608  names of our own columns
