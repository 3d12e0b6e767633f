"""The intake ledger: receipts, leases, answers, quarantine."""

import datetime as dt
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.ledger import Ledger
from api.owners import lost, owner
from api.transactions import Answer, Arrival, Channel, State
from graph.model import HANOI
from mpi.errors import NotFound, Unavailable
from tests.api.standing_clock import Clock


@pytest.fixture
def clock() -> Clock:
    """Give a clock that the test moves."""
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """Give an empty ledger."""
    opened = Ledger(tmp_path / "intake.db", clock)
    yield opened
    opened.close()


def arrival(sha: str, facility: str = "01013") -> Arrival:
    """Make a message of a facility."""
    return Arrival(facility, sha, 10, Channel.HOSPITAL)


def ids_of(ledger: Ledger, worker: str, limit: int = 10) -> list[str]:
    """Lease for a minute and give the ids."""
    return [t.id for t in ledger.lease(worker, limit, 60)]


def test_a_receipt_is_found_again_after_a_restart(ledger: Ledger, tmp_path: Path) -> None:
    """What was accepted is in the file and waits, with its facility and digest."""
    (receipt,) = ledger.accept([arrival("aa")])
    found = Ledger(tmp_path / "intake.db").find(receipt.id)
    assert (found.state, found.facility, found.sha) == (State.RECEIVED, "01013", "aa")


def test_the_oldest_are_leased_first_and_only_once(ledger: Ledger) -> None:
    """Two workers never hold the same message, and nobody waits behind a younger one."""
    first, second, third = ledger.accept([arrival("a"), arrival("b"), arrival("c")])
    assert ids_of(ledger, owner("one"), 2) == [first.id, second.id]
    assert ids_of(ledger, owner("two")) == [third.id]
    assert ids_of(ledger, owner("three")) == []


@pytest.mark.parametrize(
    ("sizes", "name", "batches"),
    [
        ([3 << 20] * 3, "", [2, 1]),
        ([20 << 20, 10], "", [1, 1]),
        ([300 << 10] * 3, "bundle.json.gz", [1, 1, 1]),
    ],
)
def test_large_messages_go_in_small_batches(
    ledger: Ledger, sizes: list[int], name: str, batches: list[int]
) -> None:
    """Eight mebibytes go together, packed ones counted sixteenfold; one alone always goes."""
    ledger.accept(
        [Arrival("01013", str(n), size, Channel.FILE, name) for n, size in enumerate(sizes)]
    )
    assert [len(ids_of(ledger, owner(str(n)))) for n in range(len(batches))] == batches


def test_an_expired_lease_goes_to_another(ledger: Ledger, clock: Clock) -> None:
    """A worker that is silent too long loses its messages, and its late answer is not taken."""
    (receipt,) = ledger.accept([arrival("a")])
    ids_of(ledger, owner("slow"))
    clock.now += 61
    assert ids_of(ledger, owner("other")) == [receipt.id]
    assert ledger.finish(owner("slow"), [Answer(receipt.id, State.STORED)]) == 0
    assert ledger.finish(owner("other"), [Answer(receipt.id, State.STORED)]) == 1


def test_the_answer_is_kept(ledger: Ledger) -> None:
    """State, findings and counts of a finished message can be asked for."""
    (receipt,) = ledger.accept([arrival("a")])
    ids_of(ledger, owner("w"))
    finding = {"table": "XML1", "row": 1, "field": "HO_TEN", "rule": "required"}
    answer = Answer(receipt.id, State.STORED, findings=[finding], counts={"records": 1})
    ledger.finish(owner("w"), [answer])
    found = ledger.find(receipt.id)
    assert (found.state, found.findings, found.counts) == (
        State.STORED,
        [finding],
        {"records": 1},
    )


def test_the_same_bytes_again_are_done_at_once(ledger: Ledger) -> None:
    """A resend of stored bytes has its own number and says of which one it is the copy."""
    (first,) = ledger.accept([arrival("a")])
    ids_of(ledger, owner("w"))
    ledger.finish(owner("w"), [Answer(first.id, State.STORED)])
    (again,) = ledger.accept([arrival("a")])
    (elsewhere,) = ledger.accept([arrival("a", facility="01004")])
    assert again.id != first.id
    assert again.duplicate_of == first.id
    assert ledger.find(again.id).state is State.STORED
    assert elsewhere.duplicate_of == ""


def test_a_postponed_message_waits_longer_each_time(ledger: Ledger, clock: Clock) -> None:
    """Half a second, then one, then two: an engine that is away is not hammered."""
    (receipt,) = ledger.accept([arrival("a")])
    for wait in (0.5, 1.0, 2.0):
        ids_of(ledger, owner("w"))
        ledger.postpone(owner("w"), [receipt.id], "unavailable")
        clock.now += wait * 0.9
        assert ids_of(ledger, owner("w")) == []
        clock.now += wait * 0.1
    assert ids_of(ledger, owner("w")) == [receipt.id]


