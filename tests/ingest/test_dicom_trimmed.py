"""Headers cut out of an object's bytes say what pydicom finds in them, or are left to pydicom."""

import io
import warnings
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)
from pynetdicom.dsutils import encode

from ingest import dicom
from ingest.dicom.header import header_of, headers_only
from ingest.dicom.trim import trimmed
from mpi.errors import BadInput
from tests.ingest.test_dicom_reading import AT, FILES

EXPLICIT, IMPLICIT = str(ExplicitVRLittleEndian), str(ImplicitVRLittleEndian)


def _opened(path: Path) -> Dataset | None:
    try:
        found = pydicom.dcmread(path)
        return found if str(found.file_meta.TransferSyntaxUID) else None
    except Exception:  # noqa: BLE001  broken on purpose
        return None


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT])
def test_cut_header_reads_as_a_decoded_one(syntax: str) -> None:
    """Of all files that pydicom ships: the same study, series and person either way."""
    cut = 0
    for path in FILES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = _opened(path)
            encoded = encode(opened, syntax == IMPLICIT, is_little_endian=True) if opened else None
            header = header_of(encoded, syntax, "", "") if encoded else None
            if opened is None or header is None:
                continue
            mine, theirs = (dicom.read(each, AT) for each in (header, headers_only(opened)))
        cut += bool(mine.records)
        assert [(r.identity, r.events) for r in mine.records] == [
            (r.identity, r.events) for r in theirs.records
        ]
    assert cut > 80


def _object(**more: object) -> Dataset:
    made = Dataset()
    made.StudyInstanceUID, made.PatientID, made.PixelData = "1.2", "BN1", bytes(8)
    made.SeriesInstanceUID, made.BitsAllocated, made.Rows = "1.2.1", 8, 1
    for keyword, value in more.items():
        setattr(made, keyword, value)
    return made


def _encoded(made: Dataset) -> bytes:
    found = encode(made, is_implicit_vr=False, is_little_endian=True)
    assert found is not None
    return found


def test_no_pixel_is_left() -> None:
    """The file that is kept has the header's elements and nothing behind them."""
    header = header_of(_encoded(_object()), EXPLICIT, "1.2.840.10008.5.1.4.1.1.2", "1.3")
    assert header is not None
    kept = pydicom.dcmread(io.BytesIO(header))
    assert [each.keyword for each in kept] == ["PatientID", "StudyInstanceUID", "SeriesInstanceUID"]
    assert kept.file_meta.MediaStorageSOPInstanceUID == "1.3"
    assert kept.file_meta.TransferSyntaxUID == EXPLICIT


def _open_ended() -> bytes:
    item = Dataset()
    item.CodeValue = "1"
    made = _object(ProcedureCodeSequence=Sequence([item]))
    made["ProcedureCodeSequence"].is_undefined_length = True
    return _encoded(made)


_PLAIN = _encoded(_object())


@pytest.mark.parametrize(
    ("encoded", "syntax"),
    [
        (_open_ended(), EXPLICIT),
        (_PLAIN[12:24] + _PLAIN[:12], EXPLICIT),
        (_PLAIN[:21], EXPLICIT),
        (_PLAIN[:13], EXPLICIT),
        (_PLAIN, str(ExplicitVRBigEndian)),
        (_PLAIN, str(DeflatedExplicitVRLittleEndian)),
    ],
    ids=["undefined length", "out of order", "cut value", "cut tag", "big endian", "deflated"],
)
def test_left_to_pydicom(encoded: bytes, syntax: str) -> None:
    """What cannot be cut safely is not cut."""
    assert header_of(encoded, syntax, "", "") is None


def test_header_that_is_too_long() -> None:
    """More than a mebibyte of header is no header."""
    address = b"\x10\x00\x40\x10" + (1 << 21).to_bytes(4, "little") + bytes(1 << 21)
    with pytest.raises(BadInput, match="too-large"):
        header_of(address, IMPLICIT, "", "")


def test_end_behind_the_header() -> None:
    """A data set that ends before any pixel is kept whole, but for what is not kept."""
    made = _object()
    del made.PixelData
    assert trimmed(_encoded(made), EXPLICIT) == trimmed(_PLAIN, EXPLICIT)
