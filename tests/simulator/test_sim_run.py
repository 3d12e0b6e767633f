"""A simulation can be repeated, refused, and recognised when it was cut off."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.run import simulate

WEEK = {"start": dt.date(2025, 9, 1), "end": dt.date(2025, 9, 14)}
SCRIPT = """
import datetime as dt, pathlib, sys
from simulator.run import simulate
simulate(pathlib.Path(sys.argv[1]), 150, 5, 8, dt.date(2025, 9, 1), dt.date(2025, 9, 14))
"""


def small(out: Path, seed: int = 5) -> None:
    """Simulate two weeks of 150 people."""
    simulate(out, 150, seed, 8, WEEK["start"], WEEK["end"])


def digest(out: Path) -> str:
    """Give one digest over all names and bytes."""
    total = hashlib.sha256()
    for path in sorted(out.rglob("*")):
        total.update(f"{path.relative_to(out)}".encode())
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


def test_the_same_seed_writes_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """Nothing depends on the order of sets or on the process's hash seed."""
    small(tmp_path / "a")
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": "."}
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "b")]
    subprocess.run(command, check=True, env=environment)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_another_seed_is_another_city(tmp_path: Path) -> None:
    """The seed reaches everything."""
    small(tmp_path / "a")
    small(tmp_path / "b", seed=6)
    assert digest(tmp_path / "a") != digest(tmp_path / "b")


def test_repeating_into_the_same_place_changes_nothing(tmp_path: Path) -> None:
    """A second run replaces the first by itself."""
    small(tmp_path / "a")
    before = digest(tmp_path)
    small(tmp_path / "a")
    assert digest(tmp_path) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """Whoever makes the folder first may."""
    (tmp_path / "a").mkdir()
    small(tmp_path / "a")
    assert (tmp_path / "a" / "manifest.json").exists()


@pytest.mark.parametrize("name", ["manifest.json", "letter.txt"])
def test_a_folder_with_something_else_is_refused_and_kept(tmp_path: Path, name: str) -> None:
    """Neither other people's files nor a broken manifest are overwritten."""
    (tmp_path / name).write_text("{}")
    with pytest.raises(ValueError, match="holds no simulation"):
        small(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_simulation_of_another_seed_is_refused(tmp_path: Path) -> None:
    """The error names the seed that is there."""
    small(tmp_path / "a")
    with pytest.raises(ValueError, match="seed 5"):
        small(tmp_path / "a", seed=6)


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    """OUT is a folder."""
    (tmp_path / "a").touch()
    with pytest.raises(ValueError, match="is a file"):
        small(tmp_path / "a")


def test_a_run_that_is_cut_off_leaves_no_city_and_is_swept_away_by_the_next(
    tmp_path: Path,
) -> None:
    """Only a finished simulation stands under its name."""

    def cut(done: int, total: int) -> None:
        raise KeyboardInterrupt(done, total)

    with pytest.raises(KeyboardInterrupt):
        simulate(tmp_path / "a", 150, 5, 8, WEEK["start"], WEEK["end"], cut)
    assert [path.name for path in tmp_path.iterdir()] == [".a.partial"]
    small(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_progress_ends_with_all_visits(tmp_path: Path) -> None:
    """The last call says that everything is written."""
    calls: list[tuple[int, int]] = []

    def tick(done: int, total: int) -> None:
        calls.append((done, total))

    made = simulate(tmp_path / "a", 300, 5, 8, WEEK["start"], WEEK["end"], tick)
    total = made.counts["visits"]
    assert calls[-1] == (total, total)


@pytest.mark.parametrize(
    ("people", "facilities", "start", "end", "word"),
    [
        (0, 8, "2025-09-01", "2025-09-14", "people"),
        (9, 2, "2025-09-01", "2025-09-14", "facilities"),
        (9, 900, "2025-09-01", "2025-09-14", "facilities"),
        (9, 8, "2025-09-14", "2025-09-01", "days in order"),
        (9, 8, "2023-01-01", "2025-09-01", "days in order"),
    ],
)
def test_settings_out_of_range_are_refused_by_name(
    tmp_path: Path, people: int, facilities: int, start: str, end: str, word: str
) -> None:
    """Nothing is written then."""
    days = (dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    with pytest.raises(ValueError, match=word):
        simulate(tmp_path / "a", people, 1, facilities, *days)
    assert list(tmp_path.iterdir()) == []


def test_the_manifest_says_what_was_asked_and_what_came_out(tmp_path: Path) -> None:
    """It can be read by anyone, and its digest is that of the truth."""
    made = simulate(tmp_path / "a", 150, 5, 8, WEEK["start"], WEEK["end"])
    read = json.loads((tmp_path / "a" / "manifest.json").read_text())
    assert read["settings"]["seed"] == 5
    assert read["counts"]["files"] == len(list((tmp_path / "a" / "feed").rglob("*.xml")))
    assert read["truth_sha256"] == made.truth_sha256
