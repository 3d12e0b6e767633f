"""The demonstration: a simulated city sends its files through the hospital face."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from api.asking import Question
from api.compose import Services
from api.security.passwords import hashed
from api.transactions import State
from graph.access import OPERATOR, Role
from graph.accounts import Account, add_account
from graph.assignment import of_visits
from graph.daily import freshness_in
from graph.model import HANOI
from graph.referrals import FULFILLED
from graph.statistics import Statistics, statistics
from graph.stored import date
from mpi.errors import Unavailable

#: Files of one call of guiHoSoXml.
_FILES_A_CALL = 32
_LOOK_AGAIN = 0.1  # seconds

Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the hospital face answered: files taken, files refused."""

    taken: int
    refused: int


def send_feed(url: str, services: Services, feed: Path, tick: Tick) -> Sent:
    """Send every file of a simulated feed, each facility under its own account."""
    files = {folder.name: sorted(folder.rglob("*.xml")) for folder in sorted(feed.iterdir())}
    total, done = sum(map(len, files.values())), 0
    answers = Counter[str]()
    with httpx.Client(base_url=url, timeout=60) as client:
        for facility, own in files.items():
            headers = _log_in(client, services, facility)
            for some in _chunks(own):
                answers.update(_send(client, headers, facility, some))
                done += len(some)
                tick(done, total)
    return Sent(answers["totalSuccess"], answers["totalFailed"])


def wait_until_stored(services: Services, tick: Tick) -> None:
    """Wait until the intake has nothing open. Raises Unavailable when its workers died."""
    most = _open(services)
    while left := _open(services):
        if not services.workers.alive:
            raise Unavailable("an intake worker died; the log says why", 0)
        most = max(most, left)
        tick(most - left, most)
        time.sleep(_LOOK_AGAIN)
    tick(most, most)


#: What a leader could ask of the demonstration, in both languages and three manners.
QUESTIONS = (
    "Có bao nhiêu lượt khám theo cơ sở trong quý I năm 2026?",
    "so ca tang huyet ap theo quy nam 2026",
    "top 5 diagnoses in 2026",
)


def answered(services: Services) -> list[tuple[str, str]]:
    """Ask the questions as of the last day with data; gives question and sentence."""
    desk = services.questions.now()
    last = services.store.read(freshness_in).last
    today = date(last) if last else dt.datetime.now(HANOI).date()
    return [
        (text, str(desk.ask(Question(text, today, door="demo"), OPERATOR)["text"]))
        for text in QUESTIONS
    ]


def figures(services: Services) -> Statistics:
    """Count what the demonstration's store holds now."""
    return statistics(services.store)


def telling_visit(services: Services, truth: Path) -> tuple[str, str]:
    """Choose a citizen whose referrals went through several facilities: (person, visit).

    The visit is the one that issued the first letter; both are empty when nobody was referred.
    """
    with (truth / "referrals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = [f"{row['sender']}|{row['letter']}" for row in rows]
    found = services.store.read(lambda work: work.run(FULFILLED, referrals=ids))
    joined = {row["referral"] for row in found}
    arrived = [row for row, key in zip(rows, ids, strict=True) if key in joined]
    letters = Counter(row["person_id"] for row in arrived)
    arrived.sort(key=lambda row: (-letters[row["person_id"]], row["person_id"], row["issued_on"]))
    visits = [f"{row['sender']}|{row['sender_visit']}" for row in arrived[:1]]
    given = of_visits(services.store, visits)
    return next(((given[visit].person, visit) for visit in visits if visit in given), ("", ""))


def _log_in(client: httpx.Client, services: Services, facility: str) -> Mapping[str, str]:
    password = secrets.token_urlsafe(18)
    add_account(
        services.store,
        Account(facility, Role.FACILITY, facility, password_hash=hashed(password)),
    )
    answer = client.post(
        "/api/auth/token/take",
        json={"username": facility, "password": password, "code": facility},
    ).raise_for_status()
    return {"Authorization": f"Bearer {answer.json()['apiKey']['accessToken']}"}


def _send(
    client: httpx.Client, headers: Mapping[str, str], facility: str, files: Sequence[Path]
) -> dict[str, int]:
    form: dict[str, Any] = {
        "loaiHoSo": "3176",
        "maTinh": "HN",
        "maCSKCB": facility,
        "files": [base64.b64encode(file.read_bytes()).decode() for file in files],
    }
    answer = client.post("/api/kcb/xml/qd3176/guiHoSoXml", json=form, headers=dict(headers))
    body = answer.raise_for_status().json()
    return {name: int(body[name]) for name in ("totalSuccess", "totalFailed")}


def _open(services: Services) -> int:
    depth = services.desk.ledger.depth()
    return depth[State.RECEIVED] + depth[State.LEASED]


def _chunks(files: Sequence[Path]) -> Iterator[list[Path]]:
    rest = iter(files)
    while some := list(islice(rest, _FILES_A_CALL)):
        yield some
