"""Files from disk: which, in which order, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.bulk import files_of, ingest
from api.compose import Desk, open_desk
from api.settings import Settings
from api.transactions import State
from graph.statistics import statistics
from mpi.errors import BadInput, NotFound, Unavailable
from tests.api.visits import visit_file


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk on an empty embedded store."""
    opened = open_desk(Settings(store_url=f"embedded:{tmp_path / 'store'}", readers=0))
    yield opened
    opened.close()


def written(folder: Path, *names: str) -> list[Path]:
    """Write one visit a file."""
    paths = [folder / name for name in names]
    for number, path in enumerate(paths, 1):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(visit_file("01013", f"V{number}"))
    return paths


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def test_folders_are_read_in_order_and_named_files_whatever_their_name(tmp_path: Path) -> None:
    """Each folder sorted, arguments in the order given; by name, or by what a file begins with."""
    b, a, other, zipped, named = written(
        tmp_path, "in/b.xml", "in/deep/a.xml", "in/message.txt", "in/c.xml.gz", "dump"
    )
    (tmp_path / "in" / "notes.txt").write_text("đã gửi hôm qua")
    assert files_of([named, tmp_path / "in"]) == [named, *sorted([b, a, other, zipped])]


def test_paths_without_files_are_refused(tmp_path: Path) -> None:
    """A missing path is named; a folder without messages says what was passed over."""
    with pytest.raises(NotFound, match="nowhere"):
        files_of([tmp_path / "nowhere"])
    with pytest.raises(BadInput, match=r"no files found$"):
        files_of([tmp_path])
    (tmp_path / "visits.csv").write_text("a,b")
    with pytest.raises(BadInput, match=r"1 passed over: \.csv: a table needs --mapping"):
        files_of([tmp_path])


def test_what_became_of_the_files(desk: Desk, tmp_path: Path) -> None:
    """Stored, the same bytes under another name, and one that nobody can read."""
    first, second = written(tmp_path, "a.xml", "b.xml")
    again, bad = tmp_path / "c.xml", tmp_path / "d.xml"
    again.write_bytes(first.read_bytes())
    bad.write_bytes(b"not xml")
    told: list[tuple[int, int]] = []
    done = ingest(
        desk, [first, second, again, bad], workers=1, batch=8, tick=lambda *at: told.append(at)
    )
    assert (done.files, done.quarantined) == (4, 1)
    assert done.stored + done.duplicates == 3
    assert told[-1] == (4, 4)
    assert statistics(desk.store).nodes["Encounter"] == 2


def test_a_second_run_goes_on_where_the_first_stopped(desk: Desk, tmp_path: Path) -> None:
    """What was stored is recognised by its bytes; only the rest is joined."""
    paths = written(tmp_path, "a.xml", "b.xml", "c.xml")
    ingest(desk, paths[:2], workers=1, batch=8, tick=silent)
    done = ingest(desk, paths, workers=2, batch=8, tick=silent)
    assert (done.stored, done.duplicates) == (1, 2)


def test_more_files_than_one_receipt_takes(desk: Desk, tmp_path: Path) -> None:
    """Files are handed in by the group, and every one is counted."""
    paths = written(tmp_path, *(f"{n:03}.xml" for n in range(70)))
    done = ingest(desk, paths, workers=2, batch=32, tick=silent)
    assert (done.files, done.stored) == (70, 70)


def test_an_engine_that_went_away_is_not_waited_for_without_end(desk: Desk, tmp_path: Path) -> None:
    """The command ends; what was handed in stays in the ledger for the next run."""
    paths = written(tmp_path, "a.xml")
    desk.store.close()
    with pytest.raises(Unavailable, match="handed in is kept"):
        ingest(desk, paths, workers=1, batch=8, tick=silent, patience=0)
    assert desk.ledger.depth()[State.RECEIVED] + desk.ledger.depth()[State.LEASED] == 1
