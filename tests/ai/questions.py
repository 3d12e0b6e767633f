"""A small city whose every number is known, and short ways of asking about it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ai.catalogue import default_catalogue
from ai.columns import Snapshot
from ai.execution import execute
from ai.fact_cache import FactCache
from ai.places import NOTHING_KNOWN, Known
from ai.query import Filter, Period, Query
from ai.result import Result
from graph.catalogues import Place, load_facilities, load_wards
from graph.daily import refresh
from graph.model import Diagnosis, MedicationItem, Origin, Prescription
from graph.store import Store

YEAR = Period("2026-01-01", "2026-12-31")
MARCH = Period("2026-03-01", "2026-03-31")

FACILITIES = (
    Place("01C01", "Trạm y tế", level="station"),
    Place("01004", "BV Đống Đa", level="city"),
    Place("01003", "BV Xanh Pôn", level="city"),
    Place("01901", "BV Bạch Mai", level="central"),
    Place("01013", "BV huyện", level="district"),
)


def places(store: Store) -> None:
    """Store levels of facilities and two wards that came from two districts."""
    load_facilities(store, FACILITIES)
    old = (
        Place("00001", "Phường A", district="Quận Ba Đình", became=("00070",)),
        Place("00002", "Phường B", district="Quận Đống Đa", became=("00256",)),
    )
    load_wards(store, [Place("00070", "Phường A"), Place("00256", "Phường B")], old)


def facts(store: Store, known: Known = NOTHING_KNOWN) -> Snapshot:
    """Refresh what is stale and give the facts."""
    refresh(store)
    return store.read(FactCache(known).snapshot)


def asked(
    snapshot: Snapshot, metric: str, *by: str, period: Period = YEAR, **only: tuple[str, ...]
) -> dict[tuple[str, ...], float | None]:
    """Ask one metric by dimensions, narrowed by members: `asked(f, "cases", icd=("A97",))`."""
    filters = tuple(Filter(name, members) for name, members in only.items())
    query = Query((metric,), period, dimensions=by, filters=filters)
    return values(execute(snapshot, query, default_catalogue()))


def values(result: Result) -> dict[tuple[str, ...], float | None]:
    """Give the first metric's value of each group."""
    return {row.members: row.cells[0].value for row in result.rows}


def total(snapshot: Snapshot, metric: str, period: Period = YEAR, **only: tuple[str, ...]) -> float:
    """Ask one number; it must be known."""
    value = asked(snapshot, metric, period=period, **only)[()]
    assert value is not None, metric
    return value


def ill(code: str, role: str = "main") -> Diagnosis:
    """A diagnosis of a visit."""
    return Diagnosis(Origin("XML1"), role=role, code=code, as_sent=code)


def drugs(*ingredients: str, row: int = 1) -> Prescription:
    """A prescription of one item an ingredient."""
    items = tuple(
        MedicationItem(Origin("XML2", n), ingredient=each, drug=each)
        for n, each in enumerate(ingredients, row)
    )
    return Prescription(Origin("XML2", row), items=items)


def money(whole: int, insured: int) -> dict[str, Any]:
    """What a visit cost and what the insurance pays."""
    return {"cost_total": Decimal(whole), "cost_paid_by_insurance": Decimal(insured)}
