"""A simulated city of 200 people, read from its files: what measures are held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from ai.places import Known
from ai.query import Period
from graph.joining import join
from graph.store import Store
from ingest.wires import read
from mpi.model import default
from simulator.run import simulate
from tests.ai.questions import places

NOW = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
HALF = Period("2025-10-01", "2026-03-31")
KNOWN = Known({"01004": 500}, {"01004": "public"}, {"00070": 9000})


def written(out: Path) -> list[bytes]:
    """Write the XML of the city, in the order sent."""
    simulate(out, people=200, seed=5, facilities=8)
    return [file.read_bytes() for file in sorted((out / "feed").rglob("*.xml"))]


def filled(store: Store, files: Sequence[bytes]) -> Store:
    """Join every file."""
    places(store)
    records = [record for file in files for record in read(file, NOW).records]
    for start in range(0, len(records), 100):
        join(store, records[start : start + 100], default(), at=NOW)
    return store
