"""The README tells the truth: its commands run, and every command shown anywhere exists."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.commands_doc import every_command
from api.cli.deferred import COMMANDS
from tests.neo4j_server import free_port
from tests.pages import ROOT, blocks, commands, pages

README = (ROOT / "README.md").read_text("utf-8")
EVERY = dict(every_command())
GROUPS = {name.split()[0] for name in EVERY if " " in name}


@pytest.mark.xdist_group("cli")
@pytest.mark.skipif(shutil.which("curl") is None, reason="the README's calls need curl")
def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """All blocks marked `sh run`, one after the other in one shell, in an empty folder."""
    port = str(free_port())
    text = "\n".join(blocks(README, "sh run")).replace("8000", port)
    script = f"set -eu\ntrap 'kill $(jobs -p)' EXIT\n{text}"
    path = f"{_command_in(tmp_path / 'bin')}:{os.environ['PATH']}"
    done = subprocess.run(
        ["timeout", "240", "bash", "-c", script], cwd=tmp_path, env={**os.environ, "PATH": path},
        text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for answer in ('"maKetQua":"200"', '"trangThai":"', '"found":[', "graph is sound"):
        assert answer in done.stdout


def _command_in(folder: Path) -> Path:
    """Put the command of this checkout into a folder, as an installation would."""
    folder.mkdir()
    command = folder / "healthgraph"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from api.cli.application import main\nif __name__ == '__main__':\n    main()\n"
    )
    command.chmod(0o755)
    return folder


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_every_command_that_is_shown_exists(page: Path) -> None:
    """Its name, and each option written out, on every page of the project."""
    for words in commands(page.read_text("utf-8")):
        if words[0].startswith("-") or not words[0].isalpha():
            continue
        name = " ".join(words[:2]) if words[0] in GROUPS and len(words) > 1 else words[0]
        assert words[0] in {entry.name for entry in COMMANDS}, words
        if name in EVERY:
            options = {text for param in EVERY[name].params for text in param.opts} | {"--help"}
            shown = {word.strip("[]`,.;)").partition("=")[0] for word in words}
            assert {word for word in shown if word.startswith("--")} <= options, words


def test_the_readme_names_every_command() -> None:
    """Who reads the README knows what there is."""
    assert [
        name for name in (e.name for e in COMMANDS) if f"healthgraph {name}" not in README
    ] == []


def test_the_two_commands_stand_in_the_readme() -> None:
    """What the project is asked for first."""
    assert {"make demo", "make test"} <= {
        line.split("#")[0].strip() for block in blocks(README, "sh") for line in block.splitlines()
    }
