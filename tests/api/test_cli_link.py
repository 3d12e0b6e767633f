"""`healthgraph link`, `train` and `evaluate --links`: files in, files out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from api.linking import read_records
from tests.api.commands import Call
from tests.mpi.files import town

MAP = {"record_id": "id", "given_name": "given_name", "family_name": "family_name",
       "birth_date": "birth_date", "phone": ["phone"], "other": {"ward": "place"}}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with records of a town, their map and their truth."""
    home = tmp_path_factory.mktemp("files")
    frame, truth = town(150)
    frame.rename({"record_id": "id"}).write_csv(home / "town.csv")
    frame.rename({"record_id": "id"}).write_parquet(home / "town.parquet")
    (home / "map.json").write_text(json.dumps(MAP))
    true = pl.DataFrame({"record_id": frame["record_id"], "person_id": truth})
    true.with_columns(household_id=pl.lit("")).write_csv(home / "truth.csv")
    return home


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_is_linked_and_measured(call: Call, files: Path, tmp_path: Path) -> None:
    """Without a model it trains one; every record has a person, and most are right."""
    done = call("link", files / "town.csv", "--columns", files / "map.json", "--out", tmp_path)
    assert (done.code, done.err) == (0, "")
    links = _rows(tmp_path / "links.csv")
    assert [*links[0]] == ["record_id", "person_id", "probability", "decision"]
    reviews = (tmp_path / "reviews.csv").read_text().splitlines()[0]
    assert reviews == "record_id_1,record_id_2,probability,reason"
    people = {row["person_id"] for row in _rows(tmp_path / "people.csv")}
    assert people == {row["person_id"] for row in links}
    measured = call(
        "evaluate", "--links", tmp_path / "links.csv", "--truth", files / "truth.csv", "--json"
    )
    figures = json.loads(measured.out)
    assert figures["cluster"]["f1"] > 0.9
    assert (figures["records"], figures["missing"]) == (len(links), 0)
    assert figures["reviews_same"] <= figures["reviews"] == len(_rows(tmp_path / "reviews.csv"))


def test_the_report_stands_alone(call: Call, files: Path, tmp_path: Path) -> None:
    """One page with charts drawn in it that asks nothing of any server, and the same as JSON."""
    call("link", files / "town.csv", "--columns", files / "map.json", "--out", tmp_path)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.count("<svg") == 3
    assert "Parameters that did not settle" in page
    assert "src=" not in page
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["training"][-1]["change"] < 0.01
    assert {row["why"] for row in report["unsettled"]} <= {
        "still moves",
        "too few pairs",
        "at a bound",
    }
    assert any(row["pairs"] < 5 for row in report["unsettled"])


def test_training_once_and_linking_later(call: Call, files: Path, tmp_path: Path) -> None:
    """The model file links the same records in the same way; Parquet is read as CSV is."""
    model, columns = tmp_path / "model.json", ("--columns", files / "map.json")
    told = ("--splink", tmp_path / "splink.json")
    done = call("train", files / "town.csv", *columns, *told, "--out", model, "--json")
    assert "comparisons" in json.loads((tmp_path / "splink.json").read_text("utf-8"))
    assert json.loads(done.out)["records"] > 150
    assert "<h1>Training report" in (tmp_path / "model.report.html").read_text("utf-8")
    call("link", files / "town.csv", *columns, "--out", tmp_path / "a", "--json")
    call("link", files / "town.parquet", *columns, "--model", model, "--out", tmp_path / "b")
    assert _rows(tmp_path / "a" / "links.csv") == _rows(tmp_path / "b" / "links.csv")


def test_several_files_are_several_sources(call: Call, files: Path, tmp_path: Path) -> None:
    """Columns are recognised by their names, and each record keeps its id."""
    frame = pl.read_csv(files / "town.csv", infer_schema=False)
    frame.head(90).write_csv(tmp_path / "north.csv")
    frame.tail(-90).write_csv(tmp_path / "south.tsv", separator="\t")
    done = call("link", tmp_path / "north.csv", tmp_path / "south.tsv", "--out", tmp_path / "out")
    assert done.code == 0
    linked = {row["record_id"] for row in _rows(tmp_path / "out" / "links.csv")}
    assert linked == set(frame["id"])
    model = json.loads((tmp_path / "out" / "model.json").read_text("utf-8"))
    assert "source" in {field["field"] for field in model["fields"]}


