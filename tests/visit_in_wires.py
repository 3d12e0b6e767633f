"""The same visit as a hospital's systems write it: XML, FHIR, HL7 v2, our own JSON, a table.

`BY_WIRE` maps a wire to the bytes of one visit of one patient at 01013: in a bed, with a diagnosis,
a result, a drug and a procedure, all at the same times.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from ingest.tabular import pack
from tests.ingest.bundles import VN, WHO, bundle, concept, encoded, number, resource
from tests.ingest.messages import SUMMARY, envelope, file_xml, table_xml

PATIENT, VISIT = {"reference": "Patient/p1"}, {"reference": "Encounter/e1"}
START, END = "2026-03-02T08:00:00+07:00", "2026-03-05T10:00:00+07:00"
NAME, NUMBER = "Nguyễn Văn An", "001085012345"


def fhir(visit: str = "LK1", start: str = START, code: str = "A97.0", value: str = "5.4") -> bytes:
    """The visit as a FHIR Bundle; `visit` is its number in that system."""
    home = number(f"{VN}/sid/provider-code", "01013")
    return encoded(
        bundle(
            {**WHO, "contact": [], "extension": []},
            resource("Organization", "o1", identifier=[home]),
            resource(
                "Encounter",
                "e1",
                status="finished",
                subject=PATIENT,
                **{"class": {"code": "IMP"}},
                identifier=[number(f"{VN}/sid/VisitNumber", visit)],
                period={"start": start, "end": END},
                serviceProvider={"reference": "Organization/o1"},
                diagnosis=[{"condition": {"reference": "Condition/c1"}, "rank": 1}],
            ),
            resource(
                "Condition",
                "c1",
                subject=PATIENT,
                encounter=VISIT,
                code=concept("http://hl7.org/fhir/sid/icd-10", code),
            ),
            resource(
                "Observation",
                "b1",
                status="final",
                subject=PATIENT,
                encounter=VISIT,
                issued="2026-03-02T09:00:00+07:00",
                code=concept(f"{VN}/CodeSystem/chi-so", "23.0075", "Glucose"),
                valueQuantity={"value": float(value), "unit": "mmol/L"},
            ),
            resource(
                "Procedure",
                "x1",
                status="completed",
                subject=PATIENT,
                encounter=VISIT,
                performedDateTime="2026-03-02T10:00:00+07:00",
                code=concept(f"{VN}/CodeSystem/dvkt", "02.1896", "Khám nội"),
            ),
            resource(
                "MedicationRequest",
                "m1",
                status="active",
                subject=PATIENT,
                encounter=VISIT,
                authoredOn="2026-03-02T09:30:00+07:00",
                medicationCodeableConcept=concept(f"{VN}/CodeSystem/thuoc", "40.30", "Oresol"),
            ),
            timestamp="2026-03-05T11:00:00+07:00",
        )
    )


def own(visit: str = "LK1") -> bytes:
    """The visit as JSON of our own."""
    return json.dumps(
        {
            "healthgraph": "healthgraph-record/1",
            "facility": "01013",
            "local_id": "BN1",
            "visit": visit,
            "said_at": "2026-03-05T11:10:00+07:00",
            "identity": {
                "name": NAME,
                "birth_date": "1985-07-04",
                "sex": "male",
                "personal_number": NUMBER,
            },
            "events": [
                {
                    "event": "Encounter",
                    "kind": "03",
                    "started_at": START,
                    "admitted_at": START,
                    "ended_at": END,
                },
                {"event": "Diagnosis", "role": "main", "code": "A97.0"},
                {
                    "event": "Observation",
                    "code": "23.0075",
                    "wording": "Glucose",
                    "value": "5.4",
                    "unit": "mmol/L",
                    "resulted_at": "2026-03-02T09:00:00+07:00",
                },
                {
                    "event": "Service",
                    "code": "02.1896",
                    "wording": "Khám nội",
                    "performed_at": "2026-03-02T10:00:00+07:00",
                },
                {
                    "event": "Prescription",
                    "ordered_at": "2026-03-02T09:30:00+07:00",
                    "items": [{"code": "40.30", "drug": "Oresol"}],
                },
            ],
        }
    ).encode()


def _message(kind: str, at: str, *lines: str) -> str:
    who = f"PID|1||BN1^^^BV^MR~{NUMBER}^^^CCCD^NI||Nguyễn^An^Văn^^^^L||19850704|M"
    head = f"MSH|^~\\&|HIS|01013|HG|HN|{at}||{kind}|{kind[4:]}|P|2.5"
    return "\r".join((head, who, *lines, ""))


def hl7(visit: str = "LK1", start: str = "202603020800") -> bytes:
    """The visit as a file of HL7 v2: its discharge, its result, its drug."""
    stay = "|".join(["PV1", "1", "I", *[""] * 16, visit, *[""] * 24, start])
    return "".join((
        _message(
            "ADT^A03",
            "202603051100",
            f"{stay}|202603051000",
            "DG1|1||A97.0^^I10|||F",
            "PR1|1||02.1896^Khám nội^BYT||202603021000",
        ),
        _message(
            "ORU^R01",
            "202603020905",
            stay,
            "OBR|1|P1|F1|23.0075^Glucose^BYT",
            "OBX|1|NM|23.0075^Glucose^BYT||5.4|mmol/L|||||F|||202603020900|||||202603020900",
        ),
        _message(
            "RDE^O11",
            "202603020935",
            stay,
            "ORC|NW|R1|||||||202603020930",
            "RXE||40.30^Oresol^BYT",
        ),
    )).encode()  # fmt: skip


TABLE = f"""bn,lk,ten,sinh,cccd,vao,ra,benh,gio,kq,dv,thuoc
BN1,LK1,{NAME},1985-07-04,{NUMBER},{START},{END},A97.0,2026-03-02T09:00:00+07:00,5.4,2026-03-02T10:00:00+07:00,2026-03-02T09:30:00+07:00
"""
COLUMNS = {
    "healthgraph": "healthgraph-mapping/1",
    "facility": {"value": "01013"},
    "local_id": "bn",
    "visit": "lk",
    "said_at": "ra",
    "identity": {
        "name": "ten",
        "birth_date": "sinh",
        "personal_number": "cccd",
        "sex": {"value": "male"},
    },
    "events": [
        {
            "event": "Encounter",
            "fields": {
                "kind": {"value": "03"},
                "started_at": "vao",
                "admitted_at": "vao",
                "ended_at": "ra",
            },
        },
        {"event": "Diagnosis", "fields": {"role": {"value": "main"}, "code": "benh"}},
        {
            "event": "Observation",
            "fields": {
                "code": {"value": "23.0075"},
                "wording": {"value": "Glucose"},
                "value": "kq",
                "unit": {"value": "mmol/L"},
                "resulted_at": "gio",
            },
        },
        {
            "event": "Service",
            "fields": {
                "code": {"value": "02.1896"},
                "wording": {"value": "Khám nội"},
                "performed_at": "dv",
            },
        },
        {
            "event": "Prescription",
            "fields": {
                "ordered_at": "thuoc",
                "items.code": {"value": "40.30"},
                "items.drug": {"value": "Oresol"},
            },
        },
    ],
}


def table() -> bytes:
    """The visit as a row of a table."""
    return pack(TABLE.encode(), json.dumps(COLUMNS).encode())


def xml(visit: str = "LK1") -> bytes:
    """The visit as the ministry's XML, with XML1 to XML4."""
    who = {
        "MA_LK": visit,
        "MA_BN": "BN1",
        "HO_TEN": NAME,
        "NGAY_SINH": "198507040000",
        "GIOI_TINH": "1",
        "SO_CCCD": NUMBER,
        "MA_CSKCB": "01013",
        "MA_LOAI_KCB": "03",
        "NGAY_VAO": "202603020800",
        "NGAY_VAO_NOI_TRU": "202603020800",
        "NGAY_RA": "202603051000",
        "MA_BENH_CHINH": "A97.0",
        "MA_BENH_KT": "",
        "CHAN_DOAN_VAO": "",
    }
    rows: Mapping[str, Mapping[str, str]] = {
        "XML1": {**SUMMARY, **who},
        "XML2": {
            "MA_LK": visit,
            "STT": "1",
            "MA_THUOC": "40.30",
            "TEN_THUOC": "Oresol",
            "NGAY_YL": "202603020930",
        },
        "XML3": {
            "MA_LK": visit,
            "STT": "1",
            "MA_DICH_VU": "02.1896",
            "TEN_DICH_VU": "Khám nội",
            "NGAY_TH_YL": "202603021000",
        },
        "XML4": {
            "MA_LK": visit,
            "STT": "1",
            "MA_CHI_SO": "23.0075",
            "TEN_CHI_SO": "Glucose",
            "GIA_TRI": "5.40",
            "DON_VI_DO": "mmol/L",
            "NGAY_KQ": "202603020900",
        },
    }
    files = "".join(file_xml(name, table_xml(name, dict(row))) for name, row in rows.items())
    return envelope(f"<HOSO>{files}</HOSO>", facility="01013")


BY_WIRE: Mapping[str, bytes] = {
    "qd130-xml": xml(),
    "fhir-r4": fhir(),
    "healthgraph-json": own(),
    "table-mapped": table(),
    "hl7v2": hl7(),
}
