"""Real time in shuffled orders against the batch linker over what the same records said."""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from api.evaluation import TruthRow, against_truth, read_truth
from bench.keeping import keep
from graph.assignment import Assigned, of_records, of_visits
from graph.engines import open_store
from graph.invariants import breaches
from graph.joining import join
from graph.migrate import migrate
from graph.model import Record
from graph.people_statements import SAID_OF_RECORDS
from graph.sayings import sayings_of
from graph.store import Store
from ingest.wires import read
from mpi.batch.identities import IdentityColumns
from mpi.batch.link import link, pair
from mpi.evaluate import Unit, evaluate
from mpi.identity import Identity
from mpi.model import default
from simulator.run import simulate

_BATCH = 32
_NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def main(arguments: list[str]) -> None:
    """Join a simulated city as sent and in shuffled orders; link what its records said at once."""
    parser = argparse.ArgumentParser(prog="bench orders", description=main.__doc__)
    parser.add_argument("--people", type=int, default=2500)
    parser.add_argument("--orders", type=int, default=5)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        simulate(Path(home, "city"), people=chosen.people, seed=11)
        truth = read_truth(Path(home, "city", "truth", "records.csv"))
        files = sorted(Path(home, "city", "feed").rglob("*.xml"))
        messages = [read(file.read_bytes(), _NOW).records for file in files]
        found = [
            _measured(Path(home, f"store{n}"), order, truth)
            for n, order in enumerate(_orders(messages, chosen.orders))
        ]
    keep("orders", _figures(len(messages), found))


def _orders(
    messages: Sequence[Sequence[Record]], shuffled: int
) -> Iterator[Sequence[Sequence[Record]]]:
    yield messages
    for n in range(1, shuffled + 1):
        yield random.Random(n).sample(messages, len(messages))


def _measured(
    folder: Path, messages: Sequence[Sequence[Record]], truth: Sequence[TruthRow]
) -> dict[str, Any]:
    store = open_store(f"embedded:{folder}")
    migrate(store)
    began = time.perf_counter()
    for start in range(0, len(messages), _BATCH):
        some = [record for message in messages[start : start + _BATCH] for record in message]
        join(store, some, default())
    seconds = time.perf_counter() - began
    real_time: dict[str, Any] = against_truth(store, truth)
    found = {
        "real_time": _short(real_time) | {"maybe": real_time["maybe"]},
        "batch": _short(_batch(store, truth)),
        "breaches": len(breaches(store)),
        "seconds": round(seconds, 1),
    }
    store.close()
    return found


def _short(figures: Any) -> dict[str, Any]:
    return {
        "cluster_f1": round(figures["cluster"]["f1"], 4),
        "pairwise_f1": round(figures["pairwise"]["f1"], 4),
        "false_links": figures["false_links"],
        "in_household": figures["false_links_in_household"],
    }


def _batch(store: Store, truth: Sequence[TruthRow]) -> Any:
    """Link what the records of a store said, each statement a row; measured like real time."""
    births = sorted({row.record for row in truth if row.from_birth})
    visits = sorted({row.encounter for row in truth if not row.from_birth})
    given = of_records(store, births) | of_visits(store, visits)
    rows = store.read(
        lambda work: work.run(SAID_OF_RECORDS, records=sorted({a.record for a in given.values()})),
        timeout=60,
    )
    records, said = _statements(rows)
    found = link(default(), pair(IdentityColumns(said), default()))
    person = found.outcomes.person.tolist()
    of = dict(zip(records, person, strict=True))
    return evaluate(_units(truth, given, of))


def _statements(rows: Any) -> tuple[list[str], list[Identity]]:
    said = [(row["record"], sayings_of(row)[-1].identity) for row in rows]
    return [record for record, _ in said], [identity for _, identity in said]


def _units(
    truth: Sequence[TruthRow], given: dict[str, Assigned], person_of: dict[str, int]
) -> list[Unit]:
    units = {}
    for row in truth:
        assigned = given.get(row.record if row.from_birth else row.encounter)
        if assigned is not None:
            person = str(person_of[assigned.record])
            key = f"{row.record}|{row.person}|{person}"
            units[key] = Unit(key, person, row.person, row.household)
    return list(units.values())


def _figures(messages: int, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    first, shuffled = found[0], found[1:]
    rates = [each["real_time"]["cluster_f1"] for each in shuffled]
    batch = statistics.mean(each["batch"]["cluster_f1"] for each in found)
    return {
        "messages": messages,
        "as_sent": first,
        "shuffled": shuffled,
        "batch_cluster_f1": round(batch, 4),
        "furthest_below_batch": round(max(batch - rate for rate in rates), 4),
        "furthest_from_batch": round(max(abs(batch - rate) for rate in rates), 4),
    }
