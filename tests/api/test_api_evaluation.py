"""A store against truth: what is counted, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from api.evaluation import TruthRow, against_truth, read_truth
from graph.access import OPERATOR
from graph.book import book, person_header
from graph.decision_log import Author
from graph.joining import join
from graph.model import HANOI
from graph.relinking import Signed, merge, split
from graph.store import Store
from graph.undoing import undo
from mpi.errors import BadInput, NotFound
from mpi.identity import Sex
from mpi.model import default
from tests.records import birth, visit, who

BINH = who("Trần Thị Bình", "19900518", "001190012345", sex=Sex.FEMALE)
HOA = Author("steward", "hoa")
HEAD = "facility,local_id,visit,person_id,household_id,role\n"


def test_truth_is_read_by_column_names(tmp_path: Path) -> None:
    """Further columns do not matter, nor does a byte order mark."""
    path = tmp_path / "records.csv"
    path.write_text(f"{HEAD}01004,BN1,V1,t1,h1,patient\n", encoding="utf-8-sig")
    (row,) = read_truth(path)
    assert row == TruthRow("01004", "BN1", "V1", "t1", "h1")
    assert (row.record, row.encounter, row.from_birth) == ("01004|BN1", "01004|V1", False)


@pytest.mark.parametrize("column", ["facility", "local_id", "visit", "person_id", "household_id"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    """Truth of another form is refused before anything is measured."""
    path = tmp_path / "records.csv"
    path.write_text(HEAD.replace(column, "something"), encoding="utf-8")
    with pytest.raises(BadInput, match=f"--truth: column {column} is missing"):
        read_truth(path)


def test_no_truth_file(tmp_path: Path) -> None:
    """A path without a file is named."""
    with pytest.raises(NotFound, match=r"records\.csv"):
        read_truth(tmp_path / "records.csv")


def test_an_unreadable_truth_file(tmp_path: Path) -> None:
    """Bytes that are no text are bad input, not a fault of ours."""
    (tmp_path / "records.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="--truth"):
        read_truth(tmp_path / "records.csv")


def test_what_is_counted(store: Store) -> None:
    """Records as truth tells them apart, people, and rows of truth that never arrived."""
    join(
        store,
        [
            visit(who()),
            visit(who(), key="V2", day="2026-04-01"),
            visit(who(), facility="01003", local_id="X", key="V9"),
            visit(BINH, local_id="BN2", key="V3", events=[birth(BINH)]),
        ],
        default(),
    )
    truth = [
        TruthRow("01004", "BN1", "V1", "an", "h1"),
        TruthRow("01004", "BN1", "V2", "an", "h1"),
        TruthRow("01003", "X", "V9", "an", "h1"),
        TruthRow("01004", "BN2", "V3", "binh", "h2"),
        TruthRow("01004", "birth:V3:GCS1", "V3", "child", "h2"),
        TruthRow("01004", "BN9", "V99", "never-sent", "h3"),
    ]
    found = against_truth(store, truth)
    assert found["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    counted = {key: found[key] for key in ("records", "people", "missing", "maybe", "false_links")}
    assert counted == {"records": 4, "people": 3, "missing": 1, "maybe": 0, "false_links": 0}


def test_two_of_one_household_under_one_person_are_a_false_link(store: Store) -> None:
    """Joined by the store, told apart by truth: one pair, and it is within the household."""
    join(store, [visit(who()), visit(who(), facility="01003", local_id="X", key="V9")], default())
    truth = [
        TruthRow("01004", "BN1", "V1", "an", "h1"),
        TruthRow("01003", "X", "V9", "twin", "h1"),
    ]
    found = against_truth(store, truth)
    assert (found["false_links"], found["false_links_in_household"]) == (1, 1)


def test_links_as_of_a_day_are_those_decided_by_then(store: Store) -> None:
    """Joined today, split in three days: false until the second day, right from the third on."""
    one = join(store, [visit(who())], default())[0]
    join(store, [visit(who(), facility="01003", local_id="X", key="V9")], default())
    now = dt.datetime.now(dt.UTC)
    split(store, one.person, ["01003|X"], Signed(HOA, at=now + dt.timedelta(days=3)))
    truth = [
        TruthRow("01004", "BN1", "V1", "an", "h1"),
        TruthRow("01003", "X", "V9", "twin", "h1"),
    ]

    def then(days: int) -> tuple[object, ...]:
        day = (now + dt.timedelta(days=days)).astimezone(HANOI).date()
        found = against_truth(store, truth, as_of=day)
        return found["false_links_in_household"], found["missing"]

    assert [then(days) for days in (-1, 0, 2, 3)] == [(0, 2), (1, 0), (1, 0), (0, 0)]
    assert against_truth(store, truth)["false_links"] == 0


def test_an_undone_merge_counts_while_it_stood(store: Store) -> None:
    """Person, book and evaluate tell the same story of a merge that was taken back."""
    an, binh = join(store, [visit(who()), visit(BINH, local_id="BN2", key="V3")], default())
    now = dt.datetime.now(dt.UTC)
    signed = [Signed(HOA, at=now + dt.timedelta(days=n)) for n in (2, 4)]
    done = merge(store, [an.person, binh.person], signed[0])
    undo(store, done.decision, signed[1])
    truth = [TruthRow("01004", "BN1", "V1", "an", ""), TruthRow("01004", "BN2", "V3", "binh", "")]
    for days, mixed in ((1, 0), (3, 1), (5, 0)):
        day = (now + dt.timedelta(days=days)).astimezone(HANOI).date()
        assert against_truth(store, truth, as_of=day)["false_links"] == mixed
        visits = book(store, OPERATOR, done.person, as_of=day).visits
        header = person_header(store, OPERATOR, done.person, as_of=day)
        assert len(visits) == len(header.records) == 1 + mixed


def test_before_anything_was_decided_there_is_no_rate(store: Store) -> None:
    """Nothing was right or wrong then: no figure of 1.0 for nothing."""
    join(store, [visit(who())], default())
    rows = [TruthRow("01004", "BN1", "V1", "t1", "h1")]
    then = against_truth(store, rows, as_of=dt.date(2020, 1, 1))
    assert (then["pairwise"], then["cluster"], then["records"]) == (None, None, 0)
