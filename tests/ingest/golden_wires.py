"""Golden messages of every wire beside the ministry's XML: folder, file name, bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from ingest.tabular import pack
from tests.ingest.bundles import (
    CLINICAL,
    ENCOUNTER,
    EVERYTHING,
    HOSPITAL,
    WHO,
    bundle,
    encoded,
    lines,
    markup,
    resource,
)
from tests.ingest.golden_hl7 import HL7
from tests.visit_in_wires import COLUMNS, TABLE, own

_HEADER = resource(
    "MessageHeader",
    "h1",
    eventUri="urn:vn:discharge",
    source={"endpoint": "https://h.example"},
    sender={"reference": "Organization/o1"},
)
_PAPER = next(each for each in CLINICAL if each["resourceType"] == "Composition")
_MESSAGE = (_HEADER, HOSPITAL, WHO, ENCOUNTER, *CLINICAL[:3])
_DOCUMENT = (_PAPER, HOSPITAL, WHO, ENCOUNTER, *CLINICAL[:2])

FHIR: Mapping[str, bytes] = {
    "transaction.json": encoded(bundle(*EVERYTHING)),
    "transaction.xml": markup(bundle(*EVERYTHING)).encode(),
    "batch.json": encoded(bundle(HOSPITAL, WHO, ENCOUNTER, kind="batch")),
    "collection.xml": markup(bundle(HOSPITAL, WHO, ENCOUNTER, kind="collection")).encode(),
    "message.json": encoded(bundle(*_MESSAGE, kind="message", timestamp="2026-03-05T11:00:00Z")),
    "message.xml": markup(
        bundle(*_MESSAGE, kind="message", timestamp="2026-03-05T11:00:00Z")
    ).encode(),
    "document.json": encoded(bundle(*_DOCUMENT, kind="document", timestamp="2026-03-05T11:00:00Z")),
    "document.xml": markup(
        bundle(*_DOCUMENT, kind="document", timestamp="2026-03-05T11:00:00Z")
    ).encode(),
    "lines.ndjson": lines(*EVERYTHING),
    "patient.json": encoded(WHO),
}


def _tag(vr: str, *values: Any) -> dict[str, Any]:
    return {"vr": vr, "Value": list(values)}


_STUDY = {
    "0020000D": _tag("UI", "1.2.840.1"),
    "00080050": _tag("SH", "ACC1"),
    "00080060": _tag("CS", "CT"),
    "00080020": _tag("DA", "20260302"),
    "00080030": _tag("TM", "091500"),
    "00081030": _tag("LO", "CT ngực"),
    "00100010": _tag("PN", {"Alphabetic": "Nguyễn^An^Văn"}),
    "00100020": _tag("LO", "BN1"),
    "00100030": _tag("DA", "19850704"),
    "00100040": _tag("CS", "M"),
    "00380010": _tag("LO", "LK1"),
    "00080080": _tag("LO", "01013"),
}

DICOM: Mapping[str, bytes] = {
    "study.json": json.dumps([_STUDY], ensure_ascii=False).encode(),
    "series.json": json.dumps(
        [
            _STUDY | {"0020000E": _tag("UI", f"1.2.840.1.{n}"), "00200011": _tag("IS", n)}
            for n in (1, 2)
        ],
        ensure_ascii=False,
    ).encode(),
}

_GIVEN = "2026-03-02T09:00:00Z"
_OUTSIDE = {
    "healthgraph": "healthgraph-record/1",
    "facility": "01013",
    "local_id": "BN1",
    "said_at": "2026-03-05T11:10:00+07:00",
    "events": [
        {"event": "Allergy", "wording": "Penicillin", "criticality": "high"},
        {"event": "Immunization", "code": "08", "system": "cvx", "given_at": _GIVEN},
        {"event": "Appointment", "day": "2026-03-20", "letter": "HK12"},
        {"event": "Coverage", "number": "GD4010123456789", "payer": "BHXH"},
    ],
}  # fmt: skip
OWN: Mapping[str, bytes] = {
    "visit.json": own(),
    "outside-any-visit.json": json.dumps(_OUTSIDE).encode(),
    "lines.ndjson": b"\n".join((own(), own("LK2"), json.dumps(_OUTSIDE).encode(), b"")),
}
MAPPING = json.dumps(COLUMNS, ensure_ascii=False, indent=1).encode()


def _parquet() -> bytes:
    file = io.BytesIO()
    pl.read_csv(TABLE.encode(), infer_schema=False).write_parquet(file)
    return file.getvalue()


TABLES: Mapping[str, bytes] = {"visits.csv": TABLE.encode(), "visits.parquet": _parquet()}

#: Folder of a wire -> its files.
WIRE_FILES: Mapping[str, Mapping[str, bytes]] = {
    "fhir": FHIR,
    "hl7v2": HL7,
    "dicom": DICOM,
    "own": OWN,
    "table": TABLES,
}


def message_of(wire: str, data: bytes) -> bytes:
    """Give the message that a golden file is sent as: a table goes with its mapping."""
    return pack(data, MAPPING) if wire == "table" else data
