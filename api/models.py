"""The matching model that decides: a file, or the one that comes along."""

from __future__ import annotations

from pathlib import Path

from mpi.errors import NotFound
from mpi.model import Model, default, load


def model_of(path: Path | None) -> Model:
    """Read a model file, or give the default one. Raises NotFound, BadInput naming the place."""
    if path is None:
        return default()
    if not path.is_file():
        raise NotFound("file", str(path))
    return load(path.read_text("utf-8-sig"))
