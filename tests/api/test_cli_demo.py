"""The demonstration, small: through the hospital face, shown, and safe to repeat."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx
import pytest

from tests.api.commands import Call, process

pytestmark = pytest.mark.xdist_group("cli")

_SMALL = ("demo", "--people", "120", "--seed", "7", "--port", "0")
_STATS = ("stats", "--store", "embedded:demo/120-7/store", "--json")


def test_the_demo_shows_a_city_and_repeats_without_change(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run changes no count; a book, a chain, calls to try, and three answers last."""
    monkeypatch.chdir(tmp_path)
    first = call(*_SMALL, "--no-serve", "--json")
    assert (first.code, first.err) == (0, "")
    assert first.json["files"] > 100
    assert (first.json["refused"], first.json["accuracy"]["missing"]) == (0, 0)
    before = _held(call)
    again = call(*_SMALL, "--no-serve")
    assert again.code == 0
    for part in ("what came of it", "health book", "referral chain", "Try it", "curl -s -H"):
        assert part in again.out
    questions = again.out.split("Three questions")[1].splitlines()
    assert sum(line.startswith("? ") for line in questions) == 3
    assert "curl" not in "".join(questions)
    assert _held(call) == before


def _held(call: Call) -> dict[str, int]:
    """Count all nodes but looks: the demo's own look at a book is recorded like any other."""
    nodes: dict[str, int] = call(*_STATS).json["nodes"]
    return {label: many for label, many in nodes.items() if label != "AccessEvent"}


def test_the_demo_goes_on_serving_until_it_is_stopped(tmp_path: Path) -> None:
    """Its own calls work while it runs; Ctrl-C ends it well."""
    words = ["demo", "--people", "50", "--port", "0", "--store", "embedded:store"]
    with process(words, tmp_path) as running:
        assert running.stderr is not None
        line = next(text for text in running.stderr if text.startswith("Serving at"))
        assert httpx.get(f"{line.split()[2]}/health/ready").json()["status"] == "ready"
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "/book" in out
