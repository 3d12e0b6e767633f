"""What can never be one citizen is never one person of a store: random homes, one by one."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.engines import open_store
from graph.invariants import breaches
from graph.joining import join
from graph.migrate import migrate
from graph.model import Record
from graph.sayings import sayings_of
from graph.store import Row, Statement, Store
from graph.whereabouts import presence_of
from mpi.identity import Identity
from mpi.model import default
from mpi.presence import clash
from tests.graph.test_constraints_hold import FAMILY, TWINS, never
from tests.graph.test_whereabouts import stay
from tests.mpi.citizens import damaged
from tests.records import visit

SAID = Statement("""
    MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN r.id AS record, p.id AS person, r.identity AS identity, r.said_at AS said_at,
        r.said_since AS said_since, r.earlier AS earlier, r.presence AS presence
    ORDER BY record
""")


def home(seed: int, size: int) -> list[Record]:
    """Records of one home with slips, at two hospitals, some of them stays in bed."""
    dice = Random(seed)
    found = []
    for n in range(size):
        identity = damaged(dice, dice.choice((*FAMILY, *TWINS)))
        facility, key = dice.choice(("01004", "01003")), f"V{n}"
        if dice.random() < 0.4:
            bed = stay(key, facility, f"2026-03-{dice.randint(1, 6):02}")
            found.append(replace(bed, local_id=f"B{n}", identity=identity))
        else:
            found.append(visit(identity, facility=facility, local_id=f"B{n}", key=key))
    return found


@contextmanager
def empty() -> Iterator[Store]:
    """A store of its own for each example."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"embedded:{folder}/store")
        migrate(store)
        yield store
        store.close()


def filled(store: Store, records: Sequence[Record]) -> list[Row]:
    """Join the records one by one; gives what is stored of each."""
    for record in records:
        join(store, [record], default())
    assert breaches(store) == []
    return list(store.read(lambda work: work.run(SAID)))


def barred(one: Row, other: Row) -> bool:
    """Whether two stored records are never one citizen's."""
    a, b = (identity(row) for row in (one, other))
    return (
        never(a, b) or clash(presence_of(one), presence_of(other), default().presence) is not None
    )


def identity(row: Row) -> Identity:
    """What a stored record says."""
    return sayings_of(row)[-1].identity


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 8))
def test_a_store_never_joins_what_is_barred(seed: int, size: int) -> None:
    """No person of the graph has a parent and its child, two ranks of a birth, or two beds."""
    with empty() as store:
        for one, other in itertools.combinations(filled(store, home(seed, size)), 2):
            if one["person"] == other["person"]:
                assert not barred(one, other)


def test_the_homes_join_and_bar(store: Store) -> None:
    """On each engine: forty records of such homes are joined here, barred there."""
    records = [
        replace(r, local_id=f"{seed}-{r.local_id}", visit=f"{seed}-{r.visit}")
        for seed in range(5) for r in home(seed, 8)
    ]  # fmt: skip
    found = filled(store, records)
    pairs = list(itertools.combinations(found, 2))
    joined = [(a, b) for a, b in pairs if a["person"] == b["person"]]
    assert len(joined) >= 8
    assert sum(barred(a, b) for a, b in pairs) >= 10
    assert not any(barred(a, b) for a, b in joined)
