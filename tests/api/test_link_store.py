"""Files linked through a store: `healthgraph link FILE --store URL`, then `evaluate --store`."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from api.cli.opened import writing
from api.link_rows import coded, facility_of, messages
from api.linking import read_records
from api.models import file_for, model_for, model_of, own_file
from api.settings import load
from graph.joining import join
from graph.outcomes import became, questions
from ingest.reading import Reading
from ingest.wires import read
from mpi.decision import Outcome
from mpi.errors import NotFound
from mpi.model import Model, default, dump
from tests.api.commands import Call
from tests.mpi.files import town
from tests.records import at, visit, who

MAP = {"record_id": "id", "given_name": "given_name", "family_name": "family_name",
       "birth_date": "birth_date", "phone": "phone", "other": {"ward": "place"}}  # fmt: skip
#: A registry as people write one: head, then a row with everything and one with nothing but a name.
ROWS = """id,ho ten,ngay sinh,gioi tinh,cccd,dien thoai,diachi,phuong,mother,source
1,Nguyễn Văn An,04/07/1985,Nam,001085012345,0912345679; 0987654321,Số 12 phố Huế,Bạch Mai,,north
2,Con bà Trần Thị Bình,1850,,,,,,Trần Thị Bình,a source with a name that is long
"""


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder: what is kept beside a Neo4j store is kept there."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Give a folder with records of a town, their map and their truth."""
    frame, truth = town(60)
    frame.rename({"record_id": "id"}).write_csv(tmp_path / "town.csv")
    (tmp_path / "map.json").write_text(json.dumps(MAP))
    true = pl.DataFrame({"record_id": frame["record_id"], "person_id": truth})
    true.write_csv(tmp_path / "truth.csv")
    return tmp_path


def _into(call: Call, files: Path, url: str, *more: object) -> dict[str, Any]:
    words = ("link", files / "town.csv", "--columns", files / "map.json", "--store", url)
    done = call(*words, *more, "--json")
    assert (done.code, done.err) == (0, "")
    figures: dict[str, Any] = done.json
    return figures


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _read(path: Path, rows: str, model: Model) -> list[Reading]:
    path.write_text(rows, "utf-8")
    frame = coded(read_records([path], None), path)
    return [read(each.data, at("2026-03-02")) for each in messages(frame, model)]


def test_rows_are_kept_joined_and_measured(call: Call, files: Path, store_url: str) -> None:
    """A new store learns a model and keeps it; the store and the files it gave say the same."""
    figures = _into(call, files, store_url, "--out", files / "out")
    links = _rows(files / "out" / "links.csv")
    assert figures["records"] == figures["stored"] == len(links)
    assert {row["person_id"] for row in _rows(files / "out" / "people.csv")} == {
        row["person_id"] for row in links
    }
    truth = ("--truth", files / "truth.csv", "--json")
    of_store = call("evaluate", "--store", store_url, *truth).json
    of_files = call("evaluate", "--links", files / "out" / "links.csv", *truth).json
    assert of_store == of_files
    assert of_store["cluster"]["f1"] > 0.85
    assert model_for(store_url).version == figures["model"] != default().version
    assert call("check", "--store", store_url).code == 0


def test_a_second_run_changes_nothing(call: Call, files: Path, store_url: str) -> None:
    """Rows that are stored are recognised, whoever stopped the first run."""
    first = _into(call, files, store_url)
    again = _into(call, files, store_url)
    assert again["resumed"] == again["records"]
    assert [again[k] for k in ("people", "decisions", "model")] == [
        first[k] for k in ("people", "decisions", "model")
    ]


def test_a_given_model_is_the_new_stores_own(call: Call, files: Path, store_url: str) -> None:
    """What decided the first rows decides the next, without being named again."""
    given = files / "m.json"
    call("train", files / "town.csv", "--columns", files / "map.json", "--out", given, "--json")
    figures = _into(call, files, store_url, "--model", given)
    assert own_file(load(store_url=store_url)).read_bytes() == given.read_bytes()
    assert _into(call, files, store_url)["model"] == figures["model"]


