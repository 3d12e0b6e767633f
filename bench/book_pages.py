"""How long a page of a health book takes in a large graph, the stored look included.

The crowd (one record, two visits each) is filled in by a restore; the people whose books are read
have 2, 5 or 20 full visits at four facilities, joined as hospitals' messages are. Targets at
200,000 people, embedded: p50 5 ms, p99 20 ms.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.crowd import FACILITIES, crowd
from bench.keeping import keep
from graph.access import OPERATOR, Reader, Role
from graph.book import book
from graph.engines import open_store
from graph.joining import join
from graph.model import (
    Appointment,
    Diagnosis,
    MedicationItem,
    Observation,
    Origin,
    Prescription,
    Record,
    Referral,
    Service,
)
from graph.store import Store
from mpi.dates import PartialDate
from mpi.identity import Identity
from mpi.model import default
from tests.city import AN, City, moment

_SIZES = (2, 5, 20)

_READERS: dict[str, Callable[[str], Reader]] = {
    "operator": lambda _: OPERATOR,
    "citizen": lambda person: Reader(Role.CITIZEN, person),
    "clinician": lambda _: Reader(Role.CLINICIAN, "dr", FACILITIES[0]),
}


def main(arguments: list[str]) -> None:
    """Fill an empty store, read books as several readers, keep the figures."""
    parser = argparse.ArgumentParser(prog="bench book", description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--books", type=int, default=100)
    chosen = parser.parse_args(arguments)
    figures: dict[str, object] = {"people": chosen.people}
    with tempfile.TemporaryDirectory() as home:
        store = open_store(f"embedded:{home}/store")
        store.restore(crowd(Path(home) / "crowd.gz", chosen.people))
        for visits in _SIZES:
            people = _rich(store, chosen.books, visits)
            for name, reader in _READERS.items():
                figures[f"{name}, {visits} visits"] = _timed(store, reader, people)
        store.close()
    keep("book", figures)


def _timed(store: Store, reader: Callable[[str], Reader], people: list[str]) -> dict[str, float]:
    """p50 and p99 in ms of the first page, and the processor's p50, each person once."""
    wall, busy = [], []
    for person in people:
        began, worked = time.perf_counter(), time.process_time()
        book(store, reader(person), person)
        wall.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    ranks = statistics.quantiles(wall, n=100)
    figures = {"p50_ms": ranks[49], "p99_ms": ranks[98], "cpu_p50_ms": statistics.median(busy)}
    return {name: round(value, 2) for name, value in figures.items()}


def _rich(store: Store, books: int, visits: int) -> list[str]:
    """Join people with that many full visits each; gives their ids."""
    city, people = City(store, sent=visits * 1_000_000), []
    for n in range(books):
        who = replace(
            AN,
            name=f"Nguyễn Văn {chr(65 + n % 26)}{n}",
            birth_date=PartialDate(1900 + visits + n % 60, 7, 4),
            personal_number=f"001{(visits + n) % 100:02}{visits:02}{n:05}",
            insurance_numbers=(),
            phones=(f"090{visits:02}{n:05}",),
        )
        records = [_record(city, who, f"{visits}-{n}", v) for v in range(visits)]
        people.append(join(store, records, default())[0].person)
    return people


def _record(city: City, who: Identity, n: str, v: int) -> Record:
    day = dt.date(2025, 1, 1) + dt.timedelta(days=15 * v)
    facility = FACILITIES[v % 4]
    items = tuple(MedicationItem(Origin("XML2", i), drug=f"Thuốc {i}") for i in range(1, 5))
    events = (
        Diagnosis(Origin("XML1"), "main", "J18.9", "J189", "Viêm phổi"),
        Diagnosis(Origin("XML1"), "secondary", "I10", "I10", "Tăng huyết áp"),
        Prescription(Origin("XML2"), ordered_at=moment(f"{day}T09:00"), items=items),
        Service(Origin("XML3"), code="18.0119", wording="Chụp X-quang"),
        Observation(Origin("XML4"), service="18.0119", conclusion="Bình thường"),
        Appointment(Origin("XML14"), day + dt.timedelta(days=15)),
        *((Referral(Origin("XML13"), f"L{n}-{v}", facility, FACILITIES[9]),) if v % 5 == 0 else ()),
    )
    return city.record(facility, f"R{n}-{v}", who, *events, on=f"{day}T08:00")
