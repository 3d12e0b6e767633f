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
from api.logs import configure
from api.settings import load
from bench.keeping import keep
from simulator.run import simulate


def main(arguments: list[str]) -> None:
    """Simulate two cities and ingest them, one after the other, into each store given.

    The first meets an engine that has just been started: on Neo4j plans and code are still cold.
    """
    parser = argparse.ArgumentParser(prog="bench intake", description=main.__doc__)
    parser.add_argument("--people", type=int, default=2500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--neo4j", default=os.environ.get("BENCH_NEO4J", ""), help="store URL")
    chosen = parser.parse_args(arguments)
    configure("error", "console")
    with tempfile.TemporaryDirectory() as home:
        cold, warm = Path(home, "first"), Path(home, "second")
        simulate(cold, people=chosen.people, seed=11)
        began = time.perf_counter()
        simulate(warm, people=chosen.people, seed=12)
        written = time.perf_counter() - began
        first, second = (files_of([city / "feed"]) for city in (cold, warm))
        urls = {"embedded": f"embedded:{home}/store"} | (
            {"neo4j": chosen.neo4j} if chosen.neo4j else {}
        )
        engines = {
            name: {
                "first": _measured(url, first, Path(home, name), chosen.workers),
                "warm": _measured(url, second, Path(home, name), chosen.workers),
            }
            for name, url in urls.items()
        }
    figures = {"files": len(second), "simulated_per_s": round(len(second) / written)}
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