def test_a_specification_says_what_to_compare(call: Call, files: Path, tmp_path: Path) -> None:
    """Fields of the specification are those of the model."""
    spec = {"fields": [{"field": "phone", "kind": "number", "column": "phone"}]}
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    done = call("train", files / "town.csv", "--spec", tmp_path / "spec.json",
                "--out", tmp_path / "m.json")  # fmt: skip
    assert done.code == 0
    model = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert [field["field"] for field in model["fields"]] == ["phone"]


def test_pairs_that_people_judged_are_learnt_from(call: Call, files: Path, tmp_path: Path) -> None:
    """Another model than without them; a file without the right columns is refused by name."""
    columns, out = ("--columns", files / "map.json"), tmp_path / "m.json"
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("record_id_1,record_id_2,same\nr0,r9,1\nr1,r7,1\n", "utf-8")
    call("train", files / "town.csv", *columns, "--out", out)
    alone = json.loads(out.read_text("utf-8"))["version"]
    assert call("train", files / "town.csv", *columns, "--labels", pairs, "--out", out).code == 0
    assert json.loads(out.read_text("utf-8"))["version"] != alone
    pairs.write_text("a,b\n1,2\n", "utf-8")
    done = call("train", files / "town.csv", *columns, "--labels", pairs, "--out", out)
    assert (done.code, "--labels.record_id_1: must be a column" in done.err) == (2, True)


_DAMAGED = {
    "bad.xlsx": b"PK",
    "latin.csv": "id,surname\n1,M\u00fcller\n2,Muller\n".encode("latin-1"),
    "ragged.csv": b"id,surname\n1,a\n2,b,c\n",
    "quoted.csv": b'id,surname\n1,"a\n2,b\n',
    "wide.csv": b"\xff\xfeabc",
    "empty.csv": b"",
    "strange.csv": b"x,y\n1,2\n3,4\n",
    "twice.csv": b"id,surname\n1,a\n1,b\n",
    "lacking.csv": b"id,surname\n1,a\n,b\n",
    "lacking.json": b'{"sex": "x"}',
    "none.json": b'{"sex": []}',
    "both.json": b'{"sex": "gender", "other": {"sex": "code"}}',
    "spec.json": b'{"fields": [{"field": "a", "kind": "code", "column": "x"}]}',
}


