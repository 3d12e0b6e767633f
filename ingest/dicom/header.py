"""The header of an object without its pixels, as bytes to keep and as a data set to read."""

from __future__ import annotations

import io
import warnings
from typing import Any

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    PYDICOM_IMPLEMENTATION_UID,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
)

from ingest.dicom.kept import KEPT
from ingest.dicom.trim import trimmed
from mpi.errors import BadInput

_MOST = 1 << 20
_UNLIKE = frozenset({str(DeflatedExplicitVRLittleEndian), str(ExplicitVRBigEndian)})
_OURS = str(PYDICOM_IMPLEMENTATION_UID)
_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"  # secondary capture, where the class is not said


def parse(data: bytes) -> Dataset:
    """Read the header of a file or a bare data set. Raises BadInput (`dicom`)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of values that a sender wrote against the standard
        try:
            return pydicom.dcmread(
                io.BytesIO(data), force=True, stop_before_pixels=True, specific_tags=list(KEPT)
            )
        except Exception:  # noqa: BLE001  pydicom raises whatever a broken file makes it raise
            raise BadInput("object", "dicom") from None


def header_of(encoded: bytes, syntax: str, sop_class: str, sop_instance: str) -> bytes | None:
    """Write what is kept of an object that came by C-STORE as a DICOM file.

    Its elements stand as they were encoded in `syntax` (a transfer syntax UID). None for an object
    that must be decoded first (`headers_only`). Raises BadInput (`too-large`).
    """
    kept = trimmed(encoded, syntax) if syntax not in _UNLIKE else None
    if kept is None:
        return None
    if len(kept) > _MOST:
        raise BadInput("object", "too-large")
    meta = b"".join(
        (
            b"\x02\x00\x01\x00OB\x00\x00\x02\x00\x00\x00\x00\x01",
            _uid(0x02, sop_class or _CAPTURE),
            _uid(0x03, sop_instance or "0.0"),
            _uid(0x10, syntax),
            _uid(0x12, _OURS),
        )
    )
    length = b"\x02\x00\x00\x00UL\x04\x00" + len(meta).to_bytes(4, "little")
    return b"".join((bytes(128), b"DICM", length, meta, kept))


def _uid(element: int, uid: str) -> bytes:
    """Encode a UID of the file meta group, padded to an even length (PS3.10 7.1)."""
    value = uid.encode("ascii", "replace")
    value += bytes(len(value) % 2)
    head = b"\x02\x00" + element.to_bytes(2, "little") + b"UI"
    return head + len(value).to_bytes(2, "little") + value


def headers_only(dataset: Any) -> bytes:
    """Write what is kept of a data set as a DICOM file: of pixels nothing is left.

    Raises BadInput (`dicom`) for what cannot be written.
    """
    kept, out = Dataset(), io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for keyword in KEPT:
                if keyword in dataset:
                    kept.add(dataset[keyword])
            kept.file_meta = _meta(kept)
            pydicom.dcmwrite(out, kept, enforce_file_format=True)
        except Exception:  # noqa: BLE001  as above
            raise BadInput("object", "dicom") from None
    written = out.getvalue()
    if len(written) > _MOST:
        raise BadInput("object", "too-large")
    return written


def _meta(kept: Dataset) -> Any:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(str(kept.get("SOPClassUID", "") or _CAPTURE))
    meta.MediaStorageSOPInstanceUID = UID(str(kept.get("SOPInstanceUID", "") or "0.0"))
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return meta
