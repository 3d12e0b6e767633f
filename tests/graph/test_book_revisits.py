"""Booked revisits: kept, due, missed."""

import datetime as dt

import pytest

from graph.access import OPERATOR
from graph.book import book
from graph.model import Appointment, Origin
from graph.revisits import revisits_of, state_of
from graph.store import Store
from tests.city import AN, City


def booked(day: str) -> Appointment:
    """Give an appointment on a day."""
    return Appointment(Origin("XML14"), dt.date.fromisoformat(day))


def test_every_revisit_of_a_person_has_its_state(store: Store) -> None:
    """Over all facilities, latest day first, with the visit that kept it."""
    city = City(store)
    days = (booked("2026-03-09"), booked("2026-04-06"), booked("2026-06-01"))
    an = city.visit("01013", "V1", AN, *days, on="2026-03-02T08:00")
    city.visit("01013", "V2", AN, on="2026-03-10T08:00")
    found = revisits_of(store, OPERATOR, an, at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    assert [(x.day, x.state.value, x.kept_in) for x in found] == [
        ("2026-06-01", "due", ""),
        ("2026-04-06", "missed", ""),
        ("2026-03-09", "kept", "01013|V2"),
    ]
    assert {x.provenance.table for x in found} == {"XML14"}


def test_the_book_shows_a_revisit_with_the_visit_that_booked_it(store: Store) -> None:
    """An appointment stands where it was made."""
    city = City(store)
    an = city.visit("01013", "V1", AN, booked("2026-03-09"), on="2026-03-02T08:00")
    city.visit("01816", "V2", AN, on="2026-03-04T08:00")
    shown = {v.id: [x.day for x in v.booked] for v in book(store, OPERATOR, an).visits}
    assert shown == {"01816|V2": [], "01013|V1": ["2026-03-09"]}


@pytest.mark.parametrize(
    ("day", "kept", "state"),
    [
        (20260310, True, "kept"),
        (20260310, False, "due"),
        (20260303, False, "due"),
        (20260302, False, "missed"),
    ],
)
def test_the_state_of_a_revisit(*, day: int, kept: bool, state: str) -> None:
    """A week of grace, as long as a visit may still keep the appointment."""
    assert state_of(day=day, kept=kept, today=20260310).value == state
