"""Examples of answers for the OpenAPI document: an invented citizen, shaped as real answers."""

from __future__ import annotations

_PERSON = "p-7q0k2m4x9d3hfz1c"
_PROVENANCE = {
    "facility": "01013",
    "message": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "wire": "qd130-xml",
    "version": "3176",
    "table": "XML1",
    "row": 1,
    "said_at": "2026-03-02T03:10:00Z",
    "received_at": "2026-03-02T03:11:42Z",
}

PERSON = {
    "person": _PERSON,
    "name": "Nguyễn Văn An",
    "birth_date": "1985-07-04",
    "sex": "male",
    "personal_number": "001085012345",
    "insurance_numbers": ["GD4010123456789"],
    "phones": ["0903172645"],
    "address": "12 Hàng Bông",
    "provisional": False,
    "records": [
        {
            "facility": "01013",
            "facility_name": "Bệnh viện đa khoa Hà Đông",
            "local_id": "BN0042",
            "said_at": "2026-03-02T03:10:00Z",
            "record": "01013|BN0042",
        }
    ],
}

REFERRAL = {
    "id": "01013|GCT-2026-17",
    "letter": "GCT-2026-17",
    "sender": "01013",
    "sender_name": "Bệnh viện đa khoa Hà Đông",
    "receiver": "01816",
    "receiver_name": "Bệnh viện Tim Hà Nội",
    "state": "arrived",
    "issued_on": "2026-03-02",
    "issued_in": "01013|V-1001",
    "arrived_in": ["01816|V-2002"],
    "arrived_at": "2026-03-05T01:30:00Z",
    "reason": "1",
    "main_code": "I20.0",
    "diagnosis": "Đau thắt ngực không ổn định",
    "condition": "",
    "plan": "Chụp mạch vành",
    "provenance": {**_PROVENANCE, "table": "XML13"},
}

APPOINTMENT = {
    "id": "01013|V-1001|ap|20260316",
    "facility": "01013",
    "facility_name": "Bệnh viện đa khoa Hà Đông",
    "day": "2026-03-16",
    "state": "due",
    "letter": "",
    "diagnosis": "",
    "booked_in": "01013|V-1001",
    "kept_in": "",
    "provenance": {**_PROVENANCE, "table": "XML14"},
}

VISIT = {
    "id": "01013|V-1001",
    "facility": "01013",
    "facility_name": "Bệnh viện đa khoa Hà Đông",
    "record": "01013|BN0042",
    "kind": "01",
    "started_at": "2026-03-02T01:14:00Z",
    "ended_at": "2026-03-02T03:10:00Z",
    "arrival_only": False,
    "department": "K01",
    "reason": "Đau ngực",
    "treatment": "",
    "result": "3",
    "ending": "2",
    "days": None,
    "cost_total": 412000,
    "restated": False,
    "provenance": _PROVENANCE,
    "diagnoses": [
        {
            "role": "main",
            "code": "I20.0",
            "wording": "Đau thắt ngực không ổn định",
            "words_en": "Unstable angina",
            "words_vi": "Cơn đau thắt ngực không ổn định",
            "provenance": _PROVENANCE,
        }
    ],
    "prescriptions": [],
    "services": [],
    "results": [],
    "papers": [],
    "sent_by": [],
    "sends": [REFERRAL],
    "booked": [APPOINTMENT],
    "notes": [],
}

BOOK = {
    "header": PERSON,
    "visits": [VISIT],
    "family": [
        {
            "kin": "child",
            "person": "p-2k8w5n1r7t4vbg6j",
            "name": "Nguyễn Minh Khôi",
            "birth_date": "2019-05-20",
        }
    ],
    "next": "MjAyNi0wMy0wMlQwMToxNDowMFp8MDEwMTN8Vi0xMDAx",
    "as_of": "",
    "background": [
        {
            "kind": "Allergy",
            "code": "91936005",
            "system": "snomed",
            "wording": "Dị ứng penicillin",
            "at": "2026-03-02T03:10:00Z",
            "status": "active",
            "details": {},
            "provenance": _PROVENANCE,
        }
    ],
}

CHAIN = {"person": _PERSON, "legs": [REFERRAL], "cut": False}
APPOINTMENTS = {"appointments": [APPOINTMENT]}
LOOKS = {
    "looks": [
        {
            "at": "2026-03-05T01:31:07Z",
            "subject": "bs.lan",
            "role": "clinician",
            "facility": "01816",
            "action": "book",
            "granted": True,
        }
    ]
}
SEARCH = {"found": [{"bits": 12.3, "header": PERSON}]}
