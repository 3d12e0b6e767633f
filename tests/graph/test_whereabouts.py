"""Stays and deaths bar the machine, follow from visits, and go with them; both engines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from graph.access import OPERATOR
from graph.decision_log import Author
from graph.explaining import explain
from graph.joining import Joined, join
from graph.model import Encounter, Record
from graph.people_statements import SAID_OF_RECORDS
from graph.relinking import Signed, merge
from graph.review import tasks
from graph.store import Store
from graph.undoing import undo
from graph.whereabouts import presence_of
from mpi.decision import Outcome
from mpi.model import default
from mpi.presence import Presence
from tests.records import XML1, at, source, visit, who

MODEL = default()
HOA = Signed(Author("steward", "hoa"), "seen the papers")


def stay(key: str, facility: str, day: str, days: int = 5, *, result: str = "1") -> Record:
    """A stay of An in hospital, whole."""
    began = at(day)
    said = began + dt.timedelta(days=days)
    stayed = Encounter(XML1, started_at=began, admitted_at=began, ended_at=said, result=result)
    plain = visit(who(), facility=facility, local_id=f"B{facility}", key=key, day=day)
    return replace(plain, events=(stayed,), source=source(facility, key, said))


def joined(store: Store, *records: Record) -> list[Joined]:
    """Join records one message after the other."""
    return [receipt for record in records for receipt in join(store, [record], MODEL)]


def kept(store: Store, record: str) -> Presence:
    """Read what a record keeps."""
    (row,) = store.read(lambda work: work.run(SAID_OF_RECORDS, records=[record]))
    return presence_of(row)


SEEN = replace(visit(who(), facility="01003", local_id="B01003", key="W9", day="2026-04-20"))


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        (stay("W1", "01003", "2026-03-04"), Outcome.MAYBE),
        (stay("W1", "01003", "2026-03-07"), Outcome.SAME),
        (SEEN, Outcome.SAME),
    ],
    ids=["overlapping stays", "one after the other", "alive"],
)
def test_two_beds_at_once(store: Store, other: Record, outcome: Outcome) -> None:
    """Who lies elsewhere meanwhile is not joined, and a steward is asked why."""
    first, second = joined(store, stay("V1", "01004", "2026-03-02"), other)
    assert second.outcome is outcome
    assert (second.person == first.person) is (outcome is Outcome.SAME)
    asked = tasks(store, OPERATOR)
    assert ["two hospitals" in task.reason.en for task in asked] == [True] * len(asked)


@pytest.mark.parametrize("first_sent", ["death", "visit"])
def test_nobody_is_seen_after_a_death(store: Store, first_sent: str) -> None:
    """Whichever of the two messages comes first."""
    dead = stay("V1", "01004", "2026-03-02", result="5")
    order = (dead, SEEN) if first_sent == "death" else (SEEN, dead)
    first, second = joined(store, *order)
    assert second.outcome is Outcome.MAYBE
    assert first.person != second.person


def test_what_is_withdrawn_bars_no_more(store: Store) -> None:
    """A resend that says that it was no stay takes it back."""
    joined(store, stay("V1", "01004", "2026-03-02"))
    assert kept(store, "01004|B01004").stays
    again = visit(who(), facility="01004", local_id="B01004", key="V1", edition=2)
    joined(store, again)
    assert kept(store, "01004|B01004") == Presence()
    assert joined(store, stay("W1", "01003", "2026-03-04"))[0].outcome is Outcome.SAME


def test_an_explanation_names_the_constraint(store: Store) -> None:
    """The bits say one citizen, the whereabouts say no: both are shown."""
    joined(store, stay("V1", "01004", "2026-03-02"), stay("W1", "01003", "2026-03-04"))
    found = explain(store, OPERATOR, "01003|B01003", "01004|B01004", MODEL)
    assert found.outcome is Outcome.MAYBE
    assert found.bits == pytest.approx(sum(bar.bits for bar in found.bars))
    assert "presence" in {each.kind for each in found.constraints}


def test_an_explanation_does_not_call_one_what_a_bar_forbids(store: Store) -> None:
    """The threshold says what bits alone would do; an anchor that agrees is not asked for."""
    joined(store, stay("V1", "01004", "2026-03-02"), stay("W1", "01003", "2026-03-04"))
    found = explain(store, OPERATOR, "01003|B01003", "01004|B01004", MODEL)
    assert [each.kind for each in found.constraints] == ["presence", "threshold"]
    assert found.constraints[-1].words.en.endswith("same by the bits alone, maybe by the model")


def test_an_explanation_names_a_visit_after_a_death(store: Store) -> None:
    """The last visit counts, though a record keeps stays and deaths only."""
    joined(store, stay("V1", "01004", "2026-03-02", result="5"))
    joined(store, SEEN)
    found = explain(store, OPERATOR, "01003|B01003", "01004|B01004", MODEL)
    assert "presence" in {each.kind for each in found.constraints}


def test_an_explanation_does_not_call_the_machine_somebody(store: Store) -> None:
    """What the model merged when a number came is not said to be a person's decision."""
    first = visit(who(phone="0903172645", address="12 Hàng Bông"))
    doubt = visit(who(number=""), facility="01003", local_id="X", key="W1", day="2026-03-09")
    sure = visit(who(), facility="01003", local_id="X", key="W2", day="2026-04-01")
    joined(store, first, doubt, sure)
    found = explain(store, OPERATOR, "01004|BN1", "01003|X", MODEL)
    assert found.linked
    assert "verdict" not in {each.kind for each in found.constraints}


def test_an_explanation_names_the_deed_that_joined(store: Store) -> None:
    """Two whom the model holds apart are one because somebody said so, until it is undone."""
    both = joined(store, stay("V1", "01004", "2026-03-02"), stay("W1", "01003", "2026-03-04"))
    done = merge(store, [each.person for each in both], HOA)
    found = explain(store, OPERATOR, "01003|B01003", "01004|B01004", MODEL)
    assert [each.decision for each in found.constraints if each.kind == "verdict"] == [
        done.decision
    ]
    undo(store, done.decision, HOA)
    found = explain(store, OPERATOR, "01003|B01003", "01004|B01004", MODEL)
    assert not [each for each in found.constraints if each.kind == "verdict"]
