"""The command line as tests call it: in this process for most, as a real process for the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Gives what a command did: `call("stats", "--store", url)`.
Call = Callable[..., "Done"]

#: The real command, in a process of its own.
COMMAND = (sys.executable, "-c", "from api.cli.application import main; main()")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command gave: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Simulated:
    """A small city on disk and the embedded store that its feed went into."""

    home: Path

    @property
    def city(self) -> Path:
        """Folder of feed/ and truth/."""
        return self.home / "city"

    @property
    def one_facility(self) -> Path:
        """The feed of one of its facilities."""
        return min((self.city / "feed").iterdir())

    @property
    def store(self) -> str:
        """URL of the store."""
        return f"embedded:{self.home / 'store'}"

    @property
    def truth(self) -> str:
        """Path of records.csv."""
        return str(self.city / "truth" / "records.csv")


def process(words: Sequence[str], cwd: Path, **options: Any) -> subprocess.Popen[str]:
    """Start the real command with captured output."""
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [*COMMAND, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(root), "HEALTHGRAPH_READERS": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def finished(words: Sequence[str], cwd: Path) -> Done:
    """Run the real command to its end."""
    with process(words, cwd, stdin=subprocess.DEVNULL) as running:
        out, err = running.communicate(timeout=300)
    return Done(running.returncode, out, err)
