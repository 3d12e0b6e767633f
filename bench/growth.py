"""What a visit, a page of a book and a resolve cost as the city grows; embedded engine."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from bench.citizens import citizen, visits
from bench.keeping import keep, memory_mb, percentile
from graph.access import OPERATOR
from graph.book import book
from graph.engines import open_store
from graph.joining import join
from graph.migrate import migrate
from graph.model import Record
from graph.resolving import resolve
from graph.store import Store
from mpi.model import default

_BATCH = 64
_WINDOW = 3200  # visits whose cost is averaged at each size
_ASKED = 1000


def main(arguments: list[str]) -> None:
    """Grow a city and measure at 10 k, 50 k, 100 k and 200 k people (or up to --people)."""
    parser = argparse.ArgumentParser(prog="bench growth", description=main.__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    chosen = parser.parse_args(arguments)
    sizes = [size for size in (10_000, 50_000, 100_000, 200_000) if size <= chosen.people]
    with tempfile.TemporaryDirectory() as home:
        store = open_store(f"embedded:{home}/store")
        migrate(store)
        figures = [
            _at(store, size, before) for before, size in zip([0, *sizes], sizes, strict=False)
        ]
        store.close()
    first, last = figures[0], figures[-1]
    ratios = {
        key: round(last[key] / first[key], 2)
        for key in ("visit_cpu_ms", "book_p50_ms", "resolve_p50_ms")
    }
    keep("growth", {"sizes": figures, "last_over_first": ratios})


def _at(store: Store, people: int, before: int) -> dict[str, Any]:
    """Grow to `people`, with the cost of the last visits, then ask for books and decisions."""
    model = default()
    records = visits(people, start=before)
    rest = people - before - _WINDOW
    seen = _join(store, islice(records, rest), model)
    began, cpu = time.perf_counter(), time.process_time()
    seen += _join(store, records, model)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    chance = random.Random(people)
    asked = chance.sample(seen, _ASKED)
    unknown = [citizen(chance, 900_000 + n) for n in range(_ASKED)]
    books = _times(lambda n: book(store, OPERATOR, asked[n]))
    decided = _times(lambda n: resolve(store, OPERATOR, unknown[n], model))
    return {
        "people": people,
        "visit_ms": round(wall / _WINDOW * 1e3, 2),
        "visit_cpu_ms": round(cpu / _WINDOW * 1e3, 2),
        **_quantiles("book", books),
        **_quantiles("resolve", decided),
        "memory_mb": round(memory_mb()),
    }


def _join(store: Store, records: Iterator[Record], model: Any) -> list[str]:
    people = []
    while batch := list(islice(records, _BATCH)):
        people += [receipt.person for receipt in join(store, batch, model)]
    return people


def _times(work: Callable[[int], object]) -> list[float]:
    """Milliseconds of each call."""
    taken = []
    for number in range(_ASKED):
        began = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - began) * 1e3)
    return taken


def _quantiles(what: str, taken: list[float]) -> dict[str, float]:
    return {f"{what}_p{n}_ms": round(percentile(taken, n / 100), 2) for n in (50, 99)}
