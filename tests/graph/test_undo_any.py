"""Undo of any sequence of deeds brings the graph back, whatever the deeds were."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.aliases import today
from graph.decision_log import Author
from graph.engines import open_store
from graph.invariants import breaches
from graph.joining import join
from graph.migrate import migrate
from graph.relinking import Done, Signed, keep_apart, merge, move, split
from graph.store import Statement, Store
from graph.undoing import undo
from mpi.errors import BadInput
from mpi.model import default
from tests.dumps import beyond_aliases, content
from tests.records import booked, letter, visit, who

MODEL = default()
HOA = Signed(Author("steward", "hoa"))
OWNERS = Statement(
    "MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person) "
    "RETURN r.id AS record, p.id AS person ORDER BY record",
    whole=True,
)
#: Four citizens, two of them doubtful; letters, arrivals, bookings and visits that fit anybody.
RECORDS = (
    visit(who(phone="0903172645"), events=[letter("L1", "01004", "01003"), booked("2026-03-10")]),
    visit(who(number=""), facility="01003", local_id="X", key="W1", day="2026-03-05",
          came_from="01004"),
    visit(who("Trần Thị Bình", "19900518", ""), facility="01003", local_id="B", key="W2",
          day="2026-03-06", came_from="01004"),
    visit(who("Trần Thị Bình", "19900518", "001190012345"), local_id="B", key="V2",
          day="2026-03-11"),
    visit(who("Lê Văn Cường", "19700101", "001070012345"), local_id="C", key="V3",
          day="2026-03-09", events=[letter("L2", "01004", "01003", "2026-03-01")]),
)  # fmt: skip

#: A deed: its name and numbers that choose among what there is.
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "move", "apart", "undo"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=8,
)


@contextmanager
def city() -> Iterator[tuple[Store, Path]]:
    """Give a store of its own with the records, and a folder."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"embedded:{folder}/store")
        migrate(store)
        fill(store)
        yield store, Path(folder)
        store.close()


def fill(store: Store) -> None:
    """Join the records one by one."""
    for record in RECORDS:
        join(store, [record], MODEL)


def act(store: Store, deed: tuple[str, int, int], done: Sequence[str]) -> Done | None:
    """Do a deed on some of the people and records; None when it makes no sense."""
    name, one, other = deed
    owners = {row["record"]: row["person"] for row in store.read(lambda work: work.run(OWNERS))}
    records, people = sorted(owners), list(dict.fromkeys(owners.values()))
    record, person = records[one % len(records)], people[other % len(people)]
    acts: dict[str, Any] = {
        "merge": lambda: merge(store, [owners[record], person], HOA),
        "split": lambda: split(store, owners[record], [record], HOA),
        "move": lambda: move(store, [record], person, HOA),
        "apart": lambda: keep_apart(store, owners[record], person, HOA),
        "undo": lambda: undo(store, done[one % len(done)], HOA) if done else None,
    }
    with suppress(BadInput):
        made: Done | None = acts[name]()
        return made
    return None


def check_undo(store: Store, folder: Path, deeds: Sequence[tuple[str, int, int]]) -> None:
    """Do the deeds, take them all back in turn, compare the dumps."""
    before = content(store, folder)
    done: list[str] = []
    for deed in deeds:
        made = act(store, deed, done)
        done += [made.decision] if made else []
        assert breaches(store) == []
    for decision in reversed(done):
        undo(store, decision, HOA)
        assert breaches(store) == []
    assert not beyond_aliases(content(store, folder), before)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(deeds=DEEDS)
def test_undo_of_any_sequence_restores_the_graph(deeds: list[tuple[str, int, int]]) -> None:
    """Merges, splits, moves, verdicts and undos in any order, then all undone in turn."""
    with city() as (store, folder):
        check_undo(store, folder, deeds)


@pytest.mark.parametrize(
    "deeds",
    [[("merge", 0, 1), ("split", 1, 0), ("move", 2, 0), ("undo", 1, 0), ("apart", 4, 0)]],
    ids=["one of each"],
)
def test_undo_on_both_engines(
    store: Store, tmp_path: Path, deeds: list[tuple[str, int, int]]
) -> None:
    """The same on each engine, once."""
    fill(store)
    check_undo(store, tmp_path, deeds)


def test_undo_in_any_order_keeps_the_graph_sound(store: Store) -> None:
    """What can be taken back out of turn is, and every alias still leads to somebody."""
    fill(store)
    done: list[str] = []
    people: set[str] = set()
    for deed in [("merge", 0, 1), ("merge", 2, 0), ("split", 1, 0), ("move", 4, 1)]:
        made = act(store, deed, done)
        done += [made.decision] if made else []
        people |= {made.person} if made else set()
    for decision in done:
        with suppress(BadInput):
            undo(store, decision, HOA)
        assert breaches(store) == []
    assert all(today(store, person) for person in people)
