"""A person who may be two is proposed to a steward, who decides; both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.access import OPERATOR
from graph.aliases import today
from graph.decision_log import Author, Deed
from graph.history import history
from graph.invariants import breaches
from graph.joining import Joined, join
from graph.model import Record
from graph.relinking import Signed
from graph.review import task, tasks
from graph.review_deciding import Ruled, Ruling, rule
from graph.review_values import TaskLine, TaskState, Verdict
from graph.store import Store
from graph.undoing import undo
from mpi.model import default
from tests.graph.test_whereabouts import stay
from tests.records import visit, who

MODEL = default()
HOME = "12 Hàng Bông"
HOA = Signed(Author("steward", "hoa"))
FULL = visit(who(phone="0903172645", address=HOME))
#: The other hospital says no number at first, so its record joins; then it says another one.
THIN = visit(
    who(number="", phone="0903172645", address=HOME), facility="01003", local_id="X", key="W1"
)
NEWS = visit(
    who(number="001085054321", phone="0903172645", address=HOME),
    facility="01003", local_id="X", key="W2", day="2026-04-01",
)  # fmt: skip


def joined(store: Store, *records: Record) -> list[Joined]:
    """Join records one message after the other."""
    return [receipt for record in records for receipt in join(store, [record], MODEL)]


def asked(store: Store, state: TaskState = TaskState.OPEN) -> list[TaskLine]:
    """The proposals in a state."""
    return [line for line in tasks(store, OPERATOR, state=state) if line.kind == "two"]


def ruled(store: Store, verdict: Verdict) -> Ruling:
    """Decide the only proposal."""
    return rule(store, OPERATOR, asked(store)[0].id, Ruled(verdict))


def test_a_second_valid_number_is_asked_about(store: Store) -> None:
    """The person stays one, and a steward sees which record would go, and why."""
    first, second, third = joined(store, FULL, THIN, NEWS)
    assert first.person == second.person == third.person
    (line,) = asked(store)
    assert (line.records, line.person, line.likely) == ((line.record,), first.person, first.person)
    assert "personal number different" in line.reason.en
    shown = task(store, OPERATOR, line.id, MODEL)
    sides = [r.record for r in (*shown.person_records, *shown.likely_records)]
    assert (sides[0], sorted(sides)) == (line.record, ["01003|X", "01004|BN1"])
    assert breaches(store) == []


@pytest.mark.parametrize("verdict", [Verdict.SPLIT, Verdict.NOT_SAME])
def test_a_steward_splits_and_may_take_it_back(store: Store, verdict: Verdict) -> None:
    """The records proposed go to a new person; the undo asks again."""
    person = joined(store, FULL, THIN, NEWS)[0].person
    done = ruled(store, verdict)
    assert done.person != person
    assert (asked(store), len(asked(store, TaskState.DECIDED))) == ([], 1)
    undo(store, done.decision, HOA)
    assert today(store, done.person) == person
    assert breaches(store) == []


def test_one_after_all_is_not_asked_again(store: Store) -> None:
    """The verdict stands against whatever the hospital says later."""
    joined(store, FULL, THIN, NEWS)
    assert ruled(store, Verdict.SAME).state is TaskState.DECIDED
    again = visit(
        replace(NEWS.identity, phones=("0912345679",)),
        facility="01003", local_id="X", key="W3", day="2026-05-01",
    )  # fmt: skip
    joined(store, again)
    assert asked(store) == []


def test_one_after_all_can_be_undone(store: Store) -> None:
    """It is a deed in the log that moves nothing; undone, the question is open again as it was."""
    person = joined(store, FULL, THIN, NEWS)[0].person
    before = asked(store)
    done = ruled(store, Verdict.SAME)
    assert [line.deed for line in history(store, OPERATOR, person).decisions][-1] is Deed.AFFIRM
    assert breaches(store) == []
    undo(store, done.decision, HOA)
    assert asked(store) == before
    assert today(store, person) == person
    assert breaches(store) == []
    assert ruled(store, Verdict.NOT_SAME).person != person


def test_a_deferred_proposal_waits(store: Store) -> None:
    """It stays in the queue, and nothing is changed."""
    joined(store, FULL, THIN, NEWS)
    assert ruled(store, Verdict.DEFER).state is TaskState.DEFERRED
    assert len(asked(store, TaskState.DEFERRED)) == 1


def test_two_beds_within_a_person_are_asked_about(store: Store) -> None:
    """Both records were one citizen's already when the second stay is told."""
    plain = visit(who(), facility="01003", local_id="B01003", key="W0", day="2026-02-01")
    joined(store, stay("V1", "01004", "2026-03-02"), plain, stay("W1", "01003", "2026-03-04"))
    (line,) = asked(store)
    assert "two hospitals" in line.reason.en
    assert breaches(store) == []


def test_a_proposal_says_what_is_known_now_beside_what_was(store: Store) -> None:
    """A later record may speak for one person: the task keeps the bits with which it was asked."""
    joined(store, FULL, THIN, NEWS)
    (line,) = asked(store)
    assert task(store, OPERATOR, line.id, MODEL).bits == pytest.approx(line.bits)
    said = replace(FULL.identity, phones=("0911111111",))
    joined(store, visit(said, facility="01009", local_id="Z", key="W9", day="2026-05-01"))
    shown = task(store, OPERATOR, line.id, MODEL)
    assert shown.task.bits == line.bits != shown.bits
