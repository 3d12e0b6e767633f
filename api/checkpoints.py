"""What a run of linking has finished, kept in its folder until it ends: a stopped run goes on.

The key stands for the files' bytes, the options and the model, so nothing of another run is taken.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from mpi.batch.stages import Arrays

_FOLDER = ".unfinished"
_BLOCK = 1 << 20


class Checkpoints:
    """The finished stages of one run; `taken` are those that were there already."""

    def __init__(self, out: Path, key: str) -> None:
        self._folder = out / _FOLDER / key
        self._all = out / _FOLDER
        self.taken: list[str] = []

    def start(self, *, fresh: bool) -> None:
        """Make the folder; forget what was kept before when asked to, or when it is another's."""
        if fresh or not self._folder.is_dir():
            shutil.rmtree(self._all, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)

    def arrays(self, stage: str, work: Callable[[], Arrays]) -> Arrays:
        """Give the arrays of a finished stage, else do its work and keep them."""
        path = self._folder / f"{stage}.npz"
        if path.is_file():
            self.taken.append(stage)
            with np.load(path) as kept:
                return {name: kept[name] for name in kept.files}
        made = work()
        half = path.with_suffix(".half")
        with half.open("wb") as file:
            np.savez(file, **made)  # type: ignore[arg-type]  # numpy's stub takes a keyword for it
        half.replace(path)
        return made

    def text(self, stage: str, work: Callable[[], str]) -> str:
        """The same for a stage that gives text."""
        path = self._folder / stage
        if path.is_file():
            self.taken.append(stage)
            return path.read_text("utf-8")
        made = work()
        half = path.with_suffix(".half")
        half.write_text(made, "utf-8")
        half.replace(path)
        return made

    def end(self) -> None:
        """Forget everything: the run has ended well."""
        shutil.rmtree(self._all, ignore_errors=True)


def key(files: Iterable[Path | None], options: str) -> str:
    """Give what stands for these files, as they are now, and these options."""
    digest = hashlib.blake2b(options.encode(), digest_size=12)
    for path in files:
        digest.update(b"\0" if path is None else path.name.encode())
        if path is not None and path.is_file():
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
    return digest.hexdigest()
