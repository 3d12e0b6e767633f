"""Ten thousand damaged files through the whole intake: each answered, each stored or put aside."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from api.compose import open_desk
from api.reception import Message
from api.settings import Settings
from api.transactions import ANY_FACILITY, Channel, State
from graph.invariants import breaches
from simulator.run import simulate
from tests.ingest.golden_files import FOLDER

_FILES, _AT_ONCE = 10_000, 250


def sound(city: Path) -> list[bytes]:
    """Give the golden files of every table, and whole visits of a simulated city."""
    simulate(city, people=60, seed=3)
    files = [*FOLDER.glob("*.xml"), *city.rglob("*.xml")]
    return [path.read_bytes() for path in sorted(files)]


def damaged(files: list[bytes], chance: random.Random) -> bytes:
    """Take a file and flip, cut, double or swap some of its bytes."""
    data = bytearray(chance.choice(files))
    for _ in range(chance.choice((1, 1, 2, 6))):
        place = chance.randrange(len(data))
        data[place] = chance.choice([chance.randrange(256), ord("<"), ord("&"), data[-place]])
    if chance.random() < 0.1:
        start, end = sorted(chance.randrange(len(data)) for _ in range(2))
        return bytes(data[:start] + data[end:])
    return bytes(data)


def test_every_damaged_file_is_stored_or_put_aside(tmp_path: Path) -> None:
    """No file stops the intake, none is lost, and the graph stays sound."""
    desk = open_desk(Settings(store_url=f"embedded:{tmp_path}/store", readers=0))
    chance, intake, files = random.Random(7), desk.intake("test"), sound(tmp_path / "city")
    for batch in range(_FILES // _AT_ONCE):
        messages = [Message(damaged(files, chance)) for _ in range(_AT_ONCE)]
        desk.reception.receive(
            messages, facility=ANY_FACILITY, channel=Channel.FILE, batch=f"b{batch}"
        )
        while intake.drain(64).answered:
            pass
    ends = Counter(t.state for n in range(batch + 1) for t in desk.ledger.of_batch(f"b{n}"))
    assert sum(ends.values()) == _FILES
    assert min(ends[State.STORED], ends[State.QUARANTINED]) > _FILES / 10
    assert breaches(desk.store) == []
    desk.close()
