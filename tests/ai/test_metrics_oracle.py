"""A simulated city, read from its files: every metric against pandas, partitions against totals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ai.catalogue import default_catalogue
from ai.columns import Snapshot
from ai.execution import execute
from ai.places import Known
from ai.query import Comparison, Filter, Order, Period, Query
from graph.engines import open_store
from graph.joining import join
from graph.migrate import migrate
from graph.store import Store
from ingest.wires import read
from mpi.model import default
from simulator.run import simulate
from tests.ai import oracle
from tests.ai.questions import asked, facts, places, total

NOW = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
HALF = Period("2025-10-01", "2026-03-31")
CATALOGUE = default_catalogue()
KNOWN = Known({"01004": 500}, {"01004": "public"}, {"00070": 9000})
GIVEN = ("occupancy", "incidence")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The XML of a city of 200 people, in the order sent."""
    out = tmp_path_factory.mktemp("city")
    simulate(out, people=200, seed=5, facilities=8)
    return [file.read_bytes() for file in sorted((out / "feed").rglob("*.xml"))]


def filled(store: Store, files: list[bytes]) -> Store:
    """Join every file."""
    places(store)
    records = [record for file in files for record in read(file, NOW).records]
    for start in range(0, len(records), 100):
        join(store, records[start : start + 100], default(), at=NOW)
    return store


@pytest.fixture(scope="module")
def city(files: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The facts of the city, read once; reading alone needs no second engine."""
    store = open_store(f"embedded:{tmp_path_factory.mktemp('facts') / 'store'}")
    migrate(store)
    snapshot = facts(filled(store, files), KNOWN)
    store.close()
    return snapshot


def test_every_metric_is_what_pandas_finds(
    store: Store, files: list[bytes], tmp_path: Path
) -> None:
    """Both engines: an independent walk over a dump of the graph gives the same numbers."""
    snapshot = facts(filled(store, files), KNOWN)
    found = oracle.Oracle(store, tmp_path, HALF.first, HALF.last)
    want = {name: compute(found) for name, compute in oracle.METRICS.items()}
    got = {name: asked(snapshot, name, period=HALF)[()] for name in want}
    assert got == pytest.approx(want, nan_ok=True)


ADDITIVE = [m.id for m in CATALOGUE.metrics.values() if m.additive]


@pytest.mark.parametrize("metric", ADDITIVE)
def test_parts_add_up_to_the_whole(city: Snapshot, metric: str) -> None:
    """Of an additive metric the groups of every dimension sum to the total."""
    whole = total(city, metric, HALF)
    for by in CATALOGUE.metrics[metric].dimensions:
        if by != "owner":
            parts = asked(city, metric, by, period=HALF).values()
            assert sum(part or 0.0 for part in parts) == pytest.approx(whole), by


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any question that the catalogue allows."""
    metric = CATALOGUE.metrics[draw(st.sampled_from(sorted(CATALOGUE.metrics)))]
    dimensions = tuple(draw(st.lists(st.sampled_from(metric.dimensions), max_size=2, unique=True)))
    members = {
        "sex": ("male",),
        "age_band": ("30-44", "75+"),
        "icd": ("I", "J00-J06"),
        "facility": ("01004",),
        "kind": ("01",),
        "disease_group": ("dengue", "chronic"),
        "ward": ("00070",),
        "weekday": ("1",),
    }
    allowed = [name for name in members if name in metric.dimensions]
    chosen = draw(st.lists(st.sampled_from(allowed), max_size=2, unique=True)) if allowed else []
    filters = tuple(Filter(name, members[name], draw(st.booleans())) for name in chosen)
    first = dt.date(2025, 7, 1) + dt.timedelta(draw(st.integers(0, 300)))
    period = Period(
        first.isoformat(), (first + dt.timedelta(draw(st.integers(0, 200)))).isoformat()
    )
    order = draw(
        st.sampled_from([None, Order(metric.id), *(Order(d, descending=False) for d in dimensions)])
    )
    return Query(
        (metric.id,),
        period,
        dimensions=dimensions,
        filters=filters,
        order=order,
        comparison=draw(st.sampled_from(Comparison)),
        limit=draw(st.sampled_from([None, 3])),
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=queries())
def test_any_question_that_is_allowed_is_answered(city: Snapshot, query: Query) -> None:
    """It runs, each group once, shares and their parts consistent, and narrower is never more."""
    result = execute(city, query, CATALOGUE)
    assert len({row.members for row in result.rows}) == len(result.rows) <= (query.limit or 10**9)
    wider = execute(city, Query(query.metrics, query.period), CATALOGUE).rows[0].cells[0]
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


def test_both_directions_of_order_and_the_limit(city: Snapshot) -> None:
    """A ranking is sorted by its metric, and cut."""
    by = Query(("encounters",), HALF, dimensions=("facility",), order=Order("encounters"), limit=3)
    numbers = [row.cells[0].numerator for row in execute(city, by, CATALOGUE).rows]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 3


def test_a_trend_meets_its_last_year(city: Snapshot) -> None:
    """The n-th month is held against the n-th month of the period compared with."""
    query = Query(
        ("encounters",),
        Period("2026-01-01", "2026-03-31"),
        dimensions=("month",),
        comparison=Comparison.PREVIOUS,
    )
    rows = execute(city, query, CATALOGUE).rows
    before = asked(city, "encounters", "month", period=Period("2025-10-01", "2025-12-31"))
    assert [row.members for row in rows] == [("2026-01",), ("2026-02",), ("2026-03",)]
    assert [row.before[0].value for row in rows] == [
        before[m,] for m in ("2025-10", "2025-11", "2025-12")
    ]
