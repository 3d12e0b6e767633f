"""The form of the project's own code lists: tab separated, a heading, `#` lines give the source."""

from __future__ import annotations

from importlib import resources


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the packaged list `name` (without `.tsv`): its rows below the heading, in order."""
    text = resources.files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(tuple(line.split("\t")) for line in lines[1:])
