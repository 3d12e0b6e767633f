"""A simulated city, read from its files: every metric against pandas, parts against totals."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ai.catalogue import default_catalogue
from ai.catalogue_parts import Count
from ai.choosing import UNKNOWN
from ai.columns import Snapshot
from ai.execution import execute
from ai.query import Comparison, Order, Period, Query
from graph.store import Store
from ingest.wires import read
from tests.ai import oracle
from tests.ai.any_query import queries
from tests.ai.oracle_more import BROKEN_DOWN, DIMENSIONS, MORE, breakdown
from tests.ai.questions import asked, facts, total
from tests.ai.simulated import HALF, KNOWN, NOW, filled

CATALOGUE = default_catalogue()
GIVEN = ("occupancy", "incidence")


def test_every_metric_is_what_pandas_finds(
    store: Store, files: list[bytes], tmp_path: Path
) -> None:
    """Both engines: an independent walk over a dump gives the same numbers, whole and by group."""
    snapshot = facts(filled(store, files), KNOWN)
    found = oracle.Oracle(store, tmp_path, HALF.first, HALF.last)
    want = {name: compute(found) for name, compute in {**oracle.METRICS, **MORE}.items()}
    assert want.keys() == CATALOGUE.metrics.keys()
    got = {name: asked(snapshot, name, period=HALF)[()] for name in want}
    assert got == pytest.approx(want, nan_ok=True)
    for metric, by in product(BROKEN_DOWN, DIMENSIONS):
        groups = {k: v for k, v in asked(snapshot, metric, by, period=HALF).items() if v}
        some = {k: v for k, v in breakdown(found, metric, by).items() if v}
        assert groups == pytest.approx(some), (metric, by)


COUNTED = {Count.ROWS, Count.DISTINCT}
SHARES = [
    m.id
    for m in CATALOGUE.metrics.values()
    if m.denominator is not None and m.denominator.count in COUNTED and m.id not in GIVEN
]


@pytest.mark.parametrize("metric", SHARES)
def test_n_is_what_a_share_is_of(measured_city: Snapshot, metric: str) -> None:
    """The n beside a share of people is people, not the visits that they made."""
    query = Query((metric,), HALF, dimensions=("facility",))
    cells = [row.cells[0] for row in execute(measured_city, query, CATALOGUE).rows]
    assert [cell.n for cell in cells] == [round(cell.denominator or 0) for cell in cells]
    assert any(cell.n for cell in cells)


ADDITIVE = [m.id for m in CATALOGUE.metrics.values() if m.additive]


@pytest.mark.parametrize("metric", ADDITIVE)
def test_parts_add_up_to_the_whole(measured_city: Snapshot, metric: str) -> None:
    """Of an additive metric the groups of every dimension sum to the total."""
    whole = total(measured_city, metric, HALF)
    for by in CATALOGUE.metrics[metric].dimensions:
        if by != "owner":
            parts = asked(measured_city, metric, by, period=HALF).values()
            assert sum(part or 0.0 for part in parts) == pytest.approx(whole), by


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=queries())
def test_any_question_that_is_allowed_is_answered(measured_city: Snapshot, query: Query) -> None:
    """It runs, each group once, shares and their parts consistent, and narrower is never more."""
    result = execute(measured_city, query, CATALOGUE)
    assert len({row.members for row in result.rows}) == len(result.rows) <= (query.limit or 10**9)
    wider = execute(measured_city, Query(query.metrics, query.period), CATALOGUE).rows[0].cells[0]
    for row in result.rows:
        cell = row.cells[0]
        assert cell.numerator <= wider.numerator + 1e-6 or not _monotone(query.metrics[0])
        if CATALOGUE.metrics[query.metrics[0]].unit == "share" and query.metrics[0] not in GIVEN:
            assert cell.value is None or -1e-9 <= cell.value <= 1 + 1e-9


def _monotone(metric: str) -> bool:
    """Whether fewer rows can only make the number smaller."""
    return CATALOGUE.metrics[metric].numerator.count != "median"


def test_more_people_elsewhere_change_nothing(store: Store, files: list[bytes]) -> None:
    """What other facilities send leaves a facility's own counts as they are."""
    filled(store, files[: len(files) // 2])
    one = asked(facts(store), "encounters", "facility", period=HALF)
    some = next(iter(one))
    own = [
        f for f in files[len(files) // 2 :] if f"<MA_CSKCB>{some[0]}</MA_CSKCB>".encode() not in f
    ]
    late = [f for f in own if all(r.facility != some[0] for r in read(f, NOW).records)]
    filled(store, late)
    assert asked(facts(store), "encounters", "facility", period=HALF)[some] == one[some]


def test_both_directions_of_order_and_the_limit(measured_city: Snapshot) -> None:
    """A ranking is sorted by its metric, and cut."""
    by = Query(("encounters",), HALF, dimensions=("facility",), order=Order("encounters"), limit=3)
    numbers = [row.cells[0].numerator for row in execute(measured_city, by, CATALOGUE).rows]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 3


def test_a_trend_meets_its_last_year(measured_city: Snapshot) -> None:
    """The n-th month is held against the n-th month of the period compared with."""
    query = Query(
        ("encounters",),
        Period("2026-01-01", "2026-03-31"),
        dimensions=("month",),
        comparison=Comparison.PREVIOUS,
    )
    rows = execute(measured_city, query, CATALOGUE).rows
    before = asked(measured_city, "encounters", "month", period=Period("2025-10-01", "2025-12-31"))
    assert [row.members for row in rows] == [("2026-01",), ("2026-02",), ("2026-03",)]
    assert [row.before[0].value for row in rows] == [
        before[m,] for m in ("2025-10", "2025-11", "2025-12")
    ]


@pytest.mark.parametrize("descending", [True, False])
def test_who_is_not_known_comes_after_all_who_are(
    measured_city: Snapshot, *, descending: bool
) -> None:
    """The ward with the most visits is a ward, though more visits say none."""
    by = Query(("encounters",), HALF, dimensions=("ward",), order=Order("encounters", descending))
    members = [row.members[0] for row in execute(measured_city, by, CATALOGUE).rows]
    assert members[-1] == UNKNOWN
    assert UNKNOWN not in members[:-1]
