"""`healthgraph ingest` on a folder as a hospital hands it over: every kind, and the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydicom.data import get_testdata_file

from tests.api.commands import Call
from tests.api.visits import visit_file
from tests.ingest.hl7_messages import PID, message, stay
from tests.visit_in_wires import COLUMNS, TABLE, fhir, own

TEXT = "đã gửi hôm qua"


def dicom() -> bytes:
    """One of pydicom's objects."""
    found = get_testdata_file("CT_small.dcm", download=False)
    assert isinstance(found, str)
    return Path(found).read_bytes()


#: A file's name, what is in it, and the format it is read as; none is passed over.
FOLDER: dict[str, tuple[bytes, str]] = {
    "a/visit.XML": (visit_file("01013", "V1"), "qd130-xml"),
    "a/bundle.json": (fhir("LK2"), "fhir-r4"),
    "a/array": (b"[" + fhir("LK3") + b"]", "fhir-r4"),
    "b/own.json": (own("LK4"), "healthgraph-json"),
    "b/adt.hl7": (message("ADT^A01", "202603020815", PID, stay("202603020800")), "hl7v2"),
    "b/adt.txt": (message("ADT^A04", "202603020815", PID, stay(number="V9")), "hl7v2"),
    "c/IM000001": (dicom(), "dicom"),
    "c/slice.dcm": (dicom() + b"\0" * 2, "dicom"),
    "c/studies.json": (
        b'[{"0020000D":{"vr":"UI","Value":["1.2"]},"00100020":{"vr":"LO","Value":["B"]}}]',
        "dicom-json",
    ),
    "visits.csv": (TABLE.encode(), ""),
    "notes.txt": (TEXT.encode(), ""),
    ".DS_Store": (b"\0\0\0\1Bud1", ""),
}
PASSED = {".txt: no known format": 1, "without ending: no known format": 1}
NO_MAPPING = {".csv: a table needs --mapping": 1, ".json: a mapping": 1}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all of these and the mapping of its table."""
    place = tmp_path / "in"
    for name, (data, _) in FOLDER.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    (place / "map.json").write_text(json.dumps(COLUMNS))
    return place


def words(folder: Path, *more: str) -> tuple[str, ...]:
    """The command on the folder, for one facility."""
    store = f"embedded:{folder.parent / 'store'}"
    return ("ingest", str(folder), "--facility", "01013", "--store", store, "--json", *more)


def test_every_kind_in_a_folder_is_taken(call: Call, folder: Path) -> None:
    """By name or by content; tables wait for a mapping, and what is passed over is counted."""
    done = call(*words(folder)).json
    messages = sum(bool(wire) for _, wire in FOLDER.values())
    assert (done["files"], done["quarantined"]) == (messages, 0)
    assert done["passed_over"] == NO_MAPPING | PASSED


def test_a_table_beside_other_kinds(call: Call, folder: Path) -> None:
    """With a mapping the table is read by it, and the others as what they are."""
    done = call(*words(folder, "--mapping", str(folder / "map.json"))).json
    assert (done["files"], done["quarantined"]) == (len(FOLDER) - 2, 0)
    assert done["passed_over"] == {".json: a mapping": 1} | PASSED


def test_a_dry_run_says_what_would_be_read(call: Call, folder: Path) -> None:
    """Each file with its format, records and events; nothing is stored."""
    done = call(*words(folder, "--dry-run", "--mapping", str(folder / "map.json")))
    seen: list[dict[str, Any]] = done.json
    wires = {Path(name).name: wire for name, (_, wire) in FOLDER.items() if wire}
    assert {each["file"]: each["wire"] for each in seen} == wires | {"visits.csv": "table-mapped"}
    assert all(each["records"] and not each["rejected"] for each in seen)
    assert "passed over 1: .txt: no known format" in done.err
    assert not (folder.parent / "store").exists()


def test_a_dry_run_shows_what_would_be_put_aside(call: Call, tmp_path: Path) -> None:
    """A finding as exit code, the reason beside the file, for people and as JSON."""
    (tmp_path / "bad.hl7").write_text("MSH|^~\\&|H|01013|||2026||ADT^A08|1|P|2.5\r")
    line = ("ingest", str(tmp_path / "bad.hl7"), "--dry-run", "--store", "embedded:none")
    shown, told = call(*line), call(*line, "--json")
    assert (shown.code, told.code) == (1, 1)
    assert "hl7-no-patient" in shown.out
    assert told.json[0]["rejected"] == "hl7-no-patient"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "mapping"),
        ("{", "Invalid JSON"),
        (json.dumps(COLUMNS | {"events": [{"event": "Visit"}]}), "events"),
    ],
)
def test_a_mapping_that_is_wrong(
    call: Call, tmp_path: Path, content: str | None, problem: str
) -> None:
    """One that is not there or not right is bad input that names it, before anything is stored."""
    (tmp_path / "visits.csv").write_text(TABLE)
    if content is not None:
        (tmp_path / "map.json").write_text(content)
    done = call(
        "ingest", str(tmp_path / "visits.csv"), "--mapping", str(tmp_path / "map.json"),
        "--store", f"embedded:{tmp_path / 'store'}",
    )  # fmt: skip
    assert done.code == 2
    assert problem in done.err
    assert not (tmp_path / "store").exists()
