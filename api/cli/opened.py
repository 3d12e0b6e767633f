"""Opening a store for a command: fresh ones are prepared for writing, missing ones are named."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api import logs
from api.reference import prepared
from api.settings import load
from graph.embedded import FILE
from graph.engines import open_store
from graph.migrate import require_current
from graph.store import Store
from mpi.errors import NotFound

_EMBEDDED = "embedded:"


@contextmanager
def reading(url: str) -> Iterator[Store]:
    """Open a store that must be there already. Raises NotFound for an embedded path without one."""
    if url.startswith(_EMBEDDED) and not _is_there(Path(url.removeprefix(_EMBEDDED))):
        raise NotFound("store", url)
    with _opened(url) as store:
        yield require_current(store)


def _is_there(path: Path) -> bool:
    """Whether a directory holds any file of the engine: a new store has a log and no checkpoint."""
    return path.is_dir() and any(path.glob(f"{FILE}*"))


@contextmanager
def writing(url: str) -> Iterator[Store]:
    """Open a store to write to; a new one gets its schema, an old one must be migrated first."""
    with _opened(url) as store:
        yield prepared(store)


@contextmanager
def as_it_is(url: str) -> Iterator[Store]:
    """Open a store whatever its schema version: for `store migrate` and `store restore`."""
    with _opened(url) as store:
        yield store


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    logs.configure("warning", "console")
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it has to say is raised as well
    settings = load(store_url=url)
    store = open_store(url, settings.neo4j_password.get_secret_value() or None)
    try:
        yield store
    finally:
        store.close()
