"""Referral chains: both ends, states, and the walk held against networkx."""

import datetime as dt
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access import OPERATOR
from graph.book import book
from graph.chains import MAX_HOPS, chain, starts, walk
from graph.model import Origin, Referral
from graph.provenance import Provenance
from graph.referral_values import ReferralLeg, ReferralState, state_of
from graph.store import Store
from tests.city import AN, BINH, City

_NOWHERE = Provenance("", "", "", "", "", 0, "", "")
_AT = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)


def leg(name: str, issued: str = "", arrived: tuple[str, ...] = ()) -> ReferralLeg:
    """Give a leg of which only the ends matter."""
    texts: dict[str, Any] = dict.fromkeys(ReferralLeg.__dataclass_fields__, "")
    ends = {"id": name, "issued_in": issued, "arrived_in": arrived}
    return ReferralLeg(**{**texts, **ends, "state": ReferralState.OPEN, "provenance": _NOWHERE})


def letter(number: str, sender: str, receiver: str, on: str) -> Referral:
    """Give a letter."""
    day = dt.date.fromisoformat(on)
    return Referral(Origin("XML13"), number, sender, receiver, issued_on=day, main_code="I20.0")


def journey(city: City) -> str:
    """Send a patient from 01013 to 01816, on to 01004, and by another letter to 01006."""
    side = letter("S1", "01013", "01006", "2026-03-01")
    first = letter("L1", "01013", "01816", "2026-03-01")
    second = letter("L2", "01816", "01004", "2026-03-03")
    an = city.visit("01013", "V1", AN, first, side, on="2026-03-01")
    came = {"referred_from": "01013", "letter": "L1"}
    city.visit("01816", "V2", AN, second, on="2026-03-03", **came)
    city.visit("01004", "V3", AN, on="2026-03-05", referred_from="01816", letter="L2")
    return an


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"referral": "01013|L1"}, ["01013|L1", "01816|L2"]),
        ({"referral": "01816|L2"}, ["01013|L1", "01816|L2"]),
        ({"referral": "01013|S1"}, ["01013|S1"]),
        ({"visit": "01816|V2"}, ["01013|L1", "01816|L2"]),
        ({"visit": "01013|V1"}, ["01013|L1", "01013|S1", "01816|L2"]),
        ({"visit": "01004|V3"}, ["01013|L1", "01816|L2"]),
    ],
)
def test_a_chain_holds_what_led_there_and_what_followed(
    store: Store, asked: dict[str, str], found: list[str]
) -> None:
    """From any leg or visit of A to B to C the same chain is walked; side branches stay out."""
    person = journey(City(store))
    seen = chain(store, OPERATOR, at=_AT, **asked)
    assert seen.person == person
    assert [each.id for each in seen.legs] == found
    assert not seen.cut


def test_a_leg_shows_both_ends(store: Store) -> None:
    """Sender's visit, receiver's visit, day, diagnosis, and where that was said."""
    journey(City(store))
    first = chain(store, OPERATOR, referral="01013|L1", at=_AT).legs[0]
    assert (first.sender, first.receiver) == ("01013", "01816")
    assert (first.issued_in, first.arrived_in) == ("01013|V1", ("01816|V2",))
    assert (first.issued_on, first.main_code) == ("2026-03-01", "I20.0")
    assert (first.provenance.facility, first.provenance.table) == ("01013", "XML13")


def test_an_arrival_without_its_letter_awaits_it(store: Store) -> None:
    """The receiver's end is shown first when the sender is late, and the letter completes it."""
    city = City(store)
    an = city.visit("01816", "V2", AN, on="2026-03-03", referred_from="01013", letter="L1")
    waiting = book(store, OPERATOR, an, at=_AT).visits[0].sent_by[0]
    assert (waiting.state, waiting.sender, waiting.receiver) == ("letter awaited", "01013", "01816")
    assert waiting.provenance.facility == "01816"
    first = letter("L1", "01013", "01816", "2026-03-01")
    city.visit("01013", "V1", AN, first, on="2026-03-01", said="2026-03-06")
    done = book(store, OPERATOR, an, at=_AT)
    assert [v.sent_by[0].state for v in done.visits if v.sent_by] == ["arrived"]
    assert done.visits[1].sends == done.visits[0].sent_by


def test_a_strangers_arrival_is_told_but_not_shown(store: Store) -> None:
    """When another person's record answers the letter, its visit stays hidden."""
    city = City(store)
    first = letter("L1", "01013", "01816", "2026-03-01")
    an = city.visit("01013", "V1", AN, first, on="2026-03-01")
    other = city.visit("01816", "V2", BINH, on="2026-03-03", referred_from="01013", letter="L1")
    sent = book(store, OPERATOR, an, at=_AT).visits[0].sends[0]
    assert (sent.state, sent.arrived_in) == ("arrived", ())
    came = book(store, OPERATOR, other, at=_AT).visits[0].sent_by[0]
    assert (came.issued_in, came.arrived_in) == ("", ("01816|V2",))


@pytest.mark.parametrize(
    ("stated", "arrived", "issued_on", "state"),
    [
        (True, True, 20260101, "arrived"),
        (False, True, None, "letter awaited"),
        (True, False, 20260209, "open"),
        (True, False, 20260208, "open"),
        (True, False, 20260207, "overdue"),
        (True, False, None, "open"),
    ],
)
def test_the_state_of_a_referral(
    *, stated: bool, arrived: bool, issued_on: int | None, state: str
) -> None:
    """A letter without an arrival is overdue after thirty days."""
    found = state_of(stated=stated, arrived=arrived, issued_on=issued_on, today=20260310)
    assert found.value == state


_VISITS = st.integers(min_value=0, max_value=8).map(lambda n: f"v{n}")
_EDGES = st.lists(
    st.tuples(_VISITS, st.lists(_VISITS, max_size=2, unique=True)), min_size=1, max_size=12
)


def oracle(legs: list[ReferralLeg], start: str) -> set[str]:
    """Give what networkx reaches from a leg, against and along the arrows."""
    net = nx.DiGraph()
    net.add_nodes_from(each.id for each in legs)
    net.add_edges_from((each.issued_in, each.id) for each in legs)
    net.add_edges_from((each.id, visit) for each in legs for visit in each.arrived_in)
    near = {start, *nx.ancestors(net, start), *nx.descendants(net, start)}
    return {each.id for each in legs} & near


@given(edges=_EDGES, pick=st.integers(min_value=0, max_value=11))
def test_the_walk_agrees_with_networkx(edges: list[tuple[str, list[str]]], pick: int) -> None:
    """On any web of letters, circles included, the walk finds ancestors and descendants."""
    legs = [leg(f"L{n}", issued, tuple(to)) for n, (issued, to) in enumerate(edges)]
    start = legs[pick % len(legs)].id
    found, cut = walk(legs, starts(legs, referral=start))
    assert {each.id for each in found} == oracle(legs, start)
    assert not cut


def test_the_walk_is_bounded() -> None:
    """A chain without end is cut, and says so."""
    line = [leg(f"L{n:02}", f"v{n}", (f"v{n + 1}",)) for n in range(MAX_HOPS + 5)]
    found, cut = walk(line, starts(line, referral="L00"))
    assert (len(found), cut) == (MAX_HOPS + 1, True)
    whole, cut = walk(line[: MAX_HOPS + 1], starts(line, referral="L00"))
    assert (len(whole), cut) == (MAX_HOPS + 1, False)
