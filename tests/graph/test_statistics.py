"""What a store holds, counted; on both engines."""

from __future__ import annotations

from graph.joining import join
from graph.kinds import EDGES, NODES
from graph.statistics import statistics
from graph.store import Statement, Store
from mpi.model import default
from tests.records import diagnosis, letter, visit, who

MODEL = default()


def test_an_empty_store_counts_every_kind_as_none(store: Store) -> None:
    """Every kind is named, also those of which there is nothing."""
    found = statistics(store)
    assert found.nodes.keys() == {kind.label for kind in NODES}
    assert found.edges.keys() == {kind.kind for kind in EDGES}
    assert sum(found.nodes.values()) - found.nodes.get("StoreInfo", 0) == 0
    assert found.outcomes == {}
    assert found.referrals == {"joined": 0, "open": 0, "letter_awaited": 0}


def test_counts_by_kind_outcome_and_state(store: Store) -> None:
    """Two hospitals, one citizen, one letter that is followed, one open and one awaited."""
    sent = [letter("L1", "01004", "01003"), letter("L2", "01004", "01006")]
    here = {"facility": "01003", "local_id": "B", "day": "2026-03-05", "came_from": "01004"}
    join(store, [visit(who(), events=[diagnosis(), *sent])], MODEL)
    join(store, [visit(who(), key="W1", letter="L1", **here)], MODEL)  # type: ignore[arg-type]
    join(store, [visit(who(), key="W2", letter="L9", **here)], MODEL)  # type: ignore[arg-type]
    found = statistics(store)
    assert (found.nodes["Person"], found.nodes["PatientRecord"], found.nodes["Encounter"]) == (
        1, 2, 3,
    )  # fmt: skip
    assert found.outcomes == {"new": 1, "same": 1}
    assert found.referrals == {"joined": 1, "open": 1, "letter_awaited": 1}


def test_a_deed_without_an_outcome_is_no_outcome(store: Store) -> None:
    """Merges, splits and undos are decisions too, but none of same, maybe and new."""
    merge = Statement("CREATE (:Decision {id: 'd-1', kind: 'merge'})", writes=True)
    store.write(lambda work: work.run(merge))
    found = statistics(store)
    assert (found.nodes["Decision"], found.outcomes) == (1, {})
