"""Merges, splits, undos and new records at the same moment leave a sound graph; both engines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from graph.decision_log import Author
from graph.invariants import breaches
from graph.joining import Joined, join
from graph.relinking import Signed, merge, split
from graph.statistics import statistics
from graph.store import Store
from graph.undoing import undo
from mpi.errors import BadInput
from mpi.model import default
from tests.records import visit, who

MODEL = default()
HOA = Signed(Author("steward", "hoa"))
PEOPLE, ACTS, THREADS = 8, 64, 16


def arrive(store: Store, citizen: int, facility: int) -> Joined:
    """One citizen of a few comes to a hospital of many."""
    identity = who(
        f"Nguyễn Văn {'ABCDEGHK'[citizen]}n", f"198{citizen}0704", f"00108{citizen}012345"
    )
    record = visit(
        identity, facility=f"01{facility:03}", local_id=f"B{citizen}", key=f"V{facility}"
    )
    return join(store, [record], MODEL)[0]


def test_64_deeds_at_once_leave_the_graph_sound(store: Store) -> None:
    """Stewards merge, split and undo the very people to whom hospitals add records."""
    first = [arrive(store, n, n) for n in range(PEOPLE)]

    def act(n: int) -> None:
        one, other = first[n % PEOPLE], first[(n // PEOPLE + n + 1) % PEOPLE]
        acts: tuple[Callable[[], object], ...] = (
            lambda: arrive(store, n % PEOPLE, 100 + n),
            lambda: merge(store, [one.person, other.person], HOA),
            lambda: split(store, one.person, [one.record], HOA),
            lambda: undo(store, merge(store, [one.person, other.person], HOA).decision, HOA),
        )
        with suppress(BadInput):
            acts[n % len(acts)]()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(act, range(ACTS)))
    assert breaches(store) == []
    arrivals = ACTS // 4
    assert statistics(store).nodes["PatientRecord"] == PEOPLE + arrivals


def test_64_merges_of_the_same_two_are_one(store: Store) -> None:
    """The first one merges them, the others find them one already."""
    people = [arrive(store, n, n).person for n in range(2)]

    def act(_: int) -> bool:
        try:
            merge(store, people, HOA)
        except BadInput:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(act, range(ACTS))) == 1
    assert breaches(store) == []
