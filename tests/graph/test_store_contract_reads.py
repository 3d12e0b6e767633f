"""Reads never write, never last for ever, and fail in the project's own words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from graph.store import Statement, Store, Work
from mpi.errors import BadInput, Unavailable

CREATE = Statement("CREATE (p:Person {id: $id})", writes=True)
LYING = Statement("CREATE (p:Person {id: 'p-lie'})")
PEOPLE = Statement("MATCH (p:Person) RETURN p.id AS id ORDER BY id", whole=True)
ENDLESS = Statement("""
    UNWIND range(1, 100000) AS a
    UNWIND range(1, 100000) AS b
    WITH a, b WHERE a * b = -1
    RETURN count(*) AS many
""")


@pytest.mark.parametrize(
    "statement",
    [
        CREATE,
        LYING,
        Statement("MATCH (p:Person {id: 'p-1'}) SET p.provisional = true"),
        Statement("MATCH (p:Person {id: 'p-1'}) DETACH DELETE p"),
        Statement("MERGE (p:Person {id: 'p-3'})"),
        Statement("CREATE INDEX spoiled IF NOT EXISTS FOR (n:Person) ON (n.provisional)"),
    ],
)
def test_reads_refuse_to_write(store: Store, statement: Statement) -> None:
    """A statement that writes is refused in a read, also one that says it does not."""
    store.write(lambda work: work.run(CREATE, id="p-1"))
    with pytest.raises(BadInput, match="statement"):
        store.read(lambda work: work.run(statement, id="p-2"))
    assert store.read(lambda work: work.run(PEOPLE)) == [{"id": "p-1"}]


def test_read_ends_in_time(store: Store) -> None:
    """A statement that would run for hours is stopped, and waiting longer will not help."""
    with pytest.raises(Unavailable, match="time") as late:
        store.read(lambda work: work.run(ENDLESS), timeout=0.3)
    assert late.value.retry_after == 0


def test_store_works_on_after_a_time_out(store: Store) -> None:
    """A time-out costs the reader its answer and nobody else anything."""
    with pytest.raises(Unavailable):
        store.read(lambda work: work.run(ENDLESS), timeout=0.2)
    store.write(lambda work: work.run(CREATE, id="p-1"))
    assert store.read(lambda work: work.run(PEOPLE)) == [{"id": "p-1"}]


@pytest.mark.parametrize(
    "text",
    [
        "RETURN 1 +",
        "MATCH (p:Person RETURN p.id AS id",
        "RETURN $absent AS value",
        "RETURN date('31/12/2026') AS value",
        "RETURN nonsense(1) AS value",
    ],
)
def test_bad_statement_is_bad_input(store: Store, text: str) -> None:
    """Syntax, unknown functions, absent parameters and bad values are the caller's fault."""
    with pytest.raises(BadInput) as refused:
        store.read(lambda work: work.run(Statement(text)))
    assert refused.value.field == "statement"


def test_messages_hide_what_they_quote(store: Store) -> None:
    """An engine's message may quote a patient; ours does not."""
    text = Statement("RETURN date('Nguyen Van An') AS value")
    with pytest.raises(BadInput) as refused:
        store.read(lambda work: work.run(text))
    assert "Nguyen" not in str(refused.value)


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    """While a transaction is open and has written, others read what was there before."""
    written, looked = Event(), Event()

    def slow(work: Work) -> None:
        work.run(CREATE, id="p-1")
        written.set()
        assert looked.wait(30)

    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(store.write, slow)
        assert written.wait(30)
        assert store.read(lambda work: work.run(PEOPLE)) == []
        looked.set()
        job.result()
    assert store.read(lambda work: work.run(PEOPLE)) == [{"id": "p-1"}]


def test_many_readers_at_once(store: Store) -> None:
    """A store is used by any number of threads."""
    store.write(lambda work: work.run(CREATE, id="p-1"))
    with ThreadPoolExecutor(32) as pool:
        rows = list(pool.map(lambda _: store.read(lambda work: work.run(PEOPLE)), range(200)))
    assert rows == [[{"id": "p-1"}]] * 200
