"""Additive questions counted by the engine itself come to what the columns say, on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from ai.catalogue import default_catalogue
from ai.columns import Snapshot
from ai.counting import counted, counting
from ai.execution import execute
from ai.query import Comparison, Filter, Query
from graph.store import Store
from tests.ai.any_query import queries
from tests.ai.questions import YEAR, facts
from tests.ai.simulated import HALF, KNOWN, filled

CATALOGUE = default_catalogue()
COUNTED = [
    "encounters", "outpatient_encounters", "inpatient_encounters", "emergency_encounters",
    "admissions", "referrals_out", "referrals_in", "appointments",
]  # fmt: skip
BY = [(), ("facility",), ("sex", "month"), ("ward", "day"), ("year", "facility")]


def by_columns(snapshot: Snapshot, query: Query) -> dict[tuple[str, ...], float]:
    """The groups of the executor that hold anything."""
    rows = execute(snapshot, query, CATALOGUE).rows
    return {row.members: row.cells[0].numerator for row in rows if row.cells[0].numerator}


def by_engine(store: Store, query: Query) -> dict[tuple[str, ...], float]:
    """The groups of the compiled statement."""
    compiled = counting(query, CATALOGUE)
    assert compiled is not None
    found = store.read(lambda work: counted(work, compiled))
    return {key: float(number) for key, number in found.items() if number}


@pytest.fixture
def city(store: Store, files: list[bytes]) -> tuple[Store, Snapshot]:
    """A tenth of the simulated city on each engine."""
    filled(store, files[: len(files) // 10])
    return store, facts(store, KNOWN)


def test_engine_and_columns_count_alike(city: tuple[Store, Snapshot]) -> None:
    """Every metric that compiles, by some groups, narrowed and not."""
    store, snapshot = city
    male = (Filter("sex", ("male",)),)
    for metric in COUNTED:
        for by in BY:
            for filters in ((), male) if len(by) < 2 else ((),):
                query = Query((metric,), HALF, dimensions=by, filters=filters)
                assert by_engine(store, query) == by_columns(snapshot, query), query


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(query=queries(COUNTED))
def test_any_question_that_compiles_is_counted_alike(
    city: tuple[Store, Snapshot], query: Query
) -> None:
    """Whatever hypothesis asks of those metrics: the same groups and numbers."""
    plain = replace(query, comparison=Comparison.NONE, order=None, limit=None)
    assume(counting(plain, CATALOGUE) is not None)
    assert by_engine(city[0], plain) == by_columns(city[1], plain)


@pytest.mark.parametrize(
    "query",
    [
        Query(("people_treated",), YEAR),
        Query(("readmission_30d",), YEAR),
        Query(("encounters",), YEAR, dimensions=("week",)),
        Query(("encounters",), YEAR, filters=(Filter("icd", ("I",)),)),
        Query(("encounters", "admissions"), YEAR),
        Query(("cost_total",), YEAR),
    ],
)
def test_what_the_engines_cannot_count_alike_is_not_compiled(query: Query) -> None:
    """People, medians, sums by the day of discharge and codes are measured over columns."""
    assert counting(query, CATALOGUE) is None


def test_a_filter_on_a_day_is_left_to_the_columns() -> None:
    """The statement has no such condition: the question is answered without it, not by an error."""
    days = (Filter("day", (HALF.first,)),)
    assert (
        counting(Query(("encounters",), HALF, dimensions=("month",), filters=days), CATALOGUE)
        is None
    )
