"""The matching model that decides: a file, the store's own, or the one that comes along."""

from __future__ import annotations

from pathlib import Path

from api.settings import Settings, load
from mpi.errors import NotFound
from mpi.model import Model, default
from mpi.model import load as read_model

#: The model that a store was begun with, in its data directory.
OWN = "model.json"


def own_file(settings: Settings) -> Path:
    """Give the place of a store's own model, which need not be there."""
    return settings.directory / OWN


def file_for(settings: Settings, given: Path | None = None) -> Path | None:
    """Give the file that decides: `given`, else the setting, else the store's own if it has one."""
    own = own_file(settings)
    return given or settings.model or (own if own.is_file() else None)


def model_of(path: Path | None) -> Model:
    """Read a model file, or give the default one. Raises NotFound, BadInput naming the place."""
    if path is None:
        return default()
    if not path.is_file():
        raise NotFound("file", str(path))
    return read_model(path.read_text("utf-8-sig"))


def model_for(store: str, given: Path | None = None) -> Model:
    """Give the model that decides in a store, by its URL. Raises as `model_of`."""
    return model_of(file_for(load(store_url=store), given))
