"""Pages of a book: stable, complete, and of a fixed cost."""

import pytest

from graph.access import OPERATOR
from graph.book import book
from graph.book_cursor import cursor_to, place_of
from graph.counting import CountingStore
from graph.model import Diagnosis, Origin
from graph.store import Store
from mpi.errors import BadInput
from tests.city import AN, City


def filled(store: Store, visits: int) -> tuple[City, str]:
    """Give a person with visits on successive days of March."""
    city = City(store)
    flu = Diagnosis(Origin("XML1"), "main", "J10.1", "J101", "Cúm")
    people = [
        city.visit("01013", f"V{n:02}", AN, flu, on=f"2026-03-{n:02}T08:00")
        for n in range(1, visits + 1)
    ]
    return city, people[0]


def pages(store: Store, person: str, limit: int) -> list[list[str]]:
    """Walk all pages and give the visit keys of each."""
    found, cursor = [], ""
    while True:
        page = book(store, OPERATOR, person, cursor=cursor, limit=limit)
        found.append([visit.id.partition("|")[2] for visit in page.visits])
        if not page.next:
            return found
        cursor = page.next


def test_pages_hold_every_visit_once_in_order(store: Store) -> None:
    """Whatever the size of a page, the walk gives the same visits."""
    _, person = filled(store, 7)
    everything = [f"V{n:02}" for n in range(7, 0, -1)]
    assert pages(store, person, 3) == [everything[:3], everything[3:6], everything[6:]]
    assert pages(store, person, 7) == [everything]


def test_a_new_visit_does_not_move_the_next_page(store: Store) -> None:
    """Who is reading page two is not disturbed by a visit that arrives meanwhile."""
    city, person = filled(store, 5)
    first = book(store, OPERATOR, person, limit=2)
    city.visit("01013", "V99", AN, on="2026-04-30T08:00")
    second = book(store, OPERATOR, person, limit=2, cursor=first.next)
    assert [v.id for v in second.visits] == ["01013|V03", "01013|V02"]


def test_visits_of_the_same_minute_are_neither_lost_nor_repeated(store: Store) -> None:
    """The id breaks the tie of equal times across a page's edge."""
    city = City(store)
    people = {city.visit("01013", f"V{n}", AN, on="2026-03-02T08:00") for n in range(5)}
    found = pages(store, people.pop(), 2)
    assert sorted(key for page in found for key in page) == [f"V{n}" for n in range(5)]


@pytest.mark.parametrize("visits", [1, 9])
def test_a_page_takes_the_same_statements_for_any_book(store: Store, visits: int) -> None:
    """The look, then records, visits, family, six kinds of facts, letters, revisits, sources."""
    _, person = filled(store, visits)
    counted = CountingStore(store)
    book(counted, OPERATOR, person)
    assert counted.statements == 15


@pytest.mark.parametrize("cursor", ["x", "%%%", "bm8", cursor_to("no bar")])
def test_a_cursor_of_nobody_is_refused(store: Store, cursor: str) -> None:
    """A cursor is only ever one that a page gave."""
    with pytest.raises(BadInput, match="cursor"):
        book(store, OPERATOR, "p-1", cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_page_has_bounds(store: Store, limit: int) -> None:
    """Nobody can ask for everything at once."""
    with pytest.raises(BadInput, match="limit"):
        book(store, OPERATOR, "p-1", limit=limit)


def test_a_cursor_reads_back() -> None:
    """The cursor is opaque outside and exact inside, also for a visit without a date."""
    for place in ("2026-03-02T01:00:00Z|01013|V1", "|01013|Đợt 1"):
        assert place_of(cursor_to(place)) == place
