"""A *maybe* that becomes sure is joined by the machine, and never against a steward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.access import OPERATOR
from graph.counting import CountingStore
from graph.decision_log import Author, Deed
from graph.history import history
from graph.invariants import breaches
from graph.joining import Joined, join
from graph.model import Record
from graph.relinking import Signed, keep_apart, merge, split
from graph.store import Store
from graph.undoing import undo
from mpi.decision import Outcome
from mpi.model import default
from tests.records import visit, who

MODEL = default()
HOA = Signed(Author("steward", "hoa"))
FULL = visit(who(phone="0903172645", address="12 Hàng Bông"))
THIN = visit(who(number=""), facility="01003", local_id="X", key="W1", day="2026-03-09")
NUMBER = visit(who(), facility="01003", local_id="X", key="W2", day="2026-04-01")


def joined(store: Store, *records: Record) -> list[Joined]:
    """Join records one message after the other."""
    return [receipt for record in records for receipt in join(store, [record], MODEL)]


def test_a_maybe_becomes_sure_by_what_its_record_says(store: Store) -> None:
    """Name and birth date alone are a maybe; with the number it is the older person, for ever."""
    first, doubt, sure = joined(store, FULL, THIN, NUMBER)
    assert doubt.outcome is Outcome.MAYBE
    assert doubt.person != first.person == sure.person
    made = history(store, OPERATOR, doubt.person).decisions[-1]
    assert (made.deed, made.made_by) == (Deed.MERGE, f"model {MODEL.version}")
    assert made.bits == pytest.approx(sum(e.bits for e in made.evidence))
    assert breaches(store) == []


def test_a_maybe_becomes_sure_by_what_the_other_says(store: Store) -> None:
    """The doubtful record had the number all along; then the older person's record says it too."""
    first = visit(who(number="", phone="0903172645"))
    doubt = visit(who(), facility="01003", local_id="X", key="W1")
    told = visit(who(phone="0903172645"), key="V2", day="2026-04-01")
    receipts = joined(store, first, doubt, told)
    assert receipts[1].outcome is Outcome.MAYBE
    assert history(store, OPERATOR, receipts[1].person).person == receipts[0].person
    assert breaches(store) == []


def test_an_undone_merge_of_the_machine_stays_undone(store: Store) -> None:
    """What a steward has taken back is not done again, whatever is said later."""
    first, doubt, _ = joined(store, FULL, THIN, NUMBER)
    made = history(store, OPERATOR, doubt.person).decisions[-1]
    undo(store, made.id, HOA)
    news = replace(NUMBER.identity, phones=("0903172645",))
    again = visit(news, facility="01003", local_id="X", key="W3", day="2026-05-01")
    assert joined(store, again)[0].person == doubt.person != first.person
    assert breaches(store) == []


VERDICTS: dict[str, Callable[[Store, Joined, Joined], object]] = {
    "apart": lambda store, first, doubt: keep_apart(store, first.person, doubt.person, HOA),
    "split": lambda store, first, doubt: split(
        store, merge(store, [first.person, doubt.person], HOA).person, [doubt.record], HOA
    ),
}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_holds_against_later_evidence(store: Store, verdict: str) -> None:
    """The number appears after a steward has said that they are two."""
    first, doubt = joined(store, FULL, THIN)
    VERDICTS[verdict](store, first, doubt)
    assert joined(store, NUMBER)[0].person != first.person
    assert breaches(store) == []


def test_nothing_new_costs_nothing(store: Store) -> None:
    """A visit that tells no news of anybody doubtful takes one statement more than none."""
    counting = CountingStore(store)
    joined(store, FULL)
    costs = []
    for key in ("V2", "V3"):
        counting.reset()
        join(counting, [replace(FULL, visit=key, source=visit(who(), key=key).source)], MODEL)
        costs.append(counting.statements)
    assert costs[0] == costs[1] <= 23
