"""Every message that got AA is stored exactly once, though the service is killed repeatedly."""

from __future__ import annotations

import json
import multiprocessing
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.compose import open_desk
from api.server import serve
from api.settings import Settings
from graph.store import Statement
from tests.api.mllp_peer import line
from tests.ingest.hl7_messages import PID, message, stay

_KILLS = 8
_RESULTS = Statement("MATCH (o:Observation) RETURN o.value AS value, o.id AS id ORDER BY id")


def _result(number: int) -> bytes:
    pid = PID.replace("BN1", f"BN{number}").replace("001085012345", f"{1085000000 + number:012}")
    return message(
        "ORU^R01",
        f"2026030208{number % 60:02}",
        pid,
        stay(number=f"V{number}"),
        f"OBR|1|P{number}||2339-0^Glucose^LN",
        f"OBX|1|NM|2339-0^Glucose^LN||{number}|mmol/L|||||F",
        control=f"C{number}",
    )


@contextmanager
def _killed(settings: Settings, after: float) -> Iterator[None]:
    """Serve in a process that is killed `after` seconds of listening."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["api.server"])
    process = context.Process(target=serve, args=(settings,))
    process.start()
    while not _listens(settings.mllp_port or 0):
        process.join(0.02)
        assert process.is_alive()
    timer = threading.Timer(after, process.kill)
    timer.start()
    yield
    timer.join()
    process.join()


def _listens(port: int) -> bool:
    with socket.socket() as plug:
        return plug.connect_ex(("127.0.0.1", port)) == 0


def _send_until_it_breaks(port: int, first: int) -> list[int]:
    """Send new messages until nobody answers; gives those that got AA."""
    accepted: list[int] = []
    try:
        with line(port) as hospital:
            while hospital.ask(_result(first + len(accepted)))[0] == "AA":
                accepted.append(first + len(accepted))
    except (OSError, StopIteration):
        pass
    return accepted


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def test_accepted_messages_survive_every_kill(tmp_path: Path) -> None:
    """After the last start each accepted result is in the graph, once."""
    listed = tmp_path / "senders.json"
    listed.write_text(json.dumps([{"facility": "01013", "networks": ["127.0.0.0/8"]}]))
    port, rng = _free_port(), random.Random(7)
    store = f"embedded:{tmp_path / 'store'}"
    settings = Settings(
        store_url=store, port=0, readers=0, mllp_port=port, senders_file=listed, log_level="error"
    )
    accepted: list[int] = []
    for kill in range(_KILLS * 10):
        if kill < _KILLS or not accepted:  # a busy machine answers nothing in a short life
            with _killed(settings, rng.uniform(0.05, 0.5) * (1 + kill // _KILLS)):
                accepted += _send_until_it_breaks(port, (accepted or [0])[-1] + 1)
    desk = open_desk(settings)
    desk.ledger.reclaim()
    while desk.intake("last").drain().answered:
        pass
    values = [row["value"] for row in desk.store.read(lambda work: work.run(_RESULTS))]
    desk.close()
    assert accepted
    assert len(values) == len(set(values))
    assert set(map(str, accepted)) <= set(values)
