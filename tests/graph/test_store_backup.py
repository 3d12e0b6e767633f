"""A backup of one engine is a store on the other; half a backup is refused."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.backup import PAGE
from graph.embedded import open_embedded
from graph.engines import open_store
from graph.migrate import migrate, schema_version
from graph.store import Statement, Store
from mpi.errors import BadInput, Conflict, Unavailable
from tests.city import AN, BINH, City

SOME_PEOPLE = Statement("UNWIND range(1, $many) AS n CREATE (p:Person {id: 'p-' + n})", writes=True)
HEAD = {"format": "hanoi-health-graph", "version": 1, "schema": 1}


def content(store: Store, path: Path) -> list[str]:
    """Give everything that a store holds, as the sorted lines of its backup."""
    store.backup(path)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return sorted(file)


def filled(store: Store) -> Store:
    """Put two citizens with a visit each into a store."""
    city = City(store)
    city.visit("01013", "V1", AN)
    city.visit("01816", "V2", BINH)
    return store


def write(path: Path, *lines: object) -> Path:
    """Write a backup by hand."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return path


def test_graph_moves_from_one_engine_to_the_other(store: Store, tmp_path: Path) -> None:
    """Embedded to each engine and back: the same nodes, edges and properties."""
    origin = open_embedded("embedded:", tmp_path / "origin")
    migrate(origin)
    before = content(filled(origin), tmp_path / "a.gz")
    store.restore(tmp_path / "a.gz")
    assert content(store, tmp_path / "b.gz") == before
    assert len(before) > 10
    origin.close()


def test_backup_of_many_pages_is_whole(store: Store, tmp_path: Path) -> None:
    """More nodes than a page holds: none is lost, none is twice."""
    many = 2 * PAGE + 1
    store.write(lambda work: work.run(SOME_PEOPLE, many=many))
    ends = [line for line in content(store, tmp_path / "a.gz") if '"end"' in line]
    assert json.loads(ends[0]) == {"end": {"nodes": many, "edges": 0}}


def test_restored_store_has_its_schema(tmp_path: Path, store: Store) -> None:
    """Restoring into a place that was never migrated brings it to the present schema."""
    store.backup(tmp_path / "empty.gz")
    fresh = open_store(f"embedded:{tmp_path / 'fresh'}")
    fresh.restore(tmp_path / "empty.gz")
    assert schema_version(fresh) == schema_version(store)
    fresh.close()


def test_backup_is_for_its_owner_only(tmp_path: Path, store: Store) -> None:
    """The file holds citizens' data: nobody else may read it, and no half file stays behind."""
    store.backup(tmp_path / "graph.gz")
    assert (tmp_path / "graph.gz").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob("*graph.gz*")] == ["graph.gz"]


def test_full_store_is_not_restored_over(store: Store, tmp_path: Path) -> None:
    """A store that holds anything refuses, and keeps what it holds."""
    before = content(filled(store), tmp_path / "a.gz")
    with pytest.raises(Conflict, match="empty"):
        store.restore(tmp_path / "a.gz")
    assert content(store, tmp_path / "b.gz") == before


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([], "not a backup"),
        ([{"format": "something else"}], "not a backup"),
        ([HEAD], "cut short"),
        ([HEAD, {"nodes": "Person", "rows": [{"id": "p-1", "properties": {}}]}], "cut short"),
        ([HEAD, {"end": {"nodes": 1, "edges": 0}}], "counts do not match"),
        ([HEAD, {"nodes": "Spaceship", "rows": []}], "schema lacks"),
        ([HEAD, {"edges": ["FLIES", "Person", "Person"], "rows": []}], "schema lacks"),
    ],
)
def test_bad_backup_says_what_is_wrong(tmp_path: Path, lines: list[object], fault: str) -> None:
    """Every way in which a file is no whole backup has its own message."""
    fresh = open_store(f"embedded:{tmp_path / 'fresh'}")
    with pytest.raises(BadInput, match=fault):
        fresh.restore(write(tmp_path / "bad.gz", *lines))
    fresh.close()


def test_newer_backup_is_refused(tmp_path: Path) -> None:
    """A backup of a later schema asks for the later version of the project."""
    fresh = open_store(f"embedded:{tmp_path / 'fresh'}")
    with pytest.raises(Unavailable, match="newer"):
        fresh.restore(write(tmp_path / "new.gz", {**HEAD, "schema": 99}))
    fresh.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda _: b"no gzip at all",
        lambda _: gzip.compress(b"{no json"),
        lambda _: gzip.compress(b"\xff\xfe"),
    ],
)
def test_damaged_file_cannot_be_read(
    tmp_path: Path, store: Store, damage: Callable[[bytes], bytes]
) -> None:
    """Truncated, not gzip, not JSON, not UTF-8: the same answer, and no traceback."""
    store.backup(tmp_path / "graph.gz")
    (tmp_path / "bad.gz").write_bytes(damage((tmp_path / "graph.gz").read_bytes()))
    with pytest.raises(BadInput, match="cannot be read"):
        store.restore(tmp_path / "bad.gz")
