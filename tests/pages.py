"""The project's pages as tests read them: tracked files, blocks, links, commands."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"\bhealthgraph ((?:[^\n`|]|\\\n)+)")


def tracked() -> list[Path]:
    """Give every file that git knows and that is there; without git, those of the folders."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = [name for name in done.stdout.split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def pages() -> list[Path]:
    """Give every tracked Markdown page."""
    return [path for path in tracked() if path.suffix == ".md"]


def blocks(text: str, kind: str) -> list[str]:
    """Give the fenced blocks whose first line says `kind`."""
    return [content for said, content in _BLOCK.findall(text) if said == kind]


def links(text: str) -> list[str]:
    """Give the targets of the links, without those inside fenced blocks."""
    return _LINK.findall(_BLOCK.sub("", text))


def commands(text: str) -> Iterator[list[str]]:
    """Give each `healthgraph …` shown in a text as its words, the name itself left out."""
    for said in _COMMAND.findall(text):
        yield said.replace("\\\n", " ").split()
