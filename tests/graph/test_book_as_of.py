"""The book as it was: what had been said by a day, by the identity decisions of that day."""

import datetime as dt

from graph.access import OPERATOR, Reader, Role
from graph.book import book, person_header
from graph.book_then import bearer, held_then
from graph.decision_log import Author
from graph.model import Appointment, Diagnosis, Origin, Referral
from graph.relinking import Signed, merge, move, split
from graph.store import Store
from graph.undoing import undo
from tests.city import AN, BINH, City, moment

FLU = Diagnosis(Origin("XML1"), "main", "J10.1", "J101", "Cúm")
ASTHMA = Diagnosis(Origin("XML1"), "main", "J45.9", "J459", "Hen")

HOA = Author("steward", "hoa")
_AROUND = ("2026-03-09", "2026-03-10")


def day(text: str) -> dt.date:
    """Read an ISO day."""
    return dt.date.fromisoformat(text)


def visits(store: Store, person: str, on: str, reader: Reader = OPERATOR) -> list[str]:
    """Give the visits of the book as of a day."""
    return [v.id for v in book(store, reader, person, as_of=day(on)).visits]


def test_the_book_grows_with_what_is_said(store: Store) -> None:
    """A visit enters the book on the day that the facility says it, in Hanoi's calendar."""
    city = City(store)
    an = city.visit("01013", "V1", AN, on="2026-03-02T08:00")
    city.visit("01816", "V2", AN, on="2026-03-05T08:00", said="2026-03-07T00:30")
    assert visits(store, an, "2026-03-01") == []
    assert visits(store, an, "2026-03-06") == ["01013|V1"]
    assert visits(store, an, "2026-03-07") == ["01816|V2", "01013|V1"]


def test_a_restated_visit_was_known_but_its_first_words_are_gone(store: Store) -> None:
    """Before the correction the visit is there without what only the correction says."""
    city = City(store)
    an = city.visit("01013", "V1", AN, FLU, on="2026-03-02T08:00", reason="Sốt")
    city.visit("01013", "V1", AN, ASTHMA, on="2026-03-02T08:00", said="2026-03-09T08:00")
    then = book(store, OPERATOR, an, as_of=day("2026-03-03")).visits[0]
    assert (then.restated, then.diagnoses, then.reason) == (True, (), "")
    now = book(store, OPERATOR, an, as_of=day("2026-03-09")).visits[0]
    assert (now.restated, [d.code for d in now.diagnoses]) == (False, ["J45.9"])


def test_referrals_and_revisits_stand_as_they_stood(store: Store) -> None:
    """A letter is open and a revisit due until the day that the next visit is told."""
    city = City(store)
    letter = Referral(Origin("XML13"), "L1", "01013", "01816", issued_on=day("2026-03-02"))
    booked = Appointment(Origin("XML14"), day("2026-03-09"))
    an = city.visit("01013", "V1", AN, letter, booked, on="2026-03-02T08:00")
    city.visit("01816", "V2", AN, on="2026-03-05T08:00", referred_from="01013", letter="L1")
    city.visit("01013", "V3", AN, on="2026-03-09T08:00")
    states = []
    for on in ("2026-03-04", "2026-03-10"):
        first = book(store, OPERATOR, an, as_of=day(on)).visits[-1]
        states.append((first.sends[0].state.value, first.booked[0].state.value))
    assert states == [("open", "due"), ("arrived", "kept")]


def test_a_letter_that_came_late_is_not_in_the_earlier_book(store: Store) -> None:
    """A visit restated with a letter shows no referral before; the arrival awaits its letter."""
    city = City(store)
    city.visit("01013", "V1", AN, on="2026-03-02T08:00")
    came = {"referred_from": "01013", "letter": "L1"}
    an = city.visit("01816", "V2", AN, on="2026-03-05T08:00", **came)
    letter = Referral(Origin("XML13"), "L1", "01013", "01816", issued_on=day("2026-03-02"))
    city.visit("01013", "V1", AN, letter, on="2026-03-02T08:00", said="2026-03-20T08:00")
    early = book(store, OPERATOR, an, as_of=day("2026-03-04")).visits
    assert [v.sends for v in early] == [()]
    later = book(store, OPERATOR, an, as_of=day("2026-03-06")).visits[0]
    assert [leg.state.value for leg in later.sent_by] == ["letter awaited"]


def test_a_record_counts_for_whom_it_was_given_then(store: Store) -> None:
    """A relink moves the history from its day on; before, the book shows what it showed."""
    city = City(store)
    an = city.visit("01013", "V1", AN)
    binh = city.visit("01013", "V2", BINH, on="2026-03-02T09:00")
    merge(store, [an, binh], Signed(HOA, at=moment("2026-03-10T07:00")))
    assert visits(store, an, "2026-03-09") == ["01013|V1"]
    assert visits(store, binh, "2026-03-09") == ["01013|V2"]
    assert visits(store, an, "2026-03-10") == ["01013|V2", "01013|V1"]
    assert visits(store, binh, "2026-03-10") == ["01013|V2", "01013|V1"]
    then = [book(store, OPERATOR, binh, as_of=day(on)).header.person for on in _AROUND]
    assert then == [binh, an]


