"""Daily facts stay in step with the graph, whatever happens to it; and verifying notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from ai.fact_cache import FactCache, read_there_and_then
from graph.daily import freshness, rebuild, refresh, verify
from graph.decision_log import Author
from graph.model import Appointment, Origin, Referral
from graph.relinking import Signed, merge, move, split
from graph.store import Statement, Store
from graph.undoing import undo
from tests.ai.questions import asked, facts, ill, total
from tests.city import AN, BINH, City

SPOIL = Statement("MATCH (d:DailyFact {id: $id}) SET d.columns = '{}'", writes=True)
SIGNED = Signed(Author("steward", "hoa"))


def two(store: Store) -> tuple[City, str, str]:
    """Two citizens with a visit each, refreshed."""
    city = City(store)
    an = city.visit("01004", "V1", AN, ill("A97.0"), code="A")
    binh = city.visit("01003", "V2", BINH, on="2026-03-10T08:00", code="B")
    refresh(store)
    return city, an, binh


def resend(city: City, _an: str, _binh: str) -> None:
    """The visit is said again, on another day, for another disease."""
    city.visit("01004", "V1", AN, ill("J18.9"), on="2026-03-05T08:00", said="2026-03-06", code="A")


def merged(city: City, an: str, binh: str) -> None:
    """A steward says that the two are one."""
    merge(city.store, [an, binh], SIGNED)


def unmerged(city: City, an: str, binh: str) -> None:
    """A steward says so, and takes it back."""
    undo(city.store, merge(city.store, [an, binh], SIGNED).decision, SIGNED)


def splitting(city: City, an: str, binh: str) -> None:
    """They are merged and split again."""
    done = merge(city.store, [an, binh], SIGNED)
    split(city.store, done.person, ["01003|B"], SIGNED)


def moved(city: City, an: str, _binh: str) -> None:
    """A record is given to another citizen."""
    move(city.store, ["01003|B"], an, SIGNED)


def arrival(city: City, _an: str, _binh: str) -> None:
    """A letter and a booking get their visits, the letter last."""
    city.visit("01003", "V3", AN, on="2026-03-20T08:00", referred_from="01004", letter="L1")
    letter = Referral(Origin("XML13"), "L1", "01004", "01003", issued_on=dt.date(2026, 3, 12))
    booking = Appointment(Origin("XML14"), dt.date(2026, 3, 21))
    city.visit("01004", "V4", AN, letter, booking, on="2026-03-12T08:00")
    refresh(city.store)
    city.visit("01004", "V5", AN, on="2026-03-22T08:00")


DEEDS = (resend, merged, unmerged, splitting, moved, arrival)


@pytest.mark.parametrize("deed", DEEDS)
def test_facts_are_in_step_after(store: Store, deed: Callable[[City, str, str], None]) -> None:
    """After a refresh every day is as a rebuild from the graph would make it."""
    city, an, binh = two(store)
    deed(city, an, binh)
    assert freshness(store).stale
    refresh(store)
    assert verify(store).differing == freshness(store).stale == ()


def test_a_merge_is_counted(store: Store) -> None:
    """Two people become one in the number, and the version rises."""
    city, an, binh = two(store)
    before = facts(store)
    merged(city, an, binh)
    after = facts(store)
    assert (total(before, "people_treated"), total(after, "people_treated")) == (2, 1)
    assert after.version > before.version


def test_a_resent_visit_leaves_its_old_day(store: Store) -> None:
    """The old day and the old disease are empty then."""
    city, an, binh = two(store)
    resend(city, an, binh)
    assert asked(facts(store), "cases", "day", "icd") == {("2026-03-05", "J18"): 1}


def test_verify_names_the_days_that_differ(store: Store) -> None:
    """Facts that were spoilt are found by their day, and a rebuild mends them."""
    two(store)
    store.write(lambda work: work.run(SPOIL, id="20260310"))
    assert verify(store).differing == (20260310,)
    rebuild(store)
    assert verify(store).differing == ()


def test_a_cache_reads_only_what_changed(store: Store) -> None:
    """The same version gives the same snapshot; after a change all days are there still."""
    city, _, _ = two(store)
    cache = FactCache()
    first = store.read(cache.snapshot)
    assert store.read(cache.snapshot) is first
    city.visit("01003", "V9", BINH, on="2026-04-10T08:00", code="B")
    refresh(store)
    assert total(store.read(cache.snapshot), "encounters") == 3


def test_stored_facts_are_those_of_the_graph(store: Store) -> None:
    """Reading the graph there and then gives the same numbers."""
    two(store)
    straight = store.read(lambda work: read_there_and_then(work, [20260302, 20260310]))
    for metric in ("encounters", "people_treated", "cases", "record_completeness"):
        assert asked(straight, metric, "facility") == asked(facts(store), metric, "facility")


def test_no_change_refreshes_nothing(store: Store) -> None:
    """A refresh without markers leaves the version."""
    two(store)
    assert refresh(store).version == refresh(store).version == 1
