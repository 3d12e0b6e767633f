"""DICOM headers and DICOM JSON into imaging studies: pydicom's own files, character sets, JSON."""

import datetime as dt
import json
import warnings
from collections import Counter
from pathlib import Path

import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import ImagingStudy
from ingest import dicom, wires
from ingest.dicom import fields
from ingest.dicom.header import headers_only, parse
from mpi.errors import BadInput

AT = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
_DATA = Path(pydicom.__file__).parent / "data"
FILES = sorted(
    path
    for folder in ("test_files", "charset_files")
    for path in (_DATA / folder).rglob("*")
    if path.is_file()
)


def _study(data: bytes) -> tuple[str, str, ImagingStudy]:
    (record,) = wires.read(data, AT).records
    (study,) = record.events
    assert isinstance(study, ImagingStudy)
    return record.local_id, record.identity.name, study


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_file_is_answered(path: Path) -> None:
    """Each file gives the study that pydicom itself finds in it, or a reason."""
    found = dicom.read(path.read_bytes(), AT)
    assert bool(found.records) != (found.rejected is not None)
    if path.suffix == ".gz":  # pydicom opens no packed file
        assert len(found.records) == 1
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            whole = pydicom.dcmread(path, force=True)
        except Exception:  # noqa: BLE001  broken on purpose
            return
        uids = {str(whole.get("StudyInstanceUID", ""))} - {""}
    assert {e.uid for r in found.records for e in r.events if isinstance(e, ImagingStudy)} <= uids


def test_all_files_by_their_answer() -> None:
    """Of what pydicom ships: studies, objects that name none, and what is no DICOM at all."""
    answers = [wires.read(path.read_bytes(), AT) for path in FILES]
    counts = Counter(each.rejected.code if each.rejected else "stored" for each in answers)
    assert len(FILES) >= 188
    assert counts["stored"] >= 155
    assert set(counts) == {"stored", "dicom-no-study", "unknown-format"}
    unknown = {p.name for p, a in zip(FILES, answers, strict=True) if a.wire == ""}
    bare = {name for name in unknown if name.endswith(".dcm")}
    assert bare == {"no_meta.dcm", "ExplVR_BigEndNoMeta.dcm"}  # nothing says what they are


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("chrFren.dcm", "Buc Jérôme"),
        ("chrGerm.dcm", "Äneas Rüdiger"),
        ("chrRuss.dcm", "Люкceмбypг"),
        ("chrX1.dcm", "Wang XiaoDong"),
    ],
)
def test_character_sets(name: str, person: str) -> None:
    """Names come out of the character set that the file names."""
    (path,) = _DATA.rglob(name)
    dataset = pydicom.dcmread(path)
    dataset.StudyInstanceUID = dataset.get("StudyInstanceUID") or "1.2"
    assert _study(headers_only(dataset))[1] == person


_ROW = {
    "0020000D": {"vr": "UI", "Value": ["1.2.3"]},
    "0020000E": {"vr": "UI", "Value": ["1.2.3.4"]},
    "00080050": {"vr": "SH", "Value": ["ACC1"]},
    "00080060": {"vr": "CS", "Value": ["CT"]},
    "00080020": {"vr": "DA", "Value": ["20260302"]},
    "00080030": {"vr": "TM", "Value": ["081500"]},
    "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Nguyễn^An^Văn"}]},
    "00100020": {"vr": "LO", "Value": ["BN1"]},
    "00100030": {"vr": "DA", "Value": ["19850704"]},
    "00100040": {"vr": "CS", "Value": ["M"]},
    "00101002": {
        "vr": "SQ",
        "Value": [
            {
                "00100020": {"vr": "LO", "Value": ["001085012345"]},
                "00100021": {"vr": "LO", "Value": ["CCCD"]},
            }
        ],
    },
    "00081032": {
        "vr": "SQ",
        "Value": [
            {
                "00080100": {"vr": "SH", "Value": ["24627-2"]},
                "00080102": {"vr": "SH", "Value": ["LN"]},
                "00080104": {"vr": "LO", "Value": ["CT ngực"]},
            }
        ],
    },
    "00201208": {"vr": "IS", "Value": [40]},
}


def test_answer_of_qido() -> None:
    """A row of QIDO-RS is a study with its numbers, its code and its accession."""
    code, name, study = _study(json.dumps([_ROW]).encode())
    assert (code, name) == ("BN1", "Nguyễn Văn An")
    assert (study.uid, study.accession, study.modalities) == ("1.2.3", "ACC1", ("CT",))
    assert study.started_at == dt.datetime(2026, 3, 2, 1, 15, tzinfo=dt.UTC)
    assert (study.system, study.code, study.instances) == ("loinc", "24627-2", 40)
    (record,) = wires.read(json.dumps([_ROW]).encode(), AT).records
    assert record.identity.personal_number == "001085012345"


