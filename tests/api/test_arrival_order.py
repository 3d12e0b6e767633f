"""The order in which messages arrive hardly matters: the same city in shuffled orders."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from api.evaluation import against_truth, read_truth
from graph.engines import open_store
from graph.invariants import breaches
from graph.joining import join
from graph.migrate import migrate
from graph.model import Record
from ingest.wires import read
from mpi.model import default
from tests.api.commands import Simulated

pytestmark = pytest.mark.xdist_group("cli")

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
ORDERS, BATCH = 4, 32


def joined(folder: Path, messages: Sequence[Sequence[Record]], truth: Path) -> dict[str, Any]:
    """Join messages in the order given, and measure the links."""
    store = open_store(f"embedded:{folder}")
    migrate(store)
    for start in range(0, len(messages), BATCH):
        some = [record for message in messages[start : start + BATCH] for record in message]
        join(store, some, default())
    figures: dict[str, Any] = against_truth(store, read_truth(truth))
    assert breaches(store) == []
    store.close()
    return figures


def test_shuffled_orders_end_in_nearly_the_same_people(
    simulated: Simulated, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Cluster F1 of all orders lies within one hundredth, and no order mixes a family."""
    files = sorted((simulated.city / "feed").rglob("*.xml"))
    messages = [read(file.read_bytes(), NOW).records for file in files]
    orders = [random.Random(n).sample(messages, len(messages)) for n in range(1, ORDERS)]
    found = [
        joined(tmp_path / str(n), order, Path(simulated.truth))
        for n, order in enumerate([messages, *orders])
    ]
    rates = [figures["cluster"]["f1"] for figures in found]
    record_property("cluster_f1", rates)
    assert max(rates) - min(rates) <= 0.01
    assert {figures["false_links_in_household"] for figures in found} == {0}
