"""Daily facts of a made-up city: build, refresh after a batch, and what questions cost."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ai.catalogue import default_catalogue
from ai.execution import execute
from ai.fact_cache import FactCache
from ai.query import Comparison, Filter, Order, Period, Query
from ai.warming import warm
from bench.keeping import keep, memory_mb, percentile
from graph import daily, wholesale
from graph import daily_statements as say
from graph.daily_columns import packed, shaped
from graph.daily_marks import days_of_visits, mark_days
from graph.engines import open_store
from graph.kinds import EDGES, NODES
from graph.migrate import migrate
from graph.store import Store, Work

_DAYS = [f"2026{m:02}{d:02}" for m in range(1, 13) for d in range(1, 29)]
_CODES = ("A97.0", "J18.9", "I10", "E11.9", "J06.9", "B08.4", "K29.7", "O80", "J44.1", "S52.5")
_KINDS = ("01", "01", "01", "05", "03", "03")
_FACILITIES = [f"01{n:03}" for n in range(1, 42)] + [f"01C{n:02}" for n in range(1, 99)]
_WARDS = [f"{n:05}" for n in range(1, 127)]
_DRUGS = ("Amoxicillin", "Cefixim", "Paracetamol", "Omeprazol")
_PAGE = 5000
_YEAR, _MAY = Period("2026-01-01", "2026-12-31"), Period("2026-05-01", "2026-05-31")

#: What leaders ask: totals, rankings, trends, people, readmissions, letters, drugs.
QUESTIONS: tuple[Query, ...] = (
    Query(("encounters",), _MAY, comparison=Comparison.LAST_YEAR),
    Query(("encounters",), _YEAR, dimensions=("month",)),
    Query(("encounters",), _YEAR, dimensions=("facility", "month")),
    Query(("people_treated",), _YEAR),
    Query(("people_treated",), _YEAR, dimensions=("facility",)),
    Query(("people_treated", "new_people"), _YEAR, dimensions=("quarter",)),
    Query(("cases",), _YEAR, dimensions=("ward",), filters=(Filter("disease_group", ("dengue",)),)),
    Query(("cases",), _YEAR, dimensions=("week",), filters=(Filter("icd", ("A97",)),)),
    Query(("encounters",), _YEAR, dimensions=("icd_chapter", "age_band", "sex")),
    Query(("readmission_30d",), _YEAR, dimensions=("facility",), order=Order("readmission_30d")),
    Query(("return_72h",), _MAY, dimensions=("facility",)),
    Query(("length_of_stay", "length_of_stay_median"), _YEAR, dimensions=("facility",)),
    Query(("referrals_out",), _YEAR, dimensions=("origin_facility", "destination_facility")),
    Query(("referral_completion_30d", "days_to_arrival"), _YEAR, dimensions=("month",)),
    Query(("follow_up_kept",), _YEAR, dimensions=("facility",)),
    Query(("antibiotic_share", "access_share"), _YEAR, dimensions=("facility",)),
    Query(("cost_total", "insurance_share"), _YEAR, dimensions=("month",)),
    Query(("record_completeness", "reporting_lag"), _YEAR, dimensions=("facility",)),
    Query(("encounters",), _YEAR, dimensions=("weekday",), filters=(Filter("sex", ("female",)),)),
    Query(("chronic_seen_6m",), _YEAR, dimensions=("facility",)),
)


def main(arguments: list[str]) -> None:
    """Make a city of --visits, a third as many people, and ask the questions --rounds times."""
    parser = argparse.ArgumentParser(prog="bench facts", description=main.__doc__)
    parser.add_argument("--visits", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--store", default="")
    parser.add_argument("--facts-only", action="store_true", help="write facts without a graph")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        store = open_store(chosen.store or f"embedded:{home}/store")
        migrate(store)
        measure = _measure_answers if chosen.facts_only else _measure
        figures = measure(store, chosen.visits, chosen.rounds)
        store.close()
    keep("facts", {"engine": store.url.split(":")[0], "visits": chosen.visits} | figures)


def _measure_answers(store: Store, visits: int, rounds: int) -> dict[str, Any]:
    """Measure questions alone, over facts that were written as a rebuild would write them."""
    for place in range(len(_DAYS)):
        row = _fact(place, visits)
        store.write(lambda work, row=row: work.run(say.PUT_FACTS, rows=[row]))  # type: ignore[misc]
    store.write(lambda work: work.run(say.LOCK_CLOCK))
    store.write(lambda work: work.run(say.SET_CLOCK, version=1, at="2026-12-31T00:00:00Z"))
    cache = FactCache()
    opened = _opened(store, cache)
    cold = _ask(store, cache)
    again = [spent for _ in range(rounds) for spent in _ask(store, cache)]
    answers = {"first_answers_ms": _spread(cold), "answers_ms": _spread(again)}
    return {**opened, **answers, "memory_mb": memory_mb()}


def _opened(store: Store, cache: FactCache, after: str = "") -> dict[str, float]:
    """Read what changed and work out what questions need, as the service does before them."""
    snapshot, opened = _timed(lambda: store.read(cache.snapshot, timeout=120))
    _, warmed = _timed(lambda: warm(snapshot, default_catalogue()))
    return {f"cache_opened{after}_s": round(opened, 2), f"warmed{after}_s": round(warmed, 2)}


def _fact(place: int, visits: int) -> dict[str, Any]:
    day, own = int(_DAYS[place]), range(place, visits, len(_DAYS))
    read = {
        "visit": [_visit_row(n, visits // 3) for n in own],
        "diagnosis": [{"visit": _visit(n), **_diagnosis(n)} for n in own],
        "item": [{"visit": _visit(n), "prescription": n, "ingredient": _DRUGS[n % 4]} for n in own],
        "birth": [],
        "referral": [_letter_row(n, visits // 3) for n in own if n % 20 == 0],
        "appointment": [_booking_row(n, visits // 3) for n in own if n % 10 == 0],
    }
    tables = shaped(day, read)
    said = {"day": day, "version": 1, "rows": len(own), "columns": packed(tables)}
    return {"id": str(day), "properties": said}


def _visit_row(n: int, people: int) -> dict[str, Any]:
    said = _encounter(n)["properties"]
    row = {key.removesuffix("_at").removeprefix("patient_"): value for key, value in said.items()}
    row |= {"cost_insurance": said["cost_paid_by_insurance"], "cost_patient": None, "booked": False}
    row |= dict.fromkeys(("reason", "admitted", "referred_from", "referred_to", "provisional"))
    return row | {"visit": _visit(n), "person": f"p-{random.Random(n).randrange(people):014}"}


def _letter_row(n: int, people: int) -> dict[str, Any]:
    arrived = int(_DAYS[(n + 3) % len(_DAYS)]) if n % 3 else None
    row = _letter(n) | {"code": _CODES[n % 10], "arrived": arrived, "came_from": None}
    return _patient_row(n, people) | row


def _booking_row(n: int, people: int) -> dict[str, Any]:
    return _patient_row(n, people) | {"facility": _FACILITIES[n % 9], "kept": n % 3 > 0}


def _patient_row(n: int, people: int) -> dict[str, Any]:
    row = _visit_row(n, people)
    keys = ("person", "sex", "ward", "birth", "provisional")
    return {key: row[key] for key in keys} | {"visited": int(_DAYS[n % len(_DAYS)])}


def _measure(store: Store, visits: int, rounds: int) -> dict[str, Any]:
    _, made = _timed(lambda: _make(store, visits))
    _, built = _timed(lambda: daily.rebuild(store))
    cache = FactCache()
    opened = _opened(store, cache)
    cold = _ask(store, cache)
    warmed = [spent for _ in range(rounds) for spent in _ask(store, cache)]
    store.write(_touch)
    _, refreshed = _timed(lambda: daily.refresh(store))
    again = _opened(store, cache, "_after_refresh")
    fresh = _ask(store, cache)
    return {
        "city_made_s": round(made, 1),
        "rebuild_s": round(built, 1),
        **opened,
        "first_answers_ms": _spread(cold),
        "answers_ms": _spread(warmed),
        "refresh_of_a_day_after_a_batch_s": round(refreshed, 2),
        **again,
        "answers_right_after_refresh_ms": _spread(fresh),
        "memory_mb": memory_mb(),
    }


def _spread(spent: list[float]) -> dict[str, float]:
    shares = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    return {name: round(percentile(spent, share) * 1e3, 1) for name, share in shares.items()}


def _timed(work: Any) -> tuple[Any, float]:
    began = time.perf_counter()
    done = work()
    return done, time.perf_counter() - began


def _ask(store: Store, cache: FactCache) -> list[float]:
    catalogue, spent = default_catalogue(), []
    for query in QUESTIONS:
        began = time.perf_counter()
        execute(store.read(cache.snapshot), query, catalogue)
        spent.append(time.perf_counter() - began)
    return spent


def _touch(work: Work) -> None:
    """Mark what a batch of a hundred visits of one day marks."""
    batch = [f"{_FACILITIES[0]}|V{n * len(_DAYS)}" for n in range(100)]
    mark_days(work, days_of_visits(work, batch))


def _make(store: Store, visits: int) -> None:
    people = visits // 3
    facilities = [{"id": f, "properties": {"level": "city"}} for f in _FACILITIES]
    _nodes(store, "Facility", iter(facilities))
    _nodes(store, "Person", ({"id": f"p-{n:014}", "properties": {}} for n in range(people)))
    _nodes(store, "PatientRecord", ({"id": f"r|{n}", "properties": {}} for n in range(people)))
    _edges(store, "IDENTIFIES", ((f"r|{n}", f"p-{n:014}") for n in range(people)))
    _nodes(store, "Encounter", (_encounter(n) for n in range(visits)))
    _edges(
        store, "OF", ((_visit(n), f"r|{random.Random(n).randrange(people)}") for n in range(visits))
    )
    _hang(store, "Diagnosis", "DIAGNOSED_IN", visits, _diagnosis)
    _hang(store, "Prescription", "PRESCRIBED_IN", visits, lambda _: {})
    _nodes(
        store,
        "MedicationItem",
        ({"id": f"m{n}", "properties": {"ingredient": _DRUGS[n % 4]}} for n in range(visits)),
    )
    _edges(store, "PART_OF", ((f"m{n}", f"PrescriptionX{n}") for n in range(visits)))
    _letters(store, visits)


def _visit(n: int) -> str:
    return f"{_FACILITIES[0]}|V{n}"


def _encounter(n: int) -> dict[str, Any]:
    chance, day = random.Random(n * 7 + 1), _DAYS[n % len(_DAYS)]
    text = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    kind = chance.choice(_KINDS)
    said = {
        "facility": chance.choice(_FACILITIES), "kind": kind, "started_on": int(day),
        "started_at": f"{text}T0{chance.randrange(1, 8)}:00:00Z", "ended_at": f"{text}T09:00:00Z",
        "received_at": f"{text}T15:00:00Z", "department": f"K{chance.randrange(1, 40):02}",
        "result": "1", "ending": "1", "entitlement": "1.1", "days": chance.randrange(1, 9),
        "patient_sex": chance.choice(("male", "female")), "patient_ward": chance.choice(_WARDS),
        "patient_birth": f"{chance.randrange(1935, 2026)}-05-04", "cost_total": 500_000.0,
        "cost_paid_by_insurance": 400_000.0,
    }  # fmt: skip
    return {"id": _visit(n), "properties": said}


def _diagnosis(n: int) -> dict[str, Any]:
    return {"role": "main", "code": random.Random(n).choice(_CODES)}


def _hang(store: Store, label: str, edge: str, visits: int, make: Any) -> None:
    _nodes(store, label, ({"id": f"{label}X{n}", "properties": make(n)} for n in range(visits)))
    _edges(store, edge, ((f"{label}X{n}", _visit(n)) for n in range(visits)))


def _letters(store: Store, visits: int) -> None:
    """Write a letter in every twentieth visit, and a booking in every tenth."""
    sent = range(0, visits, 20)
    _nodes(store, "Referral", ({"id": f"l{n}", "properties": _letter(n)} for n in sent))
    _edges(store, "ISSUED_IN", ((f"l{n}", _visit(n)) for n in sent))
    _edges(
        store, "FULFILLED_BY", ((f"l{n}", _visit(n + 3)) for n in sent if n % 3 and n + 3 < visits)
    )
    booked = range(0, visits, 10)
    _nodes(
        store,
        "Appointment",
        ({"id": f"a{n}", "properties": {"day": int(_DAYS[n % len(_DAYS)])}} for n in booked),
    )
    _edges(store, "BOOKED_IN", ((f"a{n}", _visit(n)) for n in booked))


def _letter(n: int) -> dict[str, Any]:
    ends = random.Random(n).sample(_FACILITIES, 2)
    return {
        "stated": True,
        "issued_on": int(_DAYS[n % len(_DAYS)]),
        "sender": ends[0],
        "receiver": ends[1],
    }


def _nodes(store: Store, label: str, rows: Iterator[dict[str, Any]]) -> None:
    statement = wholesale.add_nodes(next(kind for kind in NODES if kind.label == label))
    while some := list(islice(rows, _PAGE)):
        store.write(lambda work, some=some: work.run(statement, rows=some))  # type: ignore[misc]


def _edges(store: Store, kind: str, pairs: Iterator[tuple[str, str]]) -> None:
    statement = wholesale.add_edges(next(edge for edge in EDGES if edge.kind == kind))
    rows = ({"source": a, "target": b, "properties": {}} for a, b in pairs)
    while some := list(islice(rows, _PAGE)):
        store.write(lambda work, some=some: work.run(statement, rows=some))  # type: ignore[misc]
