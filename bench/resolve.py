"""Whose record is it, with a million people in the store: records and decisions made durable."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from bench.citizens import citizen, registration
from bench.keeping import keep, memory_mb, percentile
from graph.deciding import Settled, Subject
from graph.engines import open_store
from graph.joining import join
from graph.migrate import migrate
from graph.model import Record
from graph.people import new_id, subjects_of
from graph.people_rows import write_people
from graph.people_statements import TOUCH_KEYS
from graph.sayings import with_said
from graph.store import Store
from mpi.decision import Outcome, Verdict
from mpi.model import default

_PAGE = 2000
_BATCH = 64
_BATCHES, _SINGLE = 60, 500
_NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def main(arguments: list[str]) -> None:
    """Fill a store in bulk and measure at 10 k people and at --people, on each engine given."""
    parser = argparse.ArgumentParser(prog="bench resolve", description=main.__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--neo4j", default=os.environ.get("BENCH_NEO4J", ""), help="store URL")
    parser.add_argument("--skip-embedded", action="store_true")
    chosen = parser.parse_args(arguments)
    engines: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as home:
        urls = {} if chosen.skip_embedded else {"embedded": f"embedded:{home}/store"}
        urls |= {"neo4j": chosen.neo4j} if chosen.neo4j else {}
        for name, url in urls.items():
            engines[name] = _grown(url, chosen.people)
    keep("resolve", {"batch": _BATCH, "engines": engines})


def _grown(url: str, people: int) -> dict[str, Any]:
    store = open_store(url)
    migrate(store)
    sizes, filled, found = sorted({min(10_000, people), people}), 0, list[dict[str, Any]]()
    for size in sizes:
        began = time.perf_counter()
        fill(store, filled, size)
        filled = size
        found.append({"people": size, "filled_s": round(time.perf_counter() - began, 1)}
                     | _measured(store, size))  # fmt: skip
    store.close()
    ratio = found[0]["per_s"] / found[-1]["per_s"]
    return {"sizes": found, "cost_last_over_first": round(ratio, 2)}


def fill(store: Store, start: int, people: int) -> None:
    """Write citizens in bulk as joining would have left them, one record each, without visits."""
    numbers = iter(range(start, people))
    while page := list(islice(numbers, _PAGE)):
        settled = [_new(subjects_of(_registered(n, 0), default())[0]) for n in page]
        keys = sorted({key for answer in settled for key in answer.subject.keys})

        def put(work: Any, settled: list[Settled] = settled, keys: list[str] = keys) -> None:
            work.run(TOUCH_KEYS, keys=keys)
            write_people(work, settled, _NOW)

        store.write(put)


def _registered(number: int, visit: int) -> Record:
    return registration(citizen(random.Random(number), number), number, visit)


def _new(subject: Subject) -> Settled:
    verdict = Verdict(Outcome.NEW, None, None, default().version)
    said = with_said((), subject.identity, subject.said_at)
    return Settled(subject, subject.key, new_id("p"), verdict, new_person=True, said=said)


def _arrivals(people: int) -> Iterator[Record]:
    """Half are citizens of the store at another hospital, half are new; the visit says no more."""
    dice = random.Random(people)
    for n in range(10**9):
        number = dice.randrange(people) if n % 2 else 5_000_000 + n
        yield _registered(number, n + 1)


def _measured(store: Store, people: int) -> dict[str, Any]:
    model, arrivals = default(), _arrivals(people)
    for _ in range(10):
        join(store, list(islice(arrivals, _BATCH)), model)
    batches = [list(islice(arrivals, _BATCH)) for _ in range(_BATCHES)]
    began, cpu = time.perf_counter(), time.process_time()
    for batch in batches:
        join(store, batch, model)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    single = _times(store, list(islice(arrivals, _SINGLE)))
    return {
        "per_s": round(_BATCH * _BATCHES / wall),
        "cpu_ms_each": round(cpu / (_BATCH * _BATCHES) * 1e3, 3),
        "single_p50_ms": round(percentile(single, 0.5), 2),
        "single_p99_ms": round(percentile(single, 0.99), 2),
        "memory_mb": round(memory_mb()),
    }


def _times(store: Store, records: Sequence[Record]) -> list[float]:
    """Milliseconds of each record joined alone."""
    taken = []
    for record in records:
        began = time.perf_counter()
        join(store, [record], default())
        taken.append((time.perf_counter() - began) * 1e3)
    return taken
