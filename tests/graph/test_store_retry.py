"""A unit of work is tried again when nothing of it was stored, and not for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from graph.embedded import open_embedded
from graph.retry import Away, Lost, Patience, insist
from graph.store import Statement, Store, Work
from mpi.errors import Conflict, Unavailable

AT_ONCE = Patience(tries=3, pause=0)
TOUCH = Statement("MERGE (b:BlockKey {id: $key}) SET b.touch = true", writes=True)
KEYS = Statement("MATCH (b:BlockKey) RETURN b.id AS id ORDER BY id", whole=True)


def failing(times: int, error: Exception) -> tuple[Callable[[], str], list[int]]:
    """Give an attempt that fails so many times and then succeeds, and the list of its calls."""
    calls: list[int] = []

    def attempt() -> str:
        calls.append(len(calls))
        if len(calls) <= times:
            raise error
        return "done"

    return attempt, calls


@pytest.mark.parametrize("error", [Lost(), Away("the server")])
def test_what_was_lost_is_tried_again(error: Exception) -> None:
    """Two failures and a success are three calls and one result."""
    attempt, calls = failing(2, error)
    assert insist(attempt, AT_ONCE) == "done"
    assert len(calls) == 3


@pytest.mark.parametrize(("error", "category"), [(Lost(), Conflict), (Away("it"), Unavailable)])
def test_patience_ends(error: Exception, category: type[Exception]) -> None:
    """After the last try the error comes out, in its category."""
    attempt, calls = failing(99, error)
    with pytest.raises(category):
        insist(attempt, AT_ONCE)
    assert len(calls) == 3


@pytest.mark.parametrize("error", [Conflict("a unique key"), Unavailable("closed", 0), KeyError()])
def test_other_errors_come_out_at_once(error: Exception) -> None:
    """A duplicate stays a duplicate however often it is tried."""
    attempt, calls = failing(1, error)
    with pytest.raises(type(error)):
        insist(attempt, AT_ONCE)
    assert len(calls) == 1


def test_embedded_work_runs_again_after_a_foreign_commit(tmp_path: Path) -> None:
    """The engine's own commits (a checkpoint's) may come between: the work starts from new."""
    store = open_embedded("embedded:", tmp_path)
    attempts: list[int] = []

    def work(work: Work) -> None:
        attempts.append(1)
        work.run(TOUCH, key="ours")
        if len(attempts) == 1:
            store._session.execute("MERGE (b:BlockKey {id: 'foreign'})")

    store.write(work)
    rows = store.read(lambda work: work.run(KEYS))
    store.close()
    assert (len(attempts), rows) == (2, [{"id": "foreign"}, {"id": "ours"}])


@pytest.mark.parametrize(
    "engine",
    [pytest.param("neo4j", marks=(pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")))],
)
def test_deadlock_is_resolved(store: Store) -> None:
    """Two transactions lock two keys in opposite order: one is run again, both succeed."""
    meet, attempts = Barrier(2, timeout=30), list[str]()
    store.write(lambda work: [work.run(TOUCH, key=key) for key in "ab"])

    def lock(first: str, second: str, work: Work) -> str:
        attempts.append(first)
        work.run(TOUCH, key=first)
        if attempts.count(first) == 1:
            meet.wait()
        work.run(TOUCH, key=second)
        return first

    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(store.write, lambda w, p=pair: lock(p[0], p[1], w)) for pair in ("ab", "ba")
        ]
        assert [job.result() for job in jobs] == ["a", "b"]
    assert len(attempts) == 3