def test_a_message_that_loses_its_workers_travels_alone(ledger: Ledger, clock: Clock) -> None:
    """After five lost leases it is leased without company, after fifty it is put aside."""
    bad, good = ledger.accept([arrival("bad"), arrival("good")])
    for _ in range(5):
        assert ids_of(ledger, owner("w")) == [bad.id, good.id]
        clock.now += 61
    for _ in range(45):
        assert ids_of(ledger, owner("w")) == [bad.id]
        clock.now += 61
    assert ids_of(ledger, owner("w")) == [good.id]
    assert ledger.find(bad.id).reason == "worker-lost"


def test_being_postponed_is_not_being_lost(ledger: Ledger, clock: Clock) -> None:
    """A long outage of an engine puts nothing into quarantine."""
    (receipt,) = ledger.accept([arrival("a")])
    for _ in range(20):
        assert ids_of(ledger, owner("w")) == [receipt.id]
        ledger.postpone(owner("w"), [receipt.id], "unavailable")
        clock.now += 61


def test_quarantine_lists_and_replays(ledger: Ledger) -> None:
    """What was put aside is listed with its reason and can be tried again, from zero."""
    (receipt,) = ledger.accept([arrival("a")])
    ids_of(ledger, owner("w"))
    ledger.finish(owner("w"), [Answer(receipt.id, State.QUARANTINED, "not-xml")])
    assert [(t.id, t.reason) for t in ledger.quarantined()] == [(receipt.id, "not-xml")]
    assert ledger.depth()[State.QUARANTINED] == 1
    assert ledger.replay(receipt.id) == 1
    assert ledger.quarantined() == []
    (again,) = ledger.lease(owner("w"), 1, 60)
    assert (again.id, again.attempts, again.reason) == (receipt.id, 1, "")


def test_quarantine_of_a_facility_and_of_a_day(ledger: Ledger, clock: Clock) -> None:
    """A facility asks for its own of a day; resends and what is put aside are counted for it."""
    today = dt.datetime.fromtimestamp(clock(), HANOI).date()
    ledger.accept([arrival("a"), arrival("b", "01004"), arrival("c")])
    ended = [State.STORED, State.QUARANTINED, State.QUARANTINED]
    ids = ids_of(ledger, owner("w"))
    ledger.finish(owner("w"), [Answer(i, s, "r") for i, s in zip(ids, ended, strict=True)])
    ledger.accept([arrival("a")])
    assert [t.sha for t in ledger.quarantined(facility="01013", day=today)] == ["c"]
    assert ledger.quarantined(day=today - dt.timedelta(days=1)) == []
    assert ledger.refused_since(today) == {"01013": (1, 1), "01004": (0, 1)}


def test_leases_of_a_dead_process_are_free_at_once(ledger: Ledger) -> None:
    """After a crash nobody waits for the leases of the process that is gone."""
    ledger.accept([arrival("a"), arrival("b")])
    ids_of(ledger, f"{socket.gethostname()}|{os.getpid()}|earlier|w", 1)
    ids_of(ledger, owner("w"), 1)
    assert ledger.reclaim() == 1
    assert ledger.depth()[State.RECEIVED] == 1


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        (owner("w"), False),
        (f"{socket.gethostname()}|{os.getpid()}|earlier|w", True),
        (f"{socket.gethostname()}|4194303|x|w", True),
        (f"{socket.gethostname()}|1|x|w", False),
        ("elsewhere|4194303|x|w", False),
    ],
    ids=["this process", "earlier process", "no process", "init", "other machine"],
)
def test_who_is_gone(name: str, *, gone: bool) -> None:
    """Only a process of this machine can be known to be gone; number reuse is seen."""
    assert lost(name) is gone


def test_many_at_once_each_get_their_own_receipt(ledger: Ledger) -> None:
    """Receipts given in one shared commit are not mixed up."""
    given: dict[str, str] = {}

    def send(sha: str) -> None:
        (receipt,) = ledger.accept([arrival(sha)])
        given[sha] = receipt.id

    threads = [threading.Thread(target=send, args=(f"m{n}",)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {sha: ledger.find(i).sha for sha, i in given.items()} == {s: s for s in given}
    assert len(given) == 40


def test_an_unknown_number_is_not_found(ledger: Ledger) -> None:
    """Nothing is made up for a number that was never given."""
    with pytest.raises(NotFound):
        ledger.find("nothing")


def test_a_closed_file_is_unavailable(ledger: Ledger) -> None:
    """Driver errors do not escape the ledger: they say that it is away."""
    ledger.close()
    with pytest.raises(Unavailable):
        ledger.ping()
    with pytest.raises(Unavailable):
        ledger.accept([arrival("a")])
