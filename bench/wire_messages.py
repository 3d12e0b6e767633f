"""Messages as hospitals send them most, made by number: HL7 v2, headers of images, FHIR bundles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

_PID = "PID|1||BN{n}^^^BV^MR~{n:012}^^^CCCD^NI||Nguyễn^An{n}^Văn||19{y}0704|M|||12 Hàng Bài^^Hà Nội"
_CT = "1.2.840.10008.5.1.4.1.1.2"


def hl7(n: int) -> bytes:
    """Make one of four messages about a patient: admission, result, update, discharge."""
    kind = ("ADT^A01", "ORU^R01", "ADT^A08", "ADT^A03")[n % 4]
    who = n // 4
    pid = _PID.format(n=who + 1, y=f"{who % 90 + 10:02}")
    lines = [f"MSH|^~\\&|HIS|01013|HG|HN|20260302{n % 24:02}15||{kind}|C{n}|P|2.5", pid]
    stay = "|".join(["PV1", "1", "I", "K01", *[""] * 15, f"V{who}", *[""] * 24, "202603020800"])
    lines.append(stay)
    if kind == "ORU^R01":
        lines.append(f"OBR|1|P{n}|F{n}|58410-2^CBC^LN|||202603020900")
        lines += [f"OBX|{i}|NM|{i}-0^Chi so {i}^LN||{n % 90}|g/L|1-9|N|||F" for i in range(1, 9)]
    return "\r".join([*lines, ""]).encode()


def image(n: int) -> Dataset:
    """Make an object, twenty of them to a study, with 64 by 64 pixels."""
    it = Dataset()
    it.file_meta = FileMetaDataset()
    it.file_meta.TransferSyntaxUID, it.file_meta.MediaStorageSOPClassUID = (
        ExplicitVRLittleEndian,
        _CT,
    )
    it.StudyInstanceUID, it.SeriesInstanceUID = (
        f"1.2.{n // 20 + 1}",
        f"1.2.{n // 20 + 1}.{n % 3 + 1}",
    )
    it.SOPInstanceUID, it.SOPClassUID, it.Modality = f"1.3.{n + 1}", _CT, "CT"
    it.file_meta.MediaStorageSOPInstanceUID = it.SOPInstanceUID
    it.PatientID, it.PatientName, it.PatientSex = f"BN{n // 40}", f"Nguyen^An{n // 40}", "M"
    it.PatientBirthDate, it.AccessionNumber = f"19{n // 40 % 90 + 10:02}0704", f"A{n // 20}"
    it.StudyDate, it.StudyTime = "20260302", "081500"
    it.Rows = it.Columns = 64
    it.BitsAllocated = it.BitsStored = 16
    it.HighBit, it.PixelRepresentation, it.SamplesPerPixel = 15, 0, 1
    it.PhotometricInterpretation, it.PixelData = "MONOCHROME2", bytes(64 * 64 * 2)
    return it


#: Resources of one visit in a bundle, beside the Encounter: what Synthea's bundles hold of each.
_OF_VISIT = {"Observation": 5, "Claim": 1, "ExplanationOfBenefit": 1}
_AT_TIMES = {"Procedure": 2, "DiagnosticReport": 3, "Immunization": 3, "MedicationRequest": 4,
             "Condition": 5}  # fmt: skip


def bundle(n: int, visits: int = 20) -> bytes:
    """Make the record of one patient, about 200 resources in a mix like that of Synthea."""
    patient = {
        "resourceType": "Patient", "id": f"p{n}", "gender": "female",
        "name": [{"family": "Trần", "given": ["Thị", f"Lan {n}"]}],
        "birthDate": f"19{n % 90 + 10:02}-07-04",
        "identifier": [{"system": "http://fhir.hl7.org.vn/core/sid/cccd", "value": f"0011{n:08}"}],
        "address": [{"line": [f"{n} phố Huế"], "city": "Hà Nội"}],
    }  # fmt: skip
    every = [patient, *(each for visit in range(visits) for each in _visit(n, visit))]
    entries = [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in every]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def _visit(n: int, visit: int) -> Iterator[dict[str, Any]]:
    at, key = f"20{visit + 5:02}-03-02T08:15:00+07:00", f"e{n}-{visit}"
    about = {"subject": {"reference": f"urn:uuid:p{n}"},
             "encounter": {"reference": f"urn:uuid:{key}"}}  # fmt: skip
    yield {"resourceType": "Encounter", "id": key, "status": "finished", "class": {"code": "AMB"},
           "subject": about["subject"], "period": {"start": at, "end": at}}  # fmt: skip
    kinds = [kind for kind, count in _OF_VISIT.items() for _ in range(count)]
    kinds += [kind for kind, every in _AT_TIMES.items() if visit % every == 0]
    for place, kind in enumerate(kinds):
        code = {"coding": [{"system": "http://loinc.org", "code": f"{place}-{len(kind)}"}],
                "text": f"{kind} {place}"}  # fmt: skip
        yield {"resourceType": kind, "id": f"{key}-{place}", "status": "final", **about,
               "code": code, "vaccineCode": code, "medicationCodeableConcept": code,
               "effectiveDateTime": at, "issued": at, "authoredOn": at, "performedDateTime": at,
               "patient": about["subject"],
               "valueQuantity": {"value": 36.5 + place, "unit": "mmol/L"},
               **({"occurrenceDateTime": at} if kind == "Immunization" else {})}  # fmt: skip
