"""Whatever the bytes: FHIR, JSON of our own and tables are answered, without a crash."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import fhir, own, tabular
from tests.ingest.bundles import EVERYTHING, Resource, bundle, encoded, markup
from tests.visit_in_wires import BY_WIRE

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)
ODD: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=5,
)
SAMPLES = {
    "json": (fhir.read, encoded(bundle(*EVERYTHING))),
    "xml": (fhir.read, markup(bundle(*EVERYTHING)).encode()),
    "own": (own.read, BY_WIRE["healthgraph-json"]),
    "table": (tabular.read, BY_WIRE["table-mapped"]),
}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damaged_messages_are_answered(name: str, data: st.DataObject) -> None:
    """Cut, overwritten or doubled anywhere, a message gives records or a reason."""
    read, good = SAMPLES[name]
    at = data.draw(st.integers(0, len(good)))
    length = data.draw(st.integers(0, 60))
    damaged = good[:at] + data.draw(st.binary(max_size=40)) + good[at + length :]
    reading = read(damaged, AT)
    assert bool(reading.rejected) <= (reading.records == ())


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, len(EVERYTHING) - 1), element=st.integers(0, 30), value=ODD)
def test_any_element_may_hold_anything(place: int, element: int, value: object) -> None:
    """An element of a type that it cannot have is left out; the other resources are read."""
    broken: Resource = dict(EVERYTHING[place])
    key = list(broken)[element % len(broken)]
    if key == "resourceType":
        return
    broken[key] = value
    every = [*EVERYTHING[:place], broken, *EVERYTHING[place + 1 :]]
    reading = fhir.read(json.dumps(bundle(*every), ensure_ascii=True).encode(), AT)
    assert reading.rejected is None
    assert sum(reading.counts.values()) == len(EVERYTHING)