def test_an_id_leads_to_where_its_records_stood_while_it_was_merged(store: Store) -> None:
    """Merged by mistake and taken back: for the days between, either id opens what both opened."""
    city = City(store)
    an = city.visit("01013", "V1", AN)
    binh = city.visit("01013", "V2", BINH, on="2026-03-02T09:00")
    merged = merge(store, [an, binh], Signed(HOA, at=moment("2026-03-10T07:00")))
    undo(store, merged.decision, Signed(HOA, at=moment("2026-03-20T07:00")))
    days = ("2026-03-09", "2026-03-15", "2026-03-21")
    then = [book(store, OPERATOR, binh, as_of=day(on)) for on in days]
    assert [page.header.person for page in then] == [binh, an, binh]
    assert [len(page.visits) for page in then] == [1, 2, 1]
    assert visits(store, binh, "2026-03-15", Reader(Role.CITIZEN, binh)) == ["01013|V2"]
    headers = [person_header(store, OPERATOR, binh, as_of=day(on)).person for on in days]
    assert headers == [binh, an, binh]


def test_a_person_made_by_a_split_leads_to_whom_the_record_was_given(store: Store) -> None:
    """Before the split the new id had nothing; what became its was in the other's book."""
    city = City(store)
    an = city.visit("01013", "V1", AN)
    city.visit("01816", "V2", AN, on="2026-03-03T08:00")
    parted = Signed(HOA, at=moment("2026-03-10T07:00"))
    new = split(store, an, [f"01816|BN-{AN.personal_number}"], parted).person
    assert visits(store, new, "2026-03-09") == ["01816|V2", "01013|V1"]
    assert visits(store, new, "2026-03-09", Reader(Role.CITIZEN, new)) == ["01816|V2"]
    assert visits(store, new, "2026-03-10") == ["01816|V2"]


def test_the_past_opens_no_stranger_to_a_citizen(store: Store) -> None:
    """What was another's by mistake and is no longer is not shown, except to the operator."""
    city = City(store)
    an, binh = city.visit("01013", "V1", AN), city.visit("01013", "V2", BINH)
    city.visit("01816", "V3", AN)
    record = f"01013|BN-{AN.personal_number}"
    move(store, [record], binh, Signed(HOA, at=moment("2026-03-10T07:00")))
    assert visits(store, an, "2026-03-09") == ["01816|V3", "01013|V1"]
    assert visits(store, an, "2026-03-09", Reader(Role.CITIZEN, an)) == ["01816|V3"]


def test_a_back_filled_store_goes_by_the_first_decision(store: Store) -> None:
    """History that was loaded later is there from the day it was said."""
    an = City(store).visit("01013", "V1", AN, on="2024-03-02T08:00", stored="2026-03-02")
    assert visits(store, an, "2024-03-02") == ["01013|V1"]


def test_who_held_which_record() -> None:
    """The last decision until the moment counts, else the first of all."""
    made = [("r1", "1", "a"), ("r1", "3", "b"), ("r2", "5", "a"), ("r2", "6", "b")]
    rows = [{"record": r, "at": at, "person": p} for r, at, p in made]
    held = [(held_then(rows, "a", at), held_then(rows, "b", at)) for at in "0236"]
    assert held == [
        (["r1", "r2"], []),
        (["r1", "r2"], []),
        (["r2"], ["r1"]),
        ([], ["r1", "r2"]),
    ]


def test_under_which_id_the_records_stood() -> None:
    """The own id where it had one; else where most stood; with none decided yet, the own."""
    made = [("r1", "2", "a"), ("r1", "5", "n"), ("r2", "3", "b"), ("r2", "5", "n")]
    made += [("r3", "4", "b"), ("r3", "5", "n")]
    rows = [{"record": r, "at": at, "person": p} for r, at, p in made]
    assert [bearer(rows, "n", at) for at in "12345"] == ["n", "a", "a", "b", "n"]


def test_the_past_is_whole_to_who_may_see_both_today(store: Store) -> None:
    """A doctor who treated the two sees what stood in one's book; one who treated one does not."""
    city = City(store)
    an, binh = city.visit("01013", "V1", AN), city.visit("01013", "V2", BINH)
    for place, key, who in (("01816", "V3", AN), ("01816", "V4", BINH), ("01004", "V5", AN)):
        city.visit(place, key, who)
    record = f"01013|BN-{AN.personal_number}"
    move(store, [record], binh, Signed(HOA, at=moment("2026-03-10T07:00")))
    both, one = (Reader(Role.CLINICIAN, "dr", place) for place in ("01816", "01004"))
    assert "01013|V1" not in visits(store, an, "2026-03-09", one)
    assert "01013|V1" not in visits(store, an, "2026-03-10")
    assert "01013|V1" in visits(store, an, "2026-03-09", both)
