"""The store that counts statements changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.counting import CountingStore
from graph.store import Statement, Store
from mpi.errors import BadInput

ONE = Statement("RETURN 1 AS one")
PUT = Statement("MERGE (p:Person {id: $id})", writes=True)


def test_each_statement_counts_once(store: Store) -> None:
    """Three statements in two units of work are three; a reset starts again."""
    counting = CountingStore(store)
    assert counting.read(lambda work: [work.run(ONE), work.run(ONE)]) == [[{"one": 1}]] * 2
    counting.write(lambda work: work.run(PUT, id="p-1"))
    assert (counting.statements, counting.by_statement[ONE]) == (3, 2)
    counting.reset()
    assert counting.statements == 0


def test_failing_statement_counts_and_fails(store: Store) -> None:
    """An error passes through unchanged."""
    counting = CountingStore(store)
    with pytest.raises(BadInput):
        counting.read(lambda work: work.run(PUT, id="p-1"), timeout=1)
    assert counting.statements == 1


def test_the_rest_is_passed_on(tmp_path: Path, store: Store) -> None:
    """Schema, backup and restore reach the store behind."""
    counting = CountingStore(store)
    counting.define(["CREATE INDEX spare IF NOT EXISTS FOR (n:Message) ON (n.facility)"])
    counting.define(["DROP INDEX spare IF EXISTS"])
    counting.backup(tmp_path / "graph.gz")
    counting.restore(tmp_path / "graph.gz")
    assert counting.url == store.url
