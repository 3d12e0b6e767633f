"""A backup of one engine is a store on the other."""

from __future__ import annotations

from pathlib import Path

from graph.store import Statement, Store

PUT = Statement(
    """
    MERGE (r:PatientRecord {id: $record})
    SET r.full_name = $name
    MERGE (p:Person {id: $person})
    MERGE (r)-[:IDENTIFIES]->(p)
    """,
    writes=True,
)


def test_put(store: Store, tmp_path: Path) -> None:
    """A backup can be written."""
    store.write(lambda work: work.run(PUT, record="01013|1", name="Nguyễn An", person="p-1"))
    store.backup(tmp_path / "b.gz")
    assert (tmp_path / "b.gz").exists()
