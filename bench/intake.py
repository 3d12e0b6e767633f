"""Durable visits a second from files on disk to the graph, on each engine."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from api.bulk import files_of, ingest
from api.compose import open_desk
from api.settings import load
from bench.keeping import keep
from simulator.run import simulate


def main(arguments: list[str]) -> None:
    """Simulate a city, then ingest it into each store given, with two workers."""
    parser = argparse.ArgumentParser(prog="bench intake", description=main.__doc__)
    parser.add_argument("--people", type=int, default=2500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--neo4j", default=os.environ.get("BENCH_NEO4J", ""), help="store URL")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        city = Path(home, "city")
        began = time.perf_counter()
        simulate(city, people=chosen.people, seed=11)
        written = time.perf_counter() - began
        files = files_of([city / "feed"])
        figures = {"files": len(files), "simulated_per_s": round(len(files) / written)}
        urls = {"embedded": f"embedded:{home}/store"} | (
            {"neo4j": chosen.neo4j} if chosen.neo4j else {}
        )
        engines = {
            name: _measured(url, files, Path(home, name), chosen.workers)
            for name, url in urls.items()
        }
    keep("intake", figures | {"workers": chosen.workers, "engines": engines})


def _measured(url: str, files: list[Path], data: Path, workers: int) -> dict[str, Any]:
    settings = load(store_url=url, data_dir=data, log_level="error", workers=workers)
    desk = open_desk(settings)
    try:
        done = ingest(
            desk, files, workers=workers, batch=settings.batch_size, tick=lambda _done, _all: None
        )
    finally:
        desk.close()
    visits = sum(done.counts.get(effect, 0) for effect in ("stored", "replaced"))
    return {
        "visits": visits,
        "quarantined": done.quarantined,
        "seconds": done.seconds,
        "visits_per_s": round(visits / done.seconds, 1),
    }
