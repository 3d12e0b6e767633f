"""A look-up in the embedded store costs the same among 10,000 nodes and among 100,000."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from graph import wholesale
from graph.embedded import EmbeddedStore, open_embedded
from graph.find import PEOPLE_BY_NAME
from graph.kinds import EDGES, NODES
from graph.migrate import migrate
from graph.people_statements import PEOPLE_BY_KEY, RECORDS_OF_CODES, RECORDS_OF_PEOPLE
from graph.store import Statement

PERSON, RECORD, KEY = (
    next(kind for kind in NODES if kind.label == label)
    for label in ("Person", "PatientRecord", "BlockKey")
)
IDENTIFIES, BLOCKED_BY = (
    next(kind for kind in EDGES if kind.kind == name) for name in ("IDENTIFIES", "BLOCKED_BY")
)
LOOK_UPS: Sequence[tuple[Statement, Mapping[str, object]]] = (
    (RECORDS_OF_CODES, {"codes": ["r-7", "r-77", "r-777"]}),
    (RECORDS_OF_PEOPLE, {"people": ["p-7", "p-77", "p-777"]}),
    (PEOPLE_BY_KEY, {"keys": ["k-7", "k-77", "k-777"]}),
    (PEOPLE_BY_NAME, {"name": "name 777", "limit": 10}),
)


def grow(store: EmbeddedStore, numbers: range) -> None:
    """Add a person, a record with a name and a blocking key, and their edges, for each number."""
    for start in range(numbers.start, numbers.stop, 2000):
        part = range(start, min(start + 2000, numbers.stop))
        batches = {
            wholesale.add_nodes(PERSON): [_node("p", n) for n in part],
            wholesale.add_nodes(KEY): [_node("k", n) for n in part],
            wholesale.add_nodes(RECORD): [_node("r", n, name_key=f"name {n}") for n in part],
            wholesale.add_edges(IDENTIFIES): [_edge("p", n) for n in part],
            wholesale.add_edges(BLOCKED_BY): [_edge("k", n) for n in part],
        }
        for statement, rows in batches.items():
            store.write(lambda work, s=statement, r=rows: work.run(s, rows=r))  # type: ignore[misc]


def _node(kind: str, number: int, **properties: str) -> dict[str, object]:
    return {"id": f"{kind}-{number}", "properties": properties}


def _edge(target: str, number: int) -> dict[str, object]:
    return {"source": f"r-{number}", "target": f"{target}-{number}", "properties": {}}


def cost(store: EmbeddedStore, statement: Statement, given: Mapping[str, object]) -> float:
    """Seconds of 20 look-ups, the best of 50 tries: noise only ever adds."""
    return min(
        store.read(lambda work: [_timed(lambda: work.run(statement, **given)) for _ in range(50)])
    )


def _timed(run: Callable[[], object]) -> float:
    start = perf_counter()
    for _ in range(20):
        run()
    return perf_counter() - start


def test_ten_times_the_nodes_cost_no_more(tmp_path: Path) -> None:
    """A scan would cost ten times as much; five is more than any index needs."""
    store = open_embedded("embedded:", tmp_path, durable="normal")
    migrate(store)
    grow(store, range(3_400))
    small = [cost(store, *each) for each in LOOK_UPS]
    grow(store, range(3_400, 34_000))
    large = [cost(store, *each) for each in LOOK_UPS]
    store.close()
    ratios = [after / before for before, after in zip(small, large, strict=True)]
    assert max(ratios) < 5
