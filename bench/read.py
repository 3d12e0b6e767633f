"""Milliseconds of one core to read a visit's XML into records, checks included."""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path

from bench.keeping import keep
from ingest.wires import read
from simulator.run import simulate


def main(arguments: list[str]) -> None:
    """Simulate a city and read every file of it once."""
    parser = argparse.ArgumentParser(prog="bench read", description=main.__doc__)
    parser.add_argument("--people", type=int, default=1000)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        began = time.process_time()
        simulate(Path(home, "city"), people=chosen.people, seed=11)
        written = time.process_time() - began
        files = [file.read_bytes() for file in sorted(Path(home).rglob("*.xml"))]
    now = dt.datetime.now(dt.UTC)
    began = time.process_time()
    readings = [read(data, now) for data in files]
    spent = time.process_time() - began
    visits = sum(len(reading.records) for reading in readings)
    keep(
        "read",
        {
            "visits": visits,
            "bytes_per_visit": sum(map(len, files)) // visits,
            "read_cpu_ms": round(spent / visits * 1e3, 2),
            "simulated_visits_per_cpu_s": round(visits / written),
        },
    )
