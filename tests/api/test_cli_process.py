"""The command as a process of its own: signals, pipes, locks, and what it imports."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.api.commands import Simulated, finished, process

pytestmark = pytest.mark.xdist_group("cli")

_IMPORTED = """
import sys
from api.cli.application import run
code = run(sys.argv[1:])
heavy = {"fastapi", "uvicorn", "neo4j", "kglite", "numpy", "networkx", "structlog", "httpx"}
sys.stderr.write(f"{code} {sorted(heavy & set(sys.modules))}")
"""


@pytest.mark.parametrize(
    ("words", "also"),
    [
        (["--help"], []),
        (["token", "--role", "leader", "--subject", "x", "--store", "embedded:s"], []),
        (["quarantine", "list", "--store", "embedded:s", "--json"], []),
    ],
)
def test_light_commands_import_no_heavy_room(
    tmp_path: Path, words: list[str], also: list[str]
) -> None:
    """Help, tokens and quarantine start without web framework, engines and arithmetic."""
    run = [sys.executable, "-c", _IMPORTED, *words]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        run, cwd=tmp_path, env={"PYTHONPATH": str(root)}, capture_output=True, text=True, check=True
    )
    assert done.stderr.endswith(str(also))


@contextmanager
def _serving(store: str, cwd: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve until the block ends; gives the process and the URL that it says."""
    with process(["serve", "--store", store, "--port", "0", "--json"], cwd) as running:
        try:
            assert running.stdout is not None
            lines = [running.stdout.readline() for _ in range(3)]
            yield running, json.loads("".join(lines))["url"]
        finally:
            running.kill()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serve_says_where_and_ends_well_when_it_is_stopped(
    tmp_path: Path, stop: signal.Signals
) -> None:
    """The URL is there once it answers; either signal closes the store and gives exit code 0."""
    with _serving("embedded:store", tmp_path) as (running, url):
        assert httpx.get(f"{url}/health/ready").json()["status"] == "ready"
        running.send_signal(stop)
        assert running.wait(timeout=60) == 0
    assert finished(["check", "--store", "embedded:store"], tmp_path).code == 0


@pytest.mark.parametrize("door", ["--mllp", "--dicom"])
def test_a_taken_port_is_said_for_the_door_it_is_of(tmp_path: Path, door: str) -> None:
    """One line names protocol and port; nothing else is served in the meantime."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        words = ["serve", "--store", "embedded:store", "--port", "0", door, port]
        done = finished(words, tmp_path)
    name = door.removeprefix("--").upper()
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines()[-1] == (
        f"healthgraph: cannot listen for {name} on 127.0.0.1:{port}: is the port taken?"
    )
    assert "Traceback" not in done.err


def test_a_store_that_is_being_served_is_not_opened_again(tmp_path: Path) -> None:
    """The second process ends with 3 and names the first; tokens need no store."""
    with _serving("embedded:store", tmp_path) as (running, url):
        done = finished(["stats", "--store", "embedded:store"], tmp_path)
        assert (done.code, done.out) == (3, "")
        assert f"pid {running.pid}" in done.err
        token = finished(
            ["token", "--role", "admin", "--subject", "x", "--store", "embedded:store"], tmp_path
        ).out.strip()
        answer = httpx.get(f"{url}/v1/nothing", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 404
    assert done.err.count("\n") == 1


def test_a_reader_that_leaves_early_is_no_error(simulated: Simulated) -> None:
    """`healthgraph stats | true` ends quietly: findings have the code 1 for themselves."""
    with process(["stats", "--store", simulated.store], simulated.home) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == ""
    assert running.returncode == 0


def test_ctrl_c_stops_a_command(tmp_path: Path) -> None:
    """Stopped while it waits for a password: 130, one word, and no store was made."""
    words = ["facility", "add", "01013", "--name", "x", "--password-stdin"]
    waiting = [*words, "--store", "embedded:store"]
    with process(waiting, tmp_path, stdin=subprocess.PIPE) as running:
        assert running.stdin is not None
        running.stdin.write("x" * 2**20)  # more than a pipe holds: whoever took it reads on
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", "healthgraph: stopped\n")
    assert not (tmp_path / "store").exists()


def test_progress_is_for_terminals_only(simulated: Simulated, tmp_path: Path) -> None:
    """Without a terminal nothing but the answer is printed, and standard error stays empty."""
    done = finished(
        ["ingest", str(simulated.one_facility), "--store", "embedded:s", "--json"],
        tmp_path,
    )
    assert (done.code, done.err) == (0, "")
    assert done.json["stored"] == done.json["files"] > 0
