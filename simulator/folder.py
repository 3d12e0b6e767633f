"""Where a simulation is written: beside its place first, so that a killed run shows.

The unfinished folder is `.NAME.partial`; only when everything is in it, it takes the place of
NAME. A folder that holds anything else than the same simulation is left alone.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from simulator.feed import File
from simulator.manifest import NAME, Settings, settings_of

_MARK = "unfinished"


class Folder:
    """The unfinished folder of one simulation."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._partial = out.parent / f".{out.name}.partial"
        self._made: set[Path] = set()

    def start(self, settings: Settings) -> None:
        """Make the unfinished folder. Raises ValueError when something else is in the place."""
        refuse_others(self._out, settings)
        if (self._partial / _MARK).exists():
            shutil.rmtree(self._partial)
        self._partial.mkdir(parents=True)
        (self._partial / _MARK).touch()

    def write(self, file: File) -> None:
        """Write one file of the feed."""
        folder = self._partial / "feed" / file.facility / f"{file.day}"
        if folder not in self._made:
            folder.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        (folder / file.name).write_bytes(file.content)

    def truth(self, name: str, text: str) -> None:
        """Write one file of the truth."""
        folder = self._partial / "truth"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    def city_list(self, name: str, text: str) -> None:
        """Write one of the city's lists, beside feed and truth."""
        (self._partial / name).write_text(text, encoding="utf-8")

    def finish(self, manifest: str) -> None:
        """Write the manifest and move everything into its place."""
        (self._partial / NAME).write_text(manifest, encoding="utf-8")
        (self._partial / _MARK).unlink()
        if self._out.exists():
            shutil.rmtree(self._out)
        self._partial.rename(self._out)


def refuse_others(out: Path, settings: Settings) -> None:
    """Raise ValueError when the place holds anything but the same simulation."""
    if out.is_file():
        raise ValueError(f"out: {out.name} is a file")
    if not out.is_dir() or not any(out.iterdir()):
        return
    found = settings_of(out)
    if found is None:
        raise ValueError(f"out: {out.name} is not empty and holds no simulation")
    if found != settings.as_json():
        seed = found.get("seed")
        raise ValueError(f"out: {out.name} holds another simulation (seed {seed}); name another")
