"""Many writers of one new citizen at once: one person, every visit stored, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from graph.invariants import breaches
from graph.joining import Joined, join
from graph.model import Record
from graph.statistics import statistics
from graph.store import Store
from mpi.model import default
from tests.records import visit, who

COPIES, THREADS = 64, 16
MODEL = default()


def test_64_copies_of_a_new_citizen_make_one_person(store: Store) -> None:
    """64 hospitals send the same unknown citizen at the same moment."""
    records = [visit(who(), facility=f"01{n:03}", local_id=f"B{n}") for n in range(COPIES)]
    people = {receipt.person for receipt in _at_once(store, records)}
    assert len(people) == 1
    assert statistics(store).nodes["Person"] == 1
    assert breaches(store) == []


def test_64_copies_of_one_visit_are_stored_once(store: Store) -> None:
    """The same visit, told in 64 different messages at once: one visit, the last edition."""
    records = [visit(who(), edition=n, words=str(n)) for n in range(1, COPIES + 1)]
    _at_once(store, records)
    counted = statistics(store)
    assert (counted.nodes["Encounter"], counted.nodes["PatientRecord"]) == (1, 1)
    assert breaches(store) == []


def _at_once(store: Store, records: list[Record]) -> list[Joined]:
    with ThreadPoolExecutor(THREADS) as pool:
        done = pool.map(lambda record: join(store, [record], MODEL), records)
        return [receipt for receipts in done for receipt in receipts]
