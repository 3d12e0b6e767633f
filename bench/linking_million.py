"""A million registrations: ours and Splink's each in a process of its own, so that memory is fair.

Ours is the command's own path from the CSV file to the last file written; of Splink's run training,
predicting and clustering at two thresholds are counted, reading and folding are not.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

from bench.linking_city import registrations
from bench.linking_peer import splink_links
from mpi.evaluate import Unit, evaluate

#: Blocking that Splink finishes with at this size: what hospitals share, and names with dates.
_RULES = (
    ("personal_number",), ("insurance_number",), ("phone", "birth_year"),
    ("full_name", "birth_date"), ("birth_date", "ward"), ("full_name", "ward", "birth_year"),
)  # fmt: skip
_THRESHOLDS = (0.95, 0.999)
_TRUTH = ("person_id", "household_id")


def million(records: int, seed: int) -> dict[str, Any]:
    """Link the same records with both, one after the other."""
    registrations(records, seed)
    ours, peer = (_apart(who, records, seed) for who in ("ours", "splink"))
    ratio = ours["seconds"] / peer["seconds"]
    return {
        "records": records,
        "ours": ours,
        "splink": peer,
        "seconds_over_splink": round(ratio, 2),
    }


def _apart(who: str, records: int, seed: int) -> dict[str, Any]:
    command = (sys.executable, "-m", "bench.linking_million", who, str(records), str(seed))
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _ours(truth: pl.DataFrame) -> dict[str, Any]:
    from api.cli import linking  # noqa: PLC0415  Splink's process is not to load it

    with tempfile.TemporaryDirectory() as home:
        file, out = Path(home) / "records.csv", Path(home) / "linked"
        truth.drop(_TRUTH).write_csv(file)
        began = time.perf_counter()
        linking.link_files([file], out=out, as_json=True)
        seconds = time.perf_counter() - began
        links = pl.read_csv(out / "links.csv", columns=["person_id"], infer_schema=False)
        report = json.loads((out / "report.json").read_text("utf-8"))
    kept = ("pairs_compared", "pairs_dropped", "reviews")
    figures = _figures(truth, links["person_id"].to_list())
    return figures | {name: report[name] for name in kept} | _cost(seconds)


def _splink(truth: pl.DataFrame) -> dict[str, Any]:
    found, seconds, pairs = splink_links(
        truth.drop(_TRUTH), rules=_RULES, thresholds=_THRESHOLDS
    )  # fmt: skip
    figures = {at: _figures(truth, people) for at, people in found.items()}
    best = max(figures, key=lambda at: figures[at]["cluster_f1"])
    return figures[best] | {"best_at": best, "pairs": pairs} | _cost(seconds)


def _cost(seconds: float) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": round(seconds, 1), "peak_memory_mb": round(peak / 1000)}


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
    sys.stdout.write("\n" + json.dumps((_ours if who == "ours" else _splink)(truth)) + "\n")


if __name__ == "__main__":
    main()
