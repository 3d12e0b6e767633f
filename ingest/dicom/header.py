"""The header of an object without its pixels, as bytes to keep and as a data set to read."""

from __future__ import annotations

import io
import warnings
from typing import Any

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from mpi.errors import BadInput

#: What is kept of an object: who, which study and series, what was looked at (PS3.3 C.7).
KEPT = (
    "SpecificCharacterSet",
    "InstanceCreationDate",
    "SOPClassUID",
    "SOPInstanceUID",
    "StudyDate",
    "SeriesDate",
    "StudyTime",
    "SeriesTime",
    "AccessionNumber",
    "Modality",
    "ModalitiesInStudy",
    "InstitutionName",
    "ReferringPhysicianName",
    "StudyDescription",
    "ProcedureCodeSequence",
    "SeriesDescription",
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "OtherPatientIDsSequence",
    "PatientBirthDate",
    "PatientBirthTime",
    "PatientSex",
    "PatientAddress",
    "PatientTelephoneNumbers",
    "BodyPartExamined",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SeriesNumber",
    "NumberOfStudyRelatedInstances",
    "NumberOfSeriesRelatedInstances",
    "TimezoneOffsetFromUTC",
    "AdmissionID",
    "RequestAttributesSequence",
    "ReasonForPerformedProcedureCodeSequence",
)
_MOST = 1 << 20
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
