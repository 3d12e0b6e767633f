"""The embedded engine alone: one process, a log that survives being killed, its own files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.embedded import FILE, open_embedded
from graph.engines import open_store
from graph.kinds import SCHEMA_VERSION
from graph.migrate import migrate
from graph.store import Statement
from mpi.errors import Unavailable

PEOPLE = Statement("MATCH (p:Person) RETURN p.id AS id ORDER BY id", whole=True)
CREATE = Statement("CREATE (p:Person {id: $id})", writes=True)
BULK = Statement("UNWIND $ids AS id MERGE (d:Document {id: id}) SET d.content = $text", writes=True)

#: Writes people p-0, p-1, … and prints each id once its commit has returned.
WRITER = """
import sys
from itertools import count
from graph.engines import open_store
from graph.migrate import migrate
from graph.store import Statement
store = open_store(sys.argv[1])
migrate(store)
create = Statement("CREATE (p:Person {id: $id})", writes=True)
for n in count():
    store.write(lambda work: work.run(create, id=f"p-{n:06}"))
    print(f"p-{n:06}", flush=True)
"""


def writer(url: str) -> subprocess.Popen[str]:
    """Start another process that writes into the store until it is killed."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", WRITER, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def acknowledged(process: subprocess.Popen[str], at_least: int) -> list[str]:
    """Kill the writer after so many acknowledgements and give every one that it had printed."""
    assert process.stdout is not None
    seen = [process.stdout.readline().strip() for _ in range(at_least)]
    process.kill()
    rest, _ = process.communicate()
    return seen + [line for line in rest.splitlines() if len(line) == len(seen[0])]


def test_what_was_acknowledged_survives_sigkill(tmp_path: Path) -> None:
    """Killed in the middle of writing, five times: every id that was printed is there."""
    url, said = f"embedded:{tmp_path}", list[str]()
    for after in (1, 7, 30, 90, 200):
        for left in tmp_path.glob("graph.kgl*"):
            left.unlink()
        said = acknowledged(writer(url), after)
        store = open_store(url)
        stored = [row["id"] for row in store.read(lambda work: work.run(PEOPLE))]
        store.close()
        assert stored[: len(said)] == said
        assert len(stored) <= len(said) + 1
    assert len(said) >= 200


def test_second_process_is_told_what_to_do(tmp_path: Path) -> None:
    """While a process has the store open, another gets a clear message and no waiting."""
    process = writer(f"embedded:{tmp_path}")
    try:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(Unavailable, match=f"pid {process.pid}.*stop it, or ask") as held:
            open_store(f"embedded:{tmp_path}")
        assert held.value.retry_after == 0
    finally:
        process.kill()
        process.communicate()


def test_second_opening_in_one_process_is_refused(tmp_path: Path) -> None:
    """One process has one store object for one place."""
    store = open_store(f"embedded:{tmp_path}")
    with pytest.raises(Unavailable, match="this process has this store open"):
        open_store(f"embedded:{tmp_path}")
    store.close()


def test_closed_store_can_be_opened_again(tmp_path: Path) -> None:
    """Everything is there after close and open: nodes, and the constraint on ids."""
    url = f"embedded:{tmp_path / 'new' / 'place'}"
    store = open_store(url)
    migrate(store)
    store.write(lambda work: work.run(CREATE, id="p-1"))
    store.close()
    again = open_store(url)
    assert migrate(again) == SCHEMA_VERSION
    assert again.read(lambda work: work.run(PEOPLE)) == [{"id": "p-1"}]
    again.close()


def test_closed_store_is_unavailable(tmp_path: Path) -> None:
    """After close both doors say so; closing twice is fine."""
    store = open_store(f"embedded:{tmp_path}")
    store.close()
    store.close()
    for door in (store.read, store.write):
        with pytest.raises(Unavailable, match="closed"):
            door(lambda work: work.run(PEOPLE))


def test_write_inside_write_is_a_mistake(tmp_path: Path) -> None:
    """It would wait for itself for ever, so it fails at once and undoes the outer one."""
    store = open_embedded("embedded:", tmp_path)
    with pytest.raises(RuntimeError, match="write inside write"):
        store.write(lambda _: store.write(lambda work: work.run(CREATE, id="p-1")))
    assert store.write(lambda work: work.run(PEOPLE)) == []
    store.close()


def test_damaged_file_is_named_not_overwritten(tmp_path: Path) -> None:
    """A file that is no checkpoint stops the opening, and stays as it is."""
    (tmp_path / FILE).write_bytes(b"something else")
    with pytest.raises(Unavailable, match="cannot be read"):
        open_store(f"embedded:{tmp_path}")
    assert (tmp_path / FILE).read_bytes() == b"something else"


def test_place_that_cannot_be_made(tmp_path: Path) -> None:
    """A path through a file is refused with the system's words."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="Not a directory"):
        open_store(f"embedded:{tmp_path / 'file' / 'store'}")


def test_log_is_folded_into_the_checkpoint(tmp_path: Path) -> None:
    """120 MB written over the same nodes in 60 commits leave much less on disk, before closing."""
    store = open_embedded("embedded:", tmp_path)
    ids = [f"d-{n}" for n in range(100)]
    for turn in range(60):
        text = f"{turn:04}" * 5000
        store.write(lambda work, text=text: work.run(BULK, ids=ids, text=text))  # type: ignore[misc]
    used = sum(path.stat().st_size for path in tmp_path.iterdir())
    store.close()
    assert used < 60_000_000