@pytest.mark.parametrize(
    ("change", "zone"), [({"00080201": {"vr": "SH", "Value": ["+0000"]}}, 8), ({}, 1)]
)
def test_zone_of_the_header(change: dict[str, object], zone: int) -> None:
    """A time is Hanoi's unless the header names another zone."""
    started = _study(json.dumps([_ROW | change]).encode())[2].started_at
    assert started is not None
    assert started.hour == zone


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'[{"00100020": {"vr": "LO", "Value": ["B"]}}]', "dicom-no-study"),
        (b'[{"00100020": {"vr": "XX"}}]', "dicom-no-study"),
        (b'[{"00100020": ', "dicom"),
        (b"\0" * 128 + b"DICM" + b"\xff" * 50, "dicom-no-study"),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    """What names no study is refused by its rule."""
    found = wires.read(data, AT).rejected
    assert found is not None
    assert found.code in {code, "dicom"}


def test_row_that_says_nothing() -> None:
    """A row without a study beside good ones is a finding."""
    found = wires.read(json.dumps([_ROW, {"00100020": {"vr": "LO"}}]).encode(), AT)
    assert [each.rule for each in found.findings] == ["dicom-object"]


def test_header_too_long() -> None:
    """A header beyond a megabyte is none."""
    dataset = pydicom.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset.PatientAddress = "y" * (1 << 21)
    with pytest.raises(BadInput):
        headers_only(dataset)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(tail: bytes) -> None:
    """Whatever comes behind the preamble, a Reading comes out."""
    found = dicom.read(b"\0" * 128 + b"DICM" + tail, AT)
    assert bool(found.records) != (found.rejected is not None)
    assert dicom.read_json(tail, AT).rejected is not None


def test_parse_keeps_no_pixels() -> None:
    """What is read of a file stops before its pixels."""
    (path,) = [p for p in FILES if p.name == "CT_small.dcm"]
    assert "PixelData" not in parse(path.read_bytes())


class _Broken:
    """A data set of which no value can be read, as pydicom gives for some broken files."""

    def __contains__(self, _keyword: str) -> bool:
        return True

    def __getitem__(self, keyword: str) -> object:
        raise ValueError(keyword)

    def get(self, keyword: str) -> object:
        """Raise, whatever is asked."""
        raise ValueError(keyword)


def test_broken_value_is_none() -> None:
    """A value that cannot be read is none, and an object of such values is not kept."""
    assert fields.texts(_Broken(), "PatientID") == ()
    assert list(fields.items(_Broken(), "ProcedureCodeSequence")) == []
    with pytest.raises(BadInput, match="dicom"):
        headers_only(_Broken())


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08DICM", b"\x1f\x8b[{"])
def test_broken_packing(data: bytes) -> None:
    """What cannot be unpacked is refused by that rule, by both doors."""
    for read in (dicom.read, dicom.read_json):
        rejected = read(data, AT).rejected
        assert rejected is not None
        assert rejected.code == "gzip"


def test_accession_of_the_request() -> None:
    """Where the object has no accession number the request's counts."""
    row = {key: value for key, value in _ROW.items() if key != "00080050"}
    asked = {"00400275": {"vr": "SQ", "Value": [{"00080050": {"vr": "SH", "Value": ["ACC7"]}}]}}
    assert _study(json.dumps([row | asked]).encode())[2].accession == "ACC7"


def test_row_that_is_no_object() -> None:
    """Rows that are none are passed over."""
    found = wires.read(
        json.dumps([_ROW, 7, {"00100020": {"vr": "LO", "Value": {"a": 1}}}]).encode(), AT
    )
    assert len(found.records) == 1


def test_file_that_pydicom_cannot_open() -> None:
    """A deflated file cut short raises inside pydicom and is refused here."""
    whole = next(p for p in FILES if p.name == "image_dfl.dcm").read_bytes()
    rejected = dicom.read(whole[:400], AT).rejected
    assert rejected is not None
    assert rejected.code in {"dicom", "dicom-no-study"}


def test_study_without_series() -> None:
    """A row about a study as a whole has no series, and says so."""
    row = {key: value for key, value in _ROW.items() if key != "0020000E"}
    assert _study(json.dumps([row]).encode())[2].series == ()
