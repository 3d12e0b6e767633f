"""One transaction: all of it or nothing, once, however many write at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count

import pytest

from graph.store import Statement, Store, Work
from mpi.errors import BadInput, Conflict, NotFound

TOUCH = Statement(
    "UNWIND $keys AS key MERGE (b:BlockKey {id: key}) SET b.touch = true", writes=True
)
HOLDERS = Statement("""
    UNWIND $keys AS key
    MATCH (:BlockKey {id: key})<-[:BLOCKED_BY]-(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN DISTINCT p.id AS person
""")
ADD = Statement(
    """
    CREATE (r:PatientRecord {id: $record})
    MERGE (p:Person {id: $person})
    CREATE (r)-[:IDENTIFIES]->(p)
    WITH r
    UNWIND $keys AS key
    MATCH (b:BlockKey {id: key})
    MERGE (r)-[:BLOCKED_BY]->(b)
    """,
    writes=True,
)
PEOPLE = Statement("MATCH (p:Person) RETURN count(p) AS many", whole=True)
CREATE = Statement("CREATE (p:Person {id: $id})", writes=True)
ADD_ONE = Statement(
    "MERGE (m:Message {id: 'counter'}) SET m.records = coalesce(m.records, 0) + 1", writes=True
)
COUNTER = Statement("MATCH (m:Message {id: 'counter'}) RETURN m.records AS records")
KEYS = sorted(["number:001085012345", "name:nguyen-van-an|1985", "phone:0903172645"])


def people(store: Store) -> int:
    """Count them."""
    return int(store.read(lambda work: work.run(PEOPLE))[0]["many"])


def arrive(names: Iterator[int], record: str, work: Work) -> None:
    """Join a record by the recipe: touch the sorted keys first, then look, then create."""
    work.run(TOUCH, keys=KEYS)
    found = work.run(HOLDERS, keys=KEYS)
    person = found[0]["person"] if found else f"p-{next(names)}"
    work.run(ADD, record=record, person=person, keys=KEYS)


def test_64_writers_make_one_citizen(store: Store) -> None:
    """64 threads bring 64 records of one new citizen at once: one person, 64 records."""
    names = count()
    with ThreadPoolExecutor(64) as pool:
        jobs = [pool.submit(store.write, partial(arrive, names, f"r-{n}")) for n in range(64)]
        for job in jobs:
            job.result()
    rows = store.read(lambda work: work.run(HOLDERS, keys=KEYS))
    assert len(rows) == people(store) == 1


def test_no_update_is_lost(store: Store) -> None:
    """64 increments by 16 threads add up to 64."""
    store.write(lambda work: work.run(ADD_ONE))
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: store.write(lambda work: work.run(ADD_ONE)), range(63)))
    assert store.read(lambda work: work.run(COUNTER)) == [{"records": 64}]


def test_error_of_the_work_undoes_all(store: Store) -> None:
    """An error raised by the caller's own code leaves nothing behind and comes out unchanged."""

    def work_that_fails(work: Work) -> None:
        work.run(CREATE, id="p-1")
        raise NotFound("Person", "p-2")

    with pytest.raises(NotFound):
        store.write(work_that_fails)
    assert people(store) == 0


def test_error_that_is_caught_still_undoes_all(store: Store) -> None:
    """After an error a transaction is dead on both engines, even when the work goes on."""

    def work_that_hides_it(work: Work) -> None:
        work.run(CREATE, id="p-1")
        with pytest.raises(BadInput):
            work.run(Statement("RETURN 1 +", writes=True))

    with pytest.raises(BadInput):
        store.write(work_that_hides_it)
    assert people(store) == 0


def test_statement_after_an_error_raises_it_again(store: Store) -> None:
    """What follows an error in one unit of work never runs."""

    def work_that_goes_on(work: Work) -> None:
        with pytest.raises(BadInput):
            work.run(Statement("RETURN 1 +"))
        work.run(CREATE, id="p-1")

    with pytest.raises(BadInput):
        store.write(work_that_goes_on)
    assert people(store) == 0


def test_duplicate_id_is_a_conflict_that_does_not_name_it(store: Store) -> None:
    """A second node with one id is refused, whoever made the first; the id stays unsaid."""
    store.write(lambda work: work.run(CREATE, id="001085012345"))
    with pytest.raises(Conflict) as refused:
        store.write(lambda work: work.run(CREATE, id="001085012345"))
    assert "001085012345" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert people(store) == 1


def test_work_sees_its_own_writes(store: Store) -> None:
    """Inside the transaction what was written is read; outside only after the commit."""

    def look_twice(work: Work) -> tuple[int, int]:
        work.run(CREATE, id="p-1")
        return work.run(PEOPLE)[0]["many"], people(store)

    assert store.write(look_twice) == (1, 0)
    assert people(store) == 1


def test_write_gives_the_result_of_its_work(store: Store) -> None:
    """Whatever the work returns comes out, also when it wrote nothing."""
    assert store.write(lambda _work: "nothing to do") == "nothing to do"


def test_deleted_ids_can_be_used_again(store: Store) -> None:
    """Delete, create, delete, create: an id is free again at once (cypher.md §1)."""
    delete = Statement("MATCH (p:Person {id: $id}) DETACH DELETE p", writes=True)
    for _ in range(3):
        store.write(lambda work: work.run(CREATE, id="p-1"))
        store.write(lambda work: work.run(delete, id="p-1"))
    assert people(store) == 0
