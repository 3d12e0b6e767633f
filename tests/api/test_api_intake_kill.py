"""Nothing that was acknowledged is lost: the service is killed thirty times during intake."""

import base64
import datetime as dt
import multiprocessing
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from api.compose import open_desk
from api.security import Reader, Role
from api.security.trust import tokens_of
from api.server import serve
from api.settings import Settings
from api.transactions import State
from graph.store import Statement
from tests.api.visits import visit_file

_KILLS, _FILES = 30, 4
_VISITS = Statement("MATCH (e:Encounter) RETURN e.id AS id")
_LINKS = Statement("MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person) RETURN r.id AS r, p.id AS p")


@dataclass
class Hospital:
    """Hospital software: sends new visits, and sends again what was not acknowledged."""

    header: dict[str, str]
    visits: int = 0
    pending: list[bytes] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def send_until_it_breaks(self, url: str) -> None:
        """Send one submission after the other until nobody answers."""
        with httpx.Client(base_url=url, headers=self.header) as client:
            try:
                while True:
                    self._send(client)
            except httpx.TransportError:
                return

    def _send(self, client: httpx.Client) -> None:
        self.pending = self.pending or [self._visit() for _ in range(_FILES)]
        files = [base64.b64encode(file).decode() for file in self.pending]
        form = {"loaiHoSo": "3176", "maTinh": "01", "maCSKCB": "01013", "files": files}
        answer = client.post("/api/kcb/xml/qd3176/guiHoSoXml", json=form).raise_for_status()
        self.acknowledged += [result["maGiaoDich"] for result in answer.json()["fileResults"]]
        self.pending = []

    def _visit(self) -> bytes:
        self.visits += 1
        born = dt.date(1950, 1, 1) + dt.timedelta(days=self.visits)
        return visit_file("01013", f"V{self.visits}", born=f"{born:%Y%m%d}")


@contextmanager
def killed(settings: Settings, after: float) -> Iterator[str]:
    """Serve in a process that is killed `after` seconds of answering."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["api.server"])
    process = context.Process(target=serve, args=(settings,))
    process.start()
    url = f"http://{settings.host}:{settings.port}"
    while not answers(url):
        process.join(0.01)
        assert process.is_alive()
    timer = threading.Timer(after, process.kill)
    timer.start()
    yield url
    timer.join()
    process.join()


def answers(url: str) -> bool:
    """Tell whether somebody listens."""
    try:
        return httpx.get(f"{url}/health/live").is_success
    except httpx.TransportError:
        return False


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def aftermath(settings: Settings, numbers: list[str]) -> tuple[set[State], list[str], list[str]]:
    """Do what is left as the next start would; give states of `numbers`, visits, linked records."""
    desk = open_desk(settings)
    desk.ledger.reclaim()
    while desk.intake("last").drain().answered:
        pass
    states = {desk.ledger.find(number).state for number in numbers}
    visits = [row["id"] for row in desk.store.read(lambda work: work.run(_VISITS))]
    links = [row["r"] for row in desk.store.read(lambda work: work.run(_LINKS))]
    desk.close()
    return states, visits, links


def test_thirty_kills_lose_nothing(tmp_path: Path) -> None:
    """Every acknowledged file is stored, every visit once, every record has one person."""
    url = f"embedded:{tmp_path / 'store'}"
    settings = Settings(store_url=url, port=free_port(), log_level="error", rate_burst=10**6)
    token = tokens_of(settings).local.issue(Reader(Role.FACILITY, "01013", "01013"), 3600)
    hospital, chance = Hospital({"Authorization": f"Bearer {token}"}), random.Random(7)
    for _ in range(_KILLS):
        with killed(settings, chance.uniform(0.01, 0.3)) as address:
            hospital.send_until_it_breaks(address)
    states, visits, links = aftermath(settings, hospital.acknowledged)
    acknowledged = range(1, hospital.visits - len(hospital.pending) + 1)
    assert len(hospital.acknowledged) > _KILLS
    assert states == {State.STORED}
    assert {f"01013|V{n}" for n in acknowledged} <= set(visits)
    assert len(visits) == len(set(visits)) == len(links) == len(set(links))
