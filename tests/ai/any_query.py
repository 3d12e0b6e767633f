"""Any question that the catalogue allows, drawn by hypothesis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import strategies as st

from ai.catalogue import default_catalogue
from ai.query import Comparison, Filter, Order, Period, Query

CATALOGUE = default_catalogue()


@st.composite
def queries(draw: st.DrawFn, names: Sequence[str] = ()) -> Query:
    """Any question that the catalogue allows."""
    metric = CATALOGUE.metrics[draw(st.sampled_from(names or sorted(CATALOGUE.metrics)))]
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
