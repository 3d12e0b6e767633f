"""What records said before is kept with its dates, is scored, and is read as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access import OPERATOR
from graph.book import person_header
from graph.golden_record import golden_record
from graph.joining import join
from graph.people_statements import SAID_OF_RECORDS
from graph.sayings import MOST, Sayings, earlier_text, said_until, sayings_of, with_said
from graph.store import Store
from graph.stored import identity_text
from mpi.decision import Outcome
from mpi.model import default
from tests.records import visit, who

MODEL = default()
OLD, NEW = "12 Hàng Bông", "3 Ngõ Huế"
DAYS = [f"2026-01-{day:02}T00:00:00Z" for day in range(1, 31)]


def told(*said: tuple[str, str]) -> Sayings:
    """Say addresses at days, in turn."""
    sayings: Sayings = ()
    for address, day in said:
        sayings = with_said(sayings, who(address=address), day)
    return sayings


def texts(sayings: Sayings) -> list[tuple[str, str, str]]:
    """Show addresses with first and last day."""
    return [(s.identity.address.text, s.first[8:10], s.last[8:10]) for s in sayings]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ([(OLD, DAYS[0])], [(OLD, "01", "01")]),
        ([(OLD, DAYS[0]), (OLD, DAYS[4])], [(OLD, "01", "05")]),
        ([(OLD, DAYS[0]), (NEW, DAYS[4])], [(OLD, "01", "01"), (NEW, "05", "05")]),
        ([(NEW, DAYS[4]), (OLD, DAYS[0])], [(OLD, "01", "01"), (NEW, "05", "05")]),
        (
            [(OLD, DAYS[0]), (NEW, DAYS[4]), (OLD, DAYS[8])],
            [(NEW, "05", "05"), (OLD, "01", "09")],
        ),
        ([(OLD, DAYS[0]), (NEW, DAYS[0])], [(OLD, "01", "01"), (NEW, "01", "01")]),
    ],
)
def test_statements_are_kept_once_with_their_days(
    said: list[tuple[str, str]], kept: list[tuple[str, str, str]]
) -> None:
    """What is said again is said longer; what is said last stands, whatever came first."""
    assert texts(told(*said)) == kept


@given(
    said=st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(DAYS)), min_size=1).filter(
        lambda said: len({day for _, day in said}) == len(said)
    )
)
def test_the_order_of_arrival_is_nothing(said: list[tuple[str, str]]) -> None:
    """The same statements in another order leave the same history."""
    assert told(*said) == told(*reversed(said)) == told(*sorted(said))


def test_a_record_keeps_the_statements_said_last() -> None:
    """More than it keeps were said: those said longest ago go, the one that stands never."""
    sayings = told(*((str(n), day) for n, day in zip(range(MOST + 4), DAYS, strict=False)))
    assert [text for text, _, _ in texts(sayings)] == [str(n) for n in range(4, MOST + 4)]


@given(said=st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(DAYS)), min_size=1))
def test_what_is_stored_is_read_back(said: list[tuple[str, str]]) -> None:
    """A row of the graph gives the same statements."""
    sayings = told(*said)
    row = {
        "identity": identity_text(sayings[-1].identity),
        "said_at": sayings[-1].last,
        "said_since": sayings[-1].first,
        "earlier": earlier_text(sayings),
    }
    assert sayings_of(row) == sayings


@pytest.mark.parametrize(
    ("moment", "stood"),
    [(DAYS[1], OLD), (DAYS[5], NEW), (DAYS[20], OLD), ("2025-01-01T00:00:00Z", OLD)],
)
def test_what_stood_at_a_moment(moment: str, stood: str) -> None:
    """An home, another one, the first one again; before all, what was said first."""
    sayings = told((OLD, DAYS[0]), (NEW, DAYS[4]), (OLD, DAYS[8]))
    assert said_until(sayings, moment)[-1].identity.address.text == stood


MOVED = [
    visit(who(address=OLD, phone="0903172645"), key="V1", day="2024-03-02"),
    visit(who(address=NEW, phone="0912345679"), key="V2", day="2026-03-02"),
]


def test_a_record_with_the_older_home_finds_its_person(store: Store) -> None:
    """A hospital that knows the address and phone of before is believed, without a number."""
    first = [join(store, [record], MODEL)[0].person for record in MOVED]
    late = visit(
        who(address=OLD, phone="0903172645", number=""), facility="01003", local_id="X", key="W1"
    )
    (found,) = join(store, [late], MODEL)
    assert {*first, found.person} == {first[0]}
    assert found.outcome is Outcome.SAME


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_person_shows_what_was_said_and_when(store: Store, order: tuple[int, ...]) -> None:
    """The home of before stays visible with its days, in whatever order the messages came."""
    (person,) = {join(store, [MOVED[n]], MODEL)[0].person for n in order}
    fields = {each.field: each for each in golden_record(store, OPERATOR, person).fields}
    (other,) = fields["address"].others
    assert fields["address"].value == NEW
    assert (other.value, other.first_said[:10], other.last_said[:10]) == (
        OLD,
        "2024-03-02",
        "2024-03-02",
    )


def test_as_of_a_day_a_person_says_what_was_said_then(store: Store) -> None:
    """The header of 2024 has the home and phone of 2024."""
    (person,) = {join(store, [record], MODEL)[0].person for record in MOVED}
    then = person_header(store, OPERATOR, person, as_of=dt.date(2024, 12, 31))
    now = person_header(store, OPERATOR, person)
    assert (then.address, then.phones) == (OLD, ("0903172645",))
    assert (now.address, now.phones) == (NEW, ("0912345679",))


def test_said_again_on_another_day_is_no_new_statement(store: Store) -> None:
    """Only the day differs: one statement, with its first and last day."""
    again = visit(
        replace(MOVED[0].identity, said_on=dt.date(2024, 5, 5)), key="V3", day="2024-05-05"
    )
    for record in (MOVED[0], again):
        join(store, [record], MODEL)
    (row,) = store.read(lambda work: work.run(SAID_OF_RECORDS, records=["01004|BN1"]))
    (said,) = sayings_of(row)
    assert (said.first[:10], said.last[:10]) == ("2024-03-02", "2024-05-05")
