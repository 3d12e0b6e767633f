"""A million registrations: ours and Splink's each in a process of its own, so that memory is fair.

Both go from one CSV file to files written. Ours is the whole command, with people, questions and
report; Splink reads and folds by DuckDB, trains, predicts, cuts clusters at the better of two
thresholds, with the truth in hand, and writes who belongs to whom. It is run twice: with narrow
rules of blocking, chosen so that it compares few pairs, and with the wide ones that it is given for
all other sets, as the figures that this project was measured against from the first are.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from bench.linking_city import registrations
from mpi.evaluate import Unit, evaluate

#: Blocking that Splink finishes with at this size: what hospitals share, and names with dates.
_RULES = (
    ("personal_number",), ("insurance_number",), ("phone", "birth_year"),
    ("full_name", "birth_date"), ("birth_date", "ward"), ("full_name", "ward", "birth_year"),
)  # fmt: skip
#: At .95 its cluster F1 is far lower.
_CUT_AT = 0.999
#: Rules by who is run; none is the peer's own choice by the columns that there are.
_PEERS: Mapping[str, tuple[tuple[str, ...], ...]] = {"splink": _RULES, "splink_wide": ()}
#: Seconds that each is given.
_MOST = 600
_TRUTH = ("person_id", "household_id")


def million(records: int, seed: int) -> dict[str, Any]:
    """Link the same records with both, one after the other."""
    registrations(records, seed)
    found = {who: _apart(who, records, seed) for who in ("ours", *_PEERS)}
    over = {f"over_{peer}": _over(found["ours"], found[peer]) for peer in _PEERS}
    return {"records": records, **found, **over}


def _over(ours: dict[str, Any], peer: dict[str, Any]) -> dict[str, float]:
    """What of the peer's seconds, of the clock and of processors, ours takes."""
    told = [each for each in ("seconds", "processor_seconds") if each in peer]
    return {each: round(ours[each] / peer[each], 2) for each in told}


def _apart(who: str, records: int, seed: int) -> dict[str, Any]:
    command = (sys.executable, "-m", "bench.linking_million", who, str(records), str(seed))
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=True, timeout=_MOST
        )
    except subprocess.TimeoutExpired:
        return {"not_finished_in_seconds": _MOST}
    return {"load": round(os.getloadavg()[0], 1)} | dict(json.loads(done.stdout.splitlines()[-1]))


def _ours(truth: pl.DataFrame) -> dict[str, Any]:
    from api.cli import linking  # noqa: PLC0415  Splink's process is not to load it

    with tempfile.TemporaryDirectory() as home:
        file, out = Path(home) / "records.csv", Path(home) / "linked"
        truth.drop(_TRUTH).write_csv(file)
        began, busy = time.perf_counter(), _busy()
        linking.link_files([file], out=out, as_json=True)
        seconds, busy = time.perf_counter() - began, _busy() - busy
        links = pl.read_csv(out / "links.csv", columns=["person_id"], infer_schema=False)
        report = json.loads((out / "report.json").read_text("utf-8"))
    kept = ("pairs_compared", "pairs_dropped", "reviews")
    figures = _figures(truth, links["person_id"].to_list())
    return figures | {name: report[name] for name in kept} | _cost(seconds, busy)


def _busy() -> float:
    """Processor seconds of this process, and of those that it started and that ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _splink(truth: pl.DataFrame, rules: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    from bench.linking_splink import link_file  # noqa: PLC0415  our process is not to load it

    with tempfile.TemporaryDirectory() as home:
        file, out = Path(home) / "records.csv", Path(home) / "links.csv"
        truth.drop(_TRUTH).write_csv(file)
        spent = link_file(file, out, rules, _CUT_AT)
        links = pl.read_csv(out, infer_schema=False)
    known = dict(links.select("unique_id", "cluster_id").iter_rows())
    figures = _figures(truth, [known[record] for record in truth["record_id"]])
    return figures | {"best_at": _CUT_AT} | _cost(spent.pop("seconds"), spent.pop("busy")) | spent


def _cost(seconds: float, busy: float) -> dict[str, Any]:
    """Seconds, and memory: the most of this process and of the largest that it started, added."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = sum(resource.getrusage(each).ru_maxrss for each in whose)
    return {
        "seconds": round(seconds, 1),
        "processor_seconds": round(busy, 1),
        "peak_memory_mb": round(peak / 1000),
    }


def _figures(truth: pl.DataFrame, people: list[str]) -> dict[str, Any]:
    rows = zip(people, *(truth[column] for column in _TRUTH), strict=True)
    found = evaluate(Unit(str(n), *row) for n, row in enumerate(rows))
    return {
        "cluster_f1": round(found["cluster"]["f1"], 4),
        "pair_f1": round(found["pairwise"]["f1"], 4),
        "false_links": found["false_links"],
        "false_links_in_household": found["false_links_in_household"],
    }


def main() -> None:
    """Run one of the two over the records that were made, and print its figures as one line."""
    who, records, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    truth = registrations(records, seed)
    found = _ours(truth) if who == "ours" else _splink(truth, _PEERS[who])
    sys.stdout.write("\n" + json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