@pytest.mark.parametrize("form", ["utf-8-sig", "utf-16", "utf-8"])
@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_files_as_spreadsheets_save_them(tmp_path: Path, form: str, between: str) -> None:
    """Semicolons, tabs, marks before the text: the same records."""
    path = tmp_path / "people.csv"
    path.write_text("id,surname\n1,Nguyễn\n2,Lê\n".replace(",", between), form)
    frame = read_records([path], None).frame
    assert frame.to_dict(as_series=False) == {
        "record_id": ["1", "2"], "family_name": ["Nguyễn", "Lê"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("no.csv",), "no file 'no.csv'"),
        (("town.csv", "--columns", "no.json"), "no file 'no.json'"),
        (("town.csv", "--spec", "bad.json"), "--spec: is not JSON at line 1"),
        (("town.csv", "--spec", "x", "--model", "y"), "--spec: says what to train"),
        (("town.csv", "--model", "bad.json"), "model: is not JSON at line 1"),
        (("town.csv", "--model", "bad.json", "--apply"), "--apply: goes with --store and --rerun"),
        (("town.csv", "town.csv"), "record_id: must differ between town.csv and town.csv"),
        (("one.csv",), "one.csv: must hold at least 2 records, and holds 1"),
        (("bad.parquet",), "bad.parquet: cannot be read"),
        (("bad.xlsx",), "bad.xlsx: must be CSV, TSV or Parquet"),
        (("latin.csv",), "latin.csv: cannot be read: row 2 is not UTF-8; save it as CSV UTF-8"),
        (("ragged.csv",), "ragged.csv: cannot be read: row 3 has 3 fields, the head row only 2"),
        (("quoted.csv",), "quoted.csv: cannot be read: a quote that begins in row 2 is not closed"),
        (("wide.csv",), "wide.csv: cannot be read: it is not UTF-16"),
        (("empty.csv",), "empty.csv: cannot be read: it is empty"),
        (("strange.csv",), "no column of strange.csv is recognised by its name; say which"),
        (("twice.csv",), "there before in 1 rows of twice.csv, first in row 3"),
        (("lacking.csv",), "missing in 1 rows of lacking.csv, first in row 3"),
        (("town.csv", "--columns", "lacking.json"), "--columns.sex: town.csv has no column 'x'"),
        (("town.csv", "--columns", "none.json"), "--columns.sex: names no column; name one, or"),
        (("town.csv", "--columns", "both.json"), "--columns.other.sex: has the name of a field"),
        (("town.csv", "--spec", "spec.json"), "spec.fields[0].column: must be of record_id, "),
    ],
)
def test_what_cannot_be_linked_is_refused(
    call: Call, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], complaint: str,
) -> None:  # fmt: skip
    """One line that names the file, the option or the place in it; exit 2."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town.csv").write_bytes((files / "town.csv").read_bytes())
    (tmp_path / "one.csv").write_text("id,phone\n1,0912345679\n")
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "bad.parquet").write_text("no parquet")
    for name, content in _DAMAGED.items():
        (tmp_path / name).write_bytes(content)
    done = call("link", *words, "--out", tmp_path / "out")
    assert done.code == 2
    assert complaint in done.err


def test_the_folder_is_no_file(call: Call, files: Path) -> None:
    """What stands there is not written over."""
    done = call("link", files / "town.csv", "--out", files / "map.json")
    assert (done.code, "map.json is a file; give a folder" in done.err) == (2, True)


def test_what_cannot_be_read_is_told(call: Call, tmp_path: Path) -> None:
    """A date of no order and a sex of no word count as unknown: with file, column and row."""
    rows = "1,An,1985-07-04,1\n2,An,32/13/1985,1\n3,Ba,unknown,?\n4,Bo,1985,2\n5,Bo,,zz\n"
    (tmp_path / "x.csv").write_text("id,surname,dob,sex\n" + rows, "utf-8")
    done = call("link", tmp_path / "x.csv", "--out", tmp_path / "out")
    assert "x.csv: 1 values of birth_date cannot be read and count as unknown" in done.out
    told = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["unread"]
    assert told == [
        {"file": "x.csv", "column": "birth_date", "rows": 1, "first_row": 3},
        {"file": "x.csv", "column": "sex", "rows": 1, "first_row": 6},
    ]
    done = call("train", tmp_path / "x.csv", "--out", tmp_path / "m.json")
    assert "1 values of sex" in done.out


def test_a_block_of_one_name_is_counted(call: Call, tmp_path: Path) -> None:
    """Records that nothing tells apart stay alone, and the report says what was not compared."""
    people = "".join(f"{n},Nguyễn Văn An\n" for n in range(300))
    (tmp_path / "x.csv").write_text("id,full_name\n" + people, "utf-8")
    assert call("link", tmp_path / "x.csv", "--out", tmp_path / "out").code == 0
    told = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert (told["people"], told["pairs_compared"]) == (300, 0)
    assert told["pairs_dropped"] == 300 * 299 // 2
    assert "not known, since no pair" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_heads_in_quotes(tmp_path: Path) -> None:
    """A separator within quotes separates nothing, and a doubled quote is one."""
    path = tmp_path / "people.csv"
    path.write_text('id;"a, b, ""c""";"d, e"\n1;x;y\n2;z;y\n', "utf-8")
    (tmp_path / "map.json").write_text(json.dumps({"record_id": "id", "ward": 'a, b, "c"'}))
    frame = read_records([path], tmp_path / "map.json").frame
    assert frame["ward"].to_list() == ["x", "z"]


def test_links_need_their_columns(call: Call, files: Path, tmp_path: Path) -> None:
    """A file of another form is refused; without links or store there is nothing to measure."""
    (tmp_path / "links.csv").write_text("record_id,person_id\n")
    done = call("evaluate", "--links", tmp_path / "links.csv", "--truth", files / "truth.csv")
    assert (done.code, "column decision is missing" in done.err) == (2, True)
    done = call("evaluate", "--truth", files / "truth.csv")
    assert (done.code, "--store: or --links is needed" in done.err) == (2, True)
    (tmp_path / "links.csv").write_text("record_id,person_id,decision\nr0,p,new\n")
    done = call("evaluate", "--links", tmp_path / "links.csv", "--truth", files / "truth.csv")
    assert "records 1" in done.out
    (tmp_path / "links.csv").write_text("record_id,person_id,decision\n")
    done = call("evaluate", "--links", tmp_path / "links.csv", "--truth", files / "truth.csv")
    assert "Nothing to measure" in done.out