def test_a_store_that_was_begun_keeps_its_model(call: Call, files: Path, store_url: str) -> None:
    """Records are there by the default model: nothing else is learnt unasked."""
    with writing(store_url) as store:
        join(store, [visit(who())], default())
    assert _into(call, files, store_url)["model"] == default().version
    assert file_for(load(store_url=store_url)) is None


def test_a_store_set_for_others_takes_no_files(
    call: Call, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HEALTHGRAPH_STORE_URL does not make a store of what is to be linked as a file."""
    monkeypatch.setenv("HEALTHGRAPH_STORE_URL", f"embedded:{files / 'other'}")
    words = ("link", files / "town.csv", "--columns", files / "map.json")
    assert call(*words, "--out", files / "out").code == 0
    assert not (files / "other").exists()
    done = call(*words)
    assert (done.code, "--out" in done.err) == (2, True)
    done = call(*words, "--store", f"embedded:{files / 's'}", "--engine", "spark")
    assert (done.code, "--engine" in done.err) == (2, True)


def test_what_a_row_says_is_what_a_store_is_told(tmp_path: Path) -> None:
    """Names, dates, homes and parents in the form of hospitals; a name of a newborn is none."""
    ((first, second),) = (each.records for each in _read(tmp_path / "r.csv", ROWS, default()))
    said = first.identity
    assert (first.key, said.birth_date and said.birth_date.iso) == ("north|1", "1985-07-04")
    assert (said.sex, said.phones) == ("male", ("0912345679", "0987654321"))
    assert (said.address.text, said.address.wards) == ("Số 12 phố Huế, Bạch Mai", ("00277",))
    assert second.identity.birth_date is None
    assert second.identity.relatives[0].name == "Trần Thị Bình"


@pytest.mark.parametrize("source", ["a source with a name that is long", "north|1", "x" * 21])
def test_a_source_is_a_facility_whatever_its_name(source: str) -> None:
    """Shortened to what a code may be, the same every time, and never that of another source."""
    code = facility_of(source)
    assert (len(code) <= 20, "|" in code, code == facility_of(source)) == (True, False, True)
    assert code != facility_of(f"{source}2")


def test_a_doubt_is_a_question_with_its_bits(store_url: str) -> None:
    """Two of one name and birth date: *maybe* of the other, who stays *new*."""
    records = (visit(who()), visit(who(number=""), facility="01003", local_id="B"))
    with writing(store_url) as store:
        for record in records:
            join(store, [record], default())
        found = became(store, ["01004|BN1", "01003|B", "nobody|1"])
        (asked,) = questions(store)
    assert [found[key].outcome for key in ("01004|BN1", "01003|B")] == [Outcome.NEW, Outcome.MAYBE]
    assert (asked.record, asked.other, asked.bits) == (
        "01003|B",
        "01004|BN1",
        found["01003|B"].bits,
    )
    assert "birth date the same" in asked.reason.en


def _truth(path: Path, *codes: str) -> Sequence[object]:
    path.write_text("record_id,person_id\n" + "".join(f"{c},an\n" for c in codes), "utf-8")
    return ("--truth", path, "--json")


def test_codes_of_several_facilities(call: Call, store_url: str, tmp_path: Path) -> None:
    """A code that two have is refused, with what to write instead; that is then understood."""
    with writing(store_url) as store:
        join(store, [visit(who()), visit(who(), facility="01003", key="V2")], default())
    asked = ("evaluate", "--store", store_url)
    refused = call(*asked, *_truth(tmp_path / "t.csv", "BN1"))
    assert (refused.code, "write facility|code" in refused.err) == (2, True)
    given = _truth(tmp_path / "t.csv", "01003|BN1", "01004|BN1", "gone")
    figures = call(*asked, *given).json
    assert (figures["records"], figures["missing"], figures["people"]) == (2, 1, 1)
    assert call(*asked, *given, "--as-of", "2026-01-01").code == 2


def test_a_model_file_that_is_gone_is_named(tmp_path: Path) -> None:
    """What is set and not there is said, and no other model decides instead."""
    with pytest.raises(NotFound, match=r"gone\.json"):
        model_of(tmp_path / "gone.json")
    (tmp_path / "m.json").write_text(dump(default()), "utf-8")
    assert model_of(tmp_path / "m.json").version == default().version
