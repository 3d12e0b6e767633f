"""Neo4j is stopped and started again during intake: what was acknowledged is stored, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.compose import Desk, open_desk
from api.reception import Message
from api.settings import Settings
from api.transactions import ANY_FACILITY, Channel, State
from api.workers import Workers
from graph.invariants import breaches
from graph.statistics import statistics
from tests import neo4j_server
from tests.api.visits import visit_file
from tools.neo4j import install
from tools.neo4j.server import Place

_VISITS, _AT_ONCE = 200, 20

pytestmark = [pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Give the home of a server of this test's own, set up and not started."""
    if reason := install.missing():
        if neo4j_server.required():
            pytest.fail(f"Neo4j is required: {reason}")
        pytest.skip(f"the restart of Neo4j is skipped, {reason}")
    home = Place(tmp_path / "neo4j", install.install(), neo4j_server.free_port())
    home.prepare(neo4j_server.PASSWORD)
    return home


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Iterator[Desk]:
    """Give an intake on that server, which is started for it and killed under it."""
    with neo4j_server.started(place):
        settings = Settings(
            store_url=f"neo4j://neo4j@127.0.0.1:{place.bolt}/neo4j",
            neo4j_password=SecretStr(neo4j_server.PASSWORD),
            data_dir=tmp_path / "data",
            readers=0,
        )
        opened = open_desk(settings)
        _receive(opened, range(_AT_ONCE))
        opened.intake("before").drain(_AT_ONCE)
    yield opened
    opened.close()


def test_a_restart_of_the_engine_loses_nothing(place: Place, desk: Desk) -> None:
    """Messages are acknowledged while the engine is away, and joined when it is back."""
    workers = Workers([desk.intake(f"worker-{n}") for n in range(2)], batch=16)
    workers.start()
    ids = [i for n in range(20, _VISITS, _AT_ONCE) for i in _receive(desk, range(n, n + _AT_ONCE))]
    with neo4j_server.started(place):
        _wait_until_done(desk)
        workers.stop()
        assert {desk.ledger.find(i).state for i in ids} == {State.STORED}
        assert statistics(desk.store).nodes["Encounter"] == _VISITS
        assert breaches(desk.store) == []


def _receive(desk: Desk, numbers: range) -> list[str]:
    messages = [Message(visit_file("01013", f"V{n}")) for n in numbers]
    receipts = desk.reception.receive(messages, facility=ANY_FACILITY, channel=Channel.FILE)
    return [receipt.id for receipt in receipts]


def _wait_until_done(desk: Desk) -> None:
    pause = threading.Event()
    while sum(desk.ledger.depth()[state] for state in (State.RECEIVED, State.LEASED)):
        pause.wait(0.1)
