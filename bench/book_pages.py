"""How long a page of a health book takes in a large graph, with and without storing the look.

    python -m bench.book_pages --people 200000 --books 300 --store embedded:/tmp/bench-book

The crowd (one record, two visits, a diagnosis each) is filled in by a restore; the people whose
books are read have twenty visits at four facilities, joined as hospitals' messages are. Prints
one JSON line; docs/adr/0008 names the targets: p50 5 ms, p99 20 ms embedded.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.crowd import FACILITIES, crowd
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
from mpi.model import default
from tests.city import AN, City, moment


def main() -> None:
    """Fill the store when it is empty, read books, print the figures."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        store = open_store(options.store)
        store.restore(crowd(Path(scratch) / "crowd.gz", options.people))
        people = _rich(store, options.books)
    figures = {"people": options.people, "books": len(people), "store": options.store[:8]}
    for name, reader in _READERS.items():
        figures |= {f"{name}_{k}": v for k, v in _timed(store, reader, people).items()}
    print(json.dumps(figures))
    store.close()


_READERS: dict[str, Callable[[str], Reader]] = {
    "operator": lambda _: OPERATOR,
    "citizen": lambda person: Reader(Role.CITIZEN, person),
    "clinician": lambda _: Reader(Role.CLINICIAN, "dr", FACILITIES[0]),
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--books", type=int, default=300)
    parser.add_argument("--store", required=True)
    return parser.parse_args()


def _timed(store: Store, reader: Callable[[str], Reader], people: list[str]) -> dict[str, float]:
    """p50 and p99 in ms of one page of twenty visits, each person once."""
    spent = []
    for person in people:
        began = time.perf_counter()
        page = book(store, reader(person), person)
        spent.append((time.perf_counter() - began) * 1000)
        assert len(page.visits) == 20
    ranks = statistics.quantiles(spent, n=100)
    return {"p50_ms": round(ranks[49], 2), "p99_ms": round(ranks[98], 2)}


def _rich(store: Store, books: int) -> list[str]:
    """Join people with twenty full visits each; gives their ids."""
    city, people = City(store), []
    for n in range(books):
        who = replace(
            AN,
            name=f"Nguyễn Văn {chr(65 + n % 26)}{n}",
            personal_number=f"001085{n:06}",
            insurance_numbers=(),
            phones=(f"090{n:07}",),
        )
        records = [_record(city, who, n, v) for v in range(20)]
        people.append(join(store, records, default())[0].person)
    return people


def _record(city: City, who: Any, n: int, v: int) -> Record:
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


if __name__ == "__main__":
    main()
