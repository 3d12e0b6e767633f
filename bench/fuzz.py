"""Damaged messages of every wire: each is answered, with records or a reason, and in time.

Some of them go through archive, ledger and graph too: each must end stored, or in quarantine for
what is wrong with the message and never for a fault of ours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import logging
import random
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

from api import logs
from api.compose import Desk, open_desk
from api.reception import Message
from api.settings import Settings
from api.transactions import ANY_FACILITY, Channel
from bench.keeping import keep
from graph.facts import encounter_row, fact_rows
from ingest.checked import read_checked
from tests.ingest.damage import damaged, seeds

_NOW = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
_HANG = 10.0  # seconds that one message may take
_OURS = (
    "joining-failed",
    "conflict",
    "reader-failed",
    "reader-died",
    "worker-lost",
    "archive-lost",
)


def main(arguments: list[str]) -> None:
    """Fuzz every wire, or those named; failures are kept as files in --failures."""
    parser = argparse.ArgumentParser(prog="bench fuzz", description=main.__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--stored", type=int, default=1_000, help="of each wire, into a store")
    parser.add_argument("--wires", nargs="*", default=())
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", type=Path, default=None)
    chosen = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    signal.signal(signal.SIGALRM, _hung)
    good = {
        name: some for name, some in seeds().items() if name in chosen.wires or not chosen.wires
    }
    keep("fuzz", {"wires": {name: _wire(name, some, chosen) for name, some in good.items()}})


def _hung(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def _wire(name: str, good: list[bytes], chosen: argparse.Namespace) -> dict[str, Any]:
    chance, answers, slowest = random.Random(f"{chosen.seed}{name}"), Counter[str](), 0.0
    inputs = (damaged(good, chance) for _ in range(chosen.inputs))
    some: list[bytes] = []
    for number, data in enumerate(inputs):
        began = time.perf_counter()
        answer = _answer(data)
        slowest = max(slowest, time.perf_counter() - began)
        answers[answer] += 1
        if answer.startswith("!"):
            _keep_failure(chosen.failures, name, answer, data)
        if number % max(1, chosen.inputs // max(1, chosen.stored)) == 0:
            some.append(data)
    figures = {"inputs": chosen.inputs, "slowest_ms": round(slowest * 1e3), **_told(answers)}
    return {**figures, "through_intake": _through_intake(name, some)}


def _answer(data: bytes) -> str:
    """`records`, `counted` for resources of nobody, a refusal's code, or `!` and what failed."""
    signal.setitimer(signal.ITIMER_REAL, _HANG)
    try:
        reading = read_checked(data, _NOW)
        for record in reading.records:
            encounter_row(record)
            fact_rows(record)
    except BaseException as error:  # noqa: BLE001  whatever it is, it is what is looked for
        return f"!{type(error).__name__}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if reading.rejected is not None:
        failed = reading.records or reading.rejected.code == "reader-failed"
        return "!" * bool(failed) + reading.rejected.code
    return "records" if reading.records else "counted" if reading.counts else "!neither"


def _told(answers: Counter[str]) -> dict[str, Any]:
    wrong = {answer: many for answer, many in answers.items() if answer.startswith("!")}
    return {"failures": sum(wrong.values()), "answers": dict(answers.most_common())}


def _through_intake(name: str, some: list[bytes]) -> dict[str, Any]:
    """Hand messages in, work them off, and say how each ended."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store_url=f"embedded:{folder}/store", readers=0, log_level="error")
        logs.configure("error", "console")
        with closing(open_desk(settings)) as desk:
            ended = _ended(desk, some)
    ours = {reason: many for reason, many in ended.items() if reason.startswith(_OURS)}
    for reason in ours:
        print(name, reason, file=sys.stderr)
    return {"messages": len(some), "failures": sum(ours.values()), "ended": dict(ended)}


def _ended(desk: Desk, some: list[bytes]) -> Counter[str]:
    for start in range(0, len(some), 64):
        messages = [Message(data) for data in some[start : start + 64]]
        desk.reception.receive(messages, facility=ANY_FACILITY, channel=Channel.FILE, batch="fuzz")
    intake = desk.intake("fuzz")
    while intake.drain().answered:
        pass
    ended = Counter(t.reason or t.state.value for t in desk.ledger.of_batch("fuzz"))
    return Counter(dict(ended.most_common()))


def _keep_failure(folder: Path | None, name: str, answer: str, data: bytes) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        number = hashlib.sha256(data).hexdigest()[:12]
        (folder / f"{name}-{answer[1:]}-{number}").write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1:])
