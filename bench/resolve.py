"""Whose record is it, with a million people in the store: records and decisions made durable."""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from api.pauses import keep_pauses_short
from bench.filling import kept, registered
from bench.filling_embedded import fill as fill_embedded
from bench.filling_neo4j import fill as fill_neo4j
from bench.keeping import keep, memory_mb, percentile
from graph.engines import open_store
from graph.joining import join
from graph.migrate import migrate
from graph.model import Record
from graph.store import Store
from mpi.model import default
from tools.neo4j.install import LIBRARIES
from tools.neo4j.server import Place, Server

_BATCH = 64
_BATCHES, _SINGLE = 60, 500
#: Neo4j makes a plan for each order of magnitude of a list, so both kinds of call come before.
_WARM, _WARM_SINGLE = 40, 100
_PASSWORD = "resolve-bench"  # noqa: S105  of a server that lives as long as the bench


def main(arguments: list[str]) -> None:
    """Fill a store in bulk and measure at 10 k people and at --people, on each engine."""
    parser = argparse.ArgumentParser(prog="bench resolve", description=main.__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--engines", nargs="+", choices=_ENGINES, default=[*_ENGINES])
    parser.add_argument("--pages", type=Path, help="keep the rows here, for the next run")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        pages = chosen.pages or Path(home, "pages")
        found = {
            engine: _both(_ENGINES[engine], Path(home), pages, chosen.people)
            for engine in chosen.engines
        }
    keep("resolve", {"batch": _BATCH, "engines": found})


def _both(engine: Callable[..., Any], home: Path, pages: Path, people: int) -> dict[str, Any]:
    sizes = sorted({min(10_000, people), people})
    found = [engine(home / f"{engine.__name__}{size}", pages, size) for size in sizes]
    first, last = found[0], found[-1]
    return {
        "sizes": found,
        "cost_last_over_first": round(first["per_s"] / last["per_s"], 2),
        "cpu_last_over_first": round(last["batch_cpu_p50_ms"] / first["batch_cpu_p50_ms"], 2),
    }


def _embedded(home: Path, pages: Path, people: int) -> dict[str, Any]:
    began = time.perf_counter()
    fill_embedded(home, kept(pages, 0, people))
    filled = time.perf_counter() - began
    store = open_store(f"embedded:{home}")
    found = _about(people, filled) | _measured(store, people)
    store.close()
    return found


def _neo4j(home: Path, pages: Path, people: int) -> dict[str, Any]:
    """Fill and start a server of our own, set up as docker-compose.yml does it."""
    settings = {"server.memory.pagecache.size": "2g", "dbms.cypher.min_replan_interval": "1h"}
    place = Place(home, LIBRARIES, bolt=17687, heap="2g", settings=settings)
    place.prepare(_PASSWORD)
    began = time.perf_counter()
    fill_neo4j(home, LIBRARIES, kept(pages, 0, people), home / "csv")
    server = Server(place)
    try:
        server.wait_until_ready()
        os.environ["HEALTHGRAPH_NEO4J_PASSWORD"] = _PASSWORD
        store = open_store(f"bolt://127.0.0.1:{place.bolt}")
        migrate(store)
        return _about(people, time.perf_counter() - began) | _measured(store, people, server.pid)
    finally:
        server.stop()


_ENGINES = {"embedded": _embedded, "neo4j": _neo4j}


def _about(people: int, seconds: float) -> dict[str, Any]:
    return {"people": people, "filled_s": round(seconds, 1)}


def _arrivals(people: int) -> Iterator[Record]:
    """Half are citizens of the store at another hospital, half are new; the visit says no more."""
    dice = random.Random(people)
    for n in range(10**9):
        number = dice.randrange(people) if n % 2 else 5_000_000 + n
        yield registered(number, n + 1)


def _measured(store: Store, people: int, server: int | None = None) -> dict[str, Any]:
    arrivals = _arrivals(people)
    for _ in range(_WARM):
        join(store, list(islice(arrivals, _BATCH)), default())
    for record in islice(arrivals, _WARM_SINGLE):
        join(store, [record], default())
    keep_pauses_short()
    clock = _processor(server)
    batches = _times(store, [list(islice(arrivals, _BATCH)) for _ in range(_BATCHES)], clock)
    single = _times(store, [list(islice(arrivals, 1)) for _ in range(_SINGLE)], clock)
    return {
        "load": round(os.getloadavg()[0], 1),
        "per_s": round(_BATCH * _BATCHES / sum(batches.wall) * 1e3),
        "per_cpu_s": round(_BATCH * _BATCHES / sum(batches.cpu) * 1e3),
        "batch_cpu_p50_ms": round(percentile(batches.cpu, 0.5), 1),
        **_quantiles("single", single.wall),
        **_quantiles("single_cpu", single.cpu),
        "memory_mb": round(memory_mb()),
    }


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of each batch by the clock on the wall, and of processor time, server's too."""

    wall: list[float]
    cpu: list[float]


def _processor(server: int | None) -> Callable[[], float]:
    """Seconds of processor time that this process, and the server of that number, have had."""
    if server is None:
        return time.process_time
    stat, tick = Path(f"/proc/{server}/stat"), os.sysconf("SC_CLK_TCK")

    def both() -> float:
        fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
        return time.process_time() + (int(fields[11]) + int(fields[12])) / tick

    return both


def _times(store: Store, batches: Sequence[Sequence[Record]], clock: Callable[[], float]) -> Taken:
    taken = Taken([], [])
    for batch in batches:
        began, cpu = time.perf_counter(), clock()
        join(store, batch, default())
        taken.cpu.append((clock() - cpu) * 1e3)
        taken.wall.append((time.perf_counter() - began) * 1e3)
    return taken


def _quantiles(what: str, taken: list[float]) -> dict[str, float]:
    return {f"{what}_p{n}_ms": round(percentile(taken, n / 100), 2) for n in (50, 99)}
