"""From a message that is safe to facts in the graph, with a reader and a joiner of the tests."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from api.archive import Archive, open_archive
from api.intake import Drained, Intake
from api.ledger import Ledger
from api.owners import owner
from api.reading import InTurn
from api.reception import Message, Reception
from api.telemetry import Metrics
from api.transactions import ANY_FACILITY, Channel, State, Transaction
from graph.feed_values import Delivered
from graph.joining import Effect, Joined
from graph.model import Record, Source
from ingest.reading import Finding, Reading, Rejection
from mpi.decision import Outcome
from mpi.errors import BadInput, Conflict, Unavailable
from mpi.identity import Identity
from tests.api.standing_clock import Clock

_FINDING = Finding("XML1", 1, "HO_TEN", "required", "error")


def read(data: bytes, at: dt.datetime) -> Reading:
    """Read `facility visit` texts, one record each; anything else is rejected."""
    facility, _, visit = data.decode().partition(" ")
    if not visit:
        return Reading((), (_FINDING,), Rejection("not-xml", "", ""), "", "", "")
    source = Source(facility, "sha", "test", "1", "1", at, at)
    record = Record(facility, "BN", visit, Identity(), (), source, frozenset(), complete=True)
    return Reading((record,), (_FINDING,), None, facility, "test", "1")


@dataclass
class Graph:
    """A joiner that remembers visits, and fails for the visits that it is told to fail for."""

    visits: list[str] = field(default_factory=list)
    failing: dict[str, Exception] = field(default_factory=dict)

    def join(self, records: Sequence[Record], delivered: Sequence[Delivered]) -> list[Joined]:
        """Join all or nothing; every record came with a message."""
        assert delivered
        for record in records:
            if record.visit in self.failing:
                raise self.failing[record.visit]
        self.visits += [record.visit for record in records]
        return [Joined(r.encounter_key, Effect.STORED, outcome=Outcome.NEW) for r in records]


@dataclass(frozen=True)
class City:
    """All that an intake touches."""

    archive: Archive
    ledger: Ledger
    metrics: Metrics
    graph: Graph
    clock: Clock
    read: Callable[[bytes, dt.datetime], Reading] = read

    def send(self, *texts: str, facility: str = "01013") -> list[str]:
        """Hand messages in and give their numbers."""
        desk = Reception(self.archive, self.ledger, self.metrics)
        messages = [Message(text.encode()) for text in texts]
        receipts = desk.receive(messages, facility=facility, channel=Channel.HOSPITAL)
        return [receipt.id for receipt in receipts]

    def drain(self) -> Drained:
        """Do one batch."""
        tools = (self.archive, self.ledger, InTurn(self.read), self.graph.join, self.metrics)
        return Intake(*tools, owner("w")).drain()

    def counted(self, name: str, **labels: str) -> float | None:
        """Give a counter's value."""
        return self.metrics.registry.get_sample_value(f"healthgraph_{name}_total", labels)

    def found(self, number: str) -> Transaction:
        """Give a transaction."""
        return self.ledger.find(number)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """Give an empty archive, ledger and graph."""
    clock = Clock()
    ledger = Ledger(tmp_path / "intake.db", clock)
    yield City(open_archive(str(tmp_path / "archive")), ledger, Metrics(), Graph(), clock)
    ledger.close()


def test_a_batch_is_joined_together_and_answered(city: City) -> None:
    """Each message is stored with its findings and what it brought, in the order received."""
    first, second = city.send("01013 V1", "01013 V2")
    assert city.drain() == Drained(answered=2)
    assert city.graph.visits == ["V1", "V2"]
    found = city.found(second)
    assert found.state is State.STORED
    assert found.counts == {"records": 1, "findings": 1, "stored": 1, "new": 1}
    assert found.findings[0]["field"] == "HO_TEN"
    assert city.found(first).state is State.STORED


def test_nothing_to_do(city: City) -> None:
    """An empty queue costs a look."""
    assert city.drain() == Drained()


def test_unreadable_goes_to_quarantine_with_its_reason(city: City) -> None:
    """The others of the batch are stored all the same."""
    bad, good = city.send("rubbish", "01013 V1")
    city.drain()
    assert (city.found(bad).state, city.found(bad).reason) == (State.QUARANTINED, "not-xml")
    assert city.found(good).state is State.STORED
    assert city.counted("messages_quarantined", reason="not-xml") == 1


def test_a_facility_speaks_only_for_itself(city: City) -> None:
    """A file of another facility is put aside; the operator's own files may be anyone's."""
    (foreign,) = city.send("01004 V1")
    (own,) = city.send("01004 V2", facility=ANY_FACILITY)
    city.drain()
    assert city.found(foreign).reason == "facility-foreign"
    assert city.found(own).state is State.STORED


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BadInput("visit", "too odd", "Nguyễn Văn An"), "refused: visit: too odd"),
        (RuntimeError("Nguyễn Văn An"), "joining-failed: RuntimeError"),
    ],
)
def test_one_bad_message_does_not_hold_the_batch(city: City, error: Exception, reason: str) -> None:
    """Only the message that cannot be joined is put aside, and its reason quotes no value."""
    city.graph.failing["V2"] = error
    numbers = city.send("01013 V1", "01013 V2", "01013 V3")
    assert city.drain() == Drained(answered=3)
    assert city.graph.visits == ["V1", "V3"]
    assert [city.found(n).reason for n in numbers] == ["", reason, ""]


@pytest.mark.parametrize("error", [Unavailable("store"), Conflict("node")])
def test_an_engine_that_is_away_loses_nothing(city: City, error: Exception) -> None:
    """The message stays, and is stored once the engine answers."""
    city.graph.failing["V1"] = error
    (number,) = city.send("01013 V1")
    assert city.drain() == Drained(back=1)
    assert city.found(number).state is State.RECEIVED
    city.graph.failing.clear()
    city.clock.now += 1
    assert city.drain() == Drained(answered=1)
    assert city.counted("messages_postponed") == 1


def test_a_conflict_without_end_is_put_aside(city: City) -> None:
    """A message that always loses is looked at by a person in the end."""
    city.graph.failing["V1"] = Conflict("node")
    (number,) = city.send("01013 V1")
    for _ in range(11):
        city.drain()
        city.clock.now += 61
    assert city.found(number).reason == "conflict"


def test_a_lost_file_is_said_so(city: City, tmp_path: Path) -> None:
    """A message whose bytes are gone from the archive is put aside, not tried for ever."""
    (number,) = city.send("01013 V1")
    for path in tmp_path.glob("archive/*/*"):
        path.unlink()
    city.drain()
    assert city.found(number).reason == "archive-lost"


def deadly(data: bytes, at: dt.datetime) -> Reading:
    """Read as a process that some message kills would."""
    if data == b"deadly":
        raise Unavailable("a reading process died")
    return read(data, at)


def test_a_message_that_kills_its_reader_is_put_aside(city: City) -> None:
    """It is tried again a while, the others of its batch are stored at once."""
    place = replace(city, read=deadly)
    bad, good = place.send("deadly", "01013 V1")
    assert place.drain() == Drained(answered=1, back=1)
    for _ in range(10):
        place.clock.now += 61
        place.drain()
    assert place.found(good).state is State.STORED
    assert (place.found(bad).state, place.found(bad).reason) == (State.QUARANTINED, "reader-died")
