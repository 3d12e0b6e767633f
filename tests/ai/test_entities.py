"""What of the graph a question can name, read on both engines."""

from __future__ import annotations

from ai.catalogue import default_catalogue
from ai.understanding.entities import entities
from ai.understanding.outcomes import Understood
from ai.understanding.understand import understand
from api.reference import load_own
from graph.store import Store
from tests.ai.asking import TODAY


def test_places_of_a_store_can_be_named(store: Store) -> None:
    """A hospital and a ward of the store's own lists are found by their names."""
    load_own(store)
    city = store.read(entities)
    assert (len(city.facilities), len(city.wards)) == (40, 126)
    text = "lượt khám bv đống đa phường láng tháng 10"
    outcome = understand(text, default_catalogue(), city, TODAY)
    assert isinstance(outcome, Understood)
    assert {f.dimension: f.members for f in outcome.query.filters} == {
        "facility": ("01004",),
        "ward": ("00187",),
    }
