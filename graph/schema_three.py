"""From schema 2 to 3: kinds of nodes and indexes that version 2 did not know."""

from __future__ import annotations

from graph import ddl
from graph.store import Store


def to_schema_three(store: Store) -> None:
    """Add the new constraints and indexes; what is there stays as it is."""
    store.define(ddl.statements())
