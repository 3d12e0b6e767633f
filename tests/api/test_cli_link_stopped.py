"""A run of linking that is killed goes on where it was, and ends as if nothing had happened."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.api.commands import COMMAND, Call
from tests.mpi.files import town

_FILES = ("links.csv", "reviews.csv", "people.csv", "model.json")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A file whose stages take long enough to be stopped in the midst of one."""
    path = tmp_path / "town.csv"
    town(1500)[0].write_csv(path)
    return path


def _killed_after(stage: str, records: Path, out: Path) -> None:
    """Start the real command, and kill it as soon as a stage is kept."""
    words = [*COMMAND, "link", str(records), "--out", str(out), "--json"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not list(out.glob(f".unfinished/*/{stage}")):
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def _report(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "report.json").read_text("utf-8"))
    return found


def test_a_killed_run_goes_on(call: Call, records: Path, tmp_path: Path) -> None:
    """The model is not learnt again; files and figures are those of a run that nobody stopped."""
    whole, out = tmp_path / "whole", tmp_path / "out"
    assert call("link", records, "--out", whole).code == 0
    _killed_after("model.json", records, out)
    assert call("link", records, "--out", out).code == 0
    for file in _FILES:
        assert (out / file).read_bytes() == (whole / file).read_bytes()
    assert "model.json" in _report(out)["resumed"]
    assert _report(out) | {"resumed": []} == _report(whole)
    assert not (out / ".unfinished").exists()


def test_every_finished_stage_is_taken(call: Call, records: Path, tmp_path: Path) -> None:
    """Pairs that were compared are not compared again, under a model that is given."""
    call("train", records, "--out", tmp_path / "model.json")
    asked = ("link", records, "--model", tmp_path / "model.json", "--out", tmp_path / "out")
    call(*asked)
    words = [*COMMAND, *map(str, asked)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not list(tmp_path.glob("out/.unfinished/*/compared-0.npz")):
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    assert call(*asked).code == 0
    assert _report(tmp_path / "out")["resumed"] == ["pairs", "compared-0"]


@pytest.mark.parametrize("change", ["--fresh", "--seed"])
def test_another_run_or_a_fresh_one_takes_nothing(
    call: Call, records: Path, tmp_path: Path, change: str
) -> None:
    """What was kept belongs to one set of files and options, and may be thrown away."""
    out = tmp_path / "out"
    _killed_after("model.json", records, out)
    more = ("--fresh",) if change == "--fresh" else ("--seed", "2")
    assert call("link", records, "--out", out, *more).code == 0
    assert _report(out)["resumed"] == []
