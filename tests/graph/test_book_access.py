"""Who may see whom, and what the citizen learns of it."""

import datetime as dt
from collections.abc import Callable

import pytest

from graph.access import OPERATOR, Reader, Role, statement_for
from graph.access_log import LOOKS_OF, looks_of
from graph.book import book, person_header, visit
from graph.chains import chain
from graph.model import Origin, Referral
from graph.revisits import revisits_of
from graph.store import Store
from mpi.errors import Forbidden
from tests.city import AN, BINH, City

Opens = Callable[[Store, Reader, str], object]

OPENS: dict[str, Opens] = {
    "person": person_header,
    "book": book,
    "appointments": revisits_of,
    "looks": looks_of,
    "encounter": lambda store, reader, _: visit(store, reader, "01013|V1"),
    "referral": lambda store, reader, _: chain(store, reader, referral="01013|L1"),
}
CLINICAL = {"person", "book", "appointments", "encounter", "referral"}
LETTER = Referral(Origin("XML13"), "L1", "01013", "01816", issued_on=dt.date(2026, 3, 2))


def refused(opens: Opens, store: Store, reader: Reader, person: str) -> bool:
    """Say whether the reader is refused."""
    try:
        opens(store, reader, person)
    except Forbidden:
        return True
    return False


READERS: list[tuple[str, Reader, set[str]]] = [
    ("citizen, the same", Reader(Role.CITIZEN, "SELF"), CLINICAL | {"looks"}),
    ("citizen, another", Reader(Role.CITIZEN, "p-other"), set()),
    ("clinician who treated", Reader(Role.CLINICIAN, "dr", "01013"), CLINICAL),
    ("clinician who expects", Reader(Role.CLINICIAN, "dr", "01816"), CLINICAL),
    ("clinician elsewhere", Reader(Role.CLINICIAN, "dr", "01004"), set()),
    ("clinician of nowhere", Reader(Role.CLINICIAN, "dr", ""), set()),
    ("steward", Reader(Role.STEWARD, "st"), {"person"}),
    ("leader", Reader(Role.LEADER, "boss"), set()),
    ("admin", Reader(Role.ADMIN, "root"), set()),
    ("facility", Reader(Role.FACILITY, "01013", "01013"), set()),
    ("operator", OPERATOR, CLINICAL | {"looks"}),
]


@pytest.mark.parametrize(("who", "reader", "may"), READERS, ids=[row[0] for row in READERS])
def test_what_each_reader_may_open(store: Store, who: str, reader: Reader, may: set[str]) -> None:
    """The denial matrix: every role against everything that can be opened of a person."""
    an = City(store).visit("01013", "V1", AN, LETTER)
    asking = Reader(Role.CITIZEN, an) if reader.subject == "SELF" else reader
    opened = {name for name, opens in OPENS.items() if not refused(opens, store, asking, an)}
    assert opened == may


@pytest.mark.parametrize("name", OPENS)
def test_the_unknown_and_the_unseen_are_refused_alike(store: Store, name: str) -> None:
    """Nobody learns from a refusal whether a person exists."""
    an = City(store).visit("01013", "V1", AN, LETTER)
    words = []
    for person in (an, "p-nobody"):
        with pytest.raises(Forbidden) as caught:
            OPENS[name](store, Reader(Role.CITIZEN, "p-other"), person)
        words.append(str(caught.value))
    assert words[0] == words[1]


def test_an_arrival_elsewhere_closes_the_door_that_a_letter_opened(store: Store) -> None:
    """A hospital named in a letter may read until the letter is used, then only if it was there."""
    city = City(store)
    an = city.visit("01013", "V1", AN, LETTER)
    named = Reader(Role.CLINICIAN, "dr", "01816")
    assert not refused(book, store, named, an)
    city.visit("01004", "V2", AN, on="2026-03-05", referred_from="01013", letter="L1")
    assert refused(book, store, named, an)


def test_every_look_is_there_for_the_citizen(store: Store) -> None:
    """Granted and refused looks, with who, role, facility and what was opened, latest first."""
    an = City(store).visit("01013", "V1", AN)
    book(store, Reader(Role.CLINICIAN, "dr-lan", "01013"), an)
    assert refused(book, store, Reader(Role.LEADER, "boss"), an)
    looks = looks_of(store, Reader(Role.CITIZEN, an), an)
    assert [(x.subject, x.role, x.facility, x.action, x.granted) for x in looks] == [
        (an, "citizen", "", "looks", True),
        ("boss", "leader", "", "book", False),
        ("dr-lan", "clinician", "01013", "book", True),
    ]


def test_a_visit_and_a_letter_are_looks_at_their_person(store: Store) -> None:
    """Whatever way in was taken, the look is at the person it leads to."""
    city = City(store)
    an, binh = city.visit("01013", "V1", AN, LETTER), city.visit("01013", "V2", BINH)
    visit(store, OPERATOR, "01013|V1")
    chain(store, OPERATOR, referral="01013|L1")
    assert [x.action for x in looks_of(store, OPERATOR, an)] == ["looks", "referral", "encounter"]
    assert [x.action for x in looks_of(store, OPERATOR, binh)] == ["looks"]


def test_looks_page_backwards(store: Store) -> None:
    """`before` continues after the last look seen."""
    an = City(store).visit("01013", "V1", AN)
    for n in range(3):
        book(store, OPERATOR, an, at=dt.datetime(2026, 3, 3, n, tzinfo=dt.UTC))
    first = looks_of(store, OPERATOR, an, limit=2)
    rest = looks_of(store, OPERATOR, an, before=first[-1].at)
    assert [x.at for x in (*first[1:], *rest)] == [f"2026-03-03T0{n}:00:00Z" for n in (2, 1, 0)]


def test_nobody_is_written_down_for_a_person_who_does_not_exist(store: Store) -> None:
    """A guess leaves no node behind."""
    assert refused(book, store, OPERATOR, "p-nobody")
    assert City(store).count("AccessEvent") == 0


def test_a_role_without_a_statement_is_refused() -> None:
    """Even past the log of looks, a role outside the table has nothing to run."""
    with pytest.raises(Forbidden):
        statement_for(Reader(Role.LEADER, "boss"), LOOKS_OF)
