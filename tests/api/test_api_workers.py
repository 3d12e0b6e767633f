"""The intake's threads, telemetry and the parts of the service that start and stop."""

import datetime as dt
import os
import signal
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from api.compose import build
from api.grouping import GroupCommit
from api.intake import Drained
from api.reading import InTurn, Readers
from api.reception import Message
from api.server import running, serve
from api.settings import Settings
from api.telemetry import Discreet, tracing
from api.transactions import ANY_FACILITY, Channel, State
from api.workers import Workers, turn
from ingest.reading import Reading
from ingest.wires import read
from mpi.errors import Unavailable
from tests.api.visits import visit_file

_NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)


def settings_in(directory: Path, **others: Any) -> Settings:
    """Give settings for an embedded store in a directory."""
    return Settings(
        store_url=f"embedded:{directory / 'store'}", port=0, **({"readers": 0} | others)
    )


def test_a_stop_ends_the_batch_and_a_start_goes_on(tmp_path: Path) -> None:
    """What waits when the service stops is done after the next start."""
    first = build(settings_in(tmp_path, workers=0))
    first.start()
    files = [Message(visit_file("01013", f"V{n}")) for n in range(3)]
    desk = first.desk.reception
    receipts = desk.receive(files, facility=ANY_FACILITY, channel=Channel.FILE)
    first.close()
    second = build(settings_in(tmp_path, workers=0))
    assert second.desk.intake("w").drain() == Drained(answered=3)
    assert {second.desk.ledger.find(r.id).state for r in receipts} == {State.STORED}
    second.close()


def test_the_second_service_on_a_store_is_told(tmp_path: Path) -> None:
    """Two processes cannot hold one embedded store; the message says what to do."""
    settings = settings_in(tmp_path)
    with running(settings), pytest.raises(Unavailable), running(settings):
        pass


def test_a_taken_port_is_said_so(tmp_path: Path, own_logs: None) -> None:
    """The operator sees the address, not a traceback, and nothing is left open."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = settings_in(tmp_path).model_copy(update={"port": taken.getsockname()[1]})
        with pytest.raises(Unavailable, match=f"127.0.0.1:{settings.port}"):
            serve(settings)
    build(settings).close()


class Faulty:
    """A worker's tools that fail, then work; says when it worked."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.worked = list(failures), threading.Event()

    def drain(self, _batch: int) -> Drained:
        """Fail as long as there are failures left."""
        if self.failures:
            raise self.failures.pop(0)
        self.worked.set()
        return Drained()


def test_a_thread_does_not_die() -> None:
    """An engine that is away, or a bug, is logged and tried again."""
    tools: Any = Faulty(Unavailable("ledger"))
    workers = Workers([tools], batch=1)
    workers.start()
    assert tools.worked.wait(10)
    assert workers.alive
    workers.stop()


@pytest.mark.parametrize("error", [Unavailable("ledger"), RuntimeError("bug")])
def test_a_failed_turn_gives_nothing(error: Exception) -> None:
    """The caller sees that nothing was done, and waits longer each time."""

    def fail() -> Drained:
        raise error

    assert turn(fail) is None


def test_reading_in_processes_is_the_same() -> None:
    """Wherever messages are read, here until processes are up, readings come in their order."""
    messages = [(visit_file("01013", f"V{n}"), _NOON) for n in range(20)]
    readers, here = Readers(read, 2), InTurn(read)
    assert readers(messages) == here(messages)
    assert readers.alone(*messages[0]) == here.alone(*messages[0])
    assert readers(messages) == here(messages)
    assert readers([]) == []
    readers.close()


def die(data: bytes, at: dt.datetime) -> Reading:
    """Take the process down for one message."""
    if data == b"deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return read(data, at)


def test_a_process_that_dies_is_replaced() -> None:
    """Its batch is tried again later, and the others are read by a new process."""
    readers = Readers(die, 1)
    with pytest.raises(Unavailable):
        readers.alone(b"deadly", _NOON)
    assert readers.alone(b"harmless", _NOON).rejected is not None
    readers.close()


def test_a_failed_commit_is_everyones() -> None:
    """Who shared a commit that failed learns it; the next commit is not touched."""
    outcomes: list[Exception | None] = [Unavailable("disk"), None]

    def commit(_items: object) -> None:
        if error := outcomes.pop(0):
            raise error

    group: GroupCommit[int] = GroupCommit(commit)
    with pytest.raises(Unavailable, match="disk"):
        group.add(1)
    group.add(2)


def test_traces_blank_what_could_name_a_person() -> None:
    """The path and query of a request are taken out before a span can leave."""
    sdk = pytest.importorskip("opentelemetry.sdk.trace")
    provider = sdk.TracerProvider()
    provider.add_span_processor(Discreet())
    attributes = {"url.path": "/v1/people/p-1", "url.query": "name=An", "http.route": "/v1/{x}"}
    span = provider.get_tracer("t").start_span("GET", attributes=attributes)
    span.end()
    assert dict(span.attributes) == {"url.path": "", "url.query": "", "http.route": "/v1/{x}"}
    provider.shutdown()


def test_without_a_collector_nothing_is_traced() -> None:
    """OpenTelemetry is off unless an endpoint is set, and never logs."""
    assert tracing("")["tracing"] is False
    assert tracing("")["logs"] is False
