"""The file of questions over time: its version, and a desk that wires itself anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from api.question_desk import QuestionDesk
from api.questions import Entry, Questions
from graph.store import Store
from mpi.errors import Unavailable
from tests.city import AN, City

ENTRY = Entry("2026-03-01T00:00:00Z", "leader:an", "leader", "", "web", "answer")


def version(path: Path) -> int:
    """Give the version that the file says."""
    with sqlite3.connect(path) as opened:
        return int(opened.execute("PRAGMA user_version").fetchone()[0])


def test_a_file_from_before_versions_is_taken_as_it_is(tmp_path: Path) -> None:
    """What was kept stays, and the file says its version from now on."""
    path = tmp_path / "questions.db"
    kept = Questions(path)
    kept.log(ENTRY)
    kept.close()
    with sqlite3.connect(path) as opened:
        opened.execute("PRAGMA user_version = 0")
    again = Questions(path)
    assert (again.logged(), version(path)) == ([ENTRY], 1)
    again.close()


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    """Nothing is written into what this program does not know."""
    path = tmp_path / "questions.db"
    with sqlite3.connect(path) as opened:
        opened.execute("PRAGMA user_version = 7")
    with pytest.raises(Unavailable, match=r"questions\.db.*version 7, this one knows 1"):
        Questions(path)


def test_a_desk_keeps_its_file_open_when_days_go_on(store: Store, tmp_path: Path) -> None:
    """A new last day wires the parts anew; whoever asks by the old ones still can."""
    city = City(store)
    city.visit("01004", "V1", AN, on="2026-03-01T08:00")
    desk = QuestionDesk(store, tmp_path, 5)
    old = desk.now()
    city.visit("01004", "V2", AN, on="2026-03-09T08:00")
    new = desk.now()
    assert new is not old
    old.questions.log(ENTRY)
    assert new.questions.logged() == [ENTRY]
    desk.close()
