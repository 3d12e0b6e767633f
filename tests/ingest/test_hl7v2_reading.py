"""What the segments of HL7 v2 are read into, field by field."""

import datetime as dt
from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import (
    Allergy,
    Appointment,
    Diagnosis,
    Document,
    Immunization,
    Observation,
    OtherResource,
    PatientMerge,
    Prescription,
    Referral,
    ServiceRequest,
)
from ingest import wires
from ingest.hl7v2 import values
from mpi.identity import Identity, Kinship
from tests.ingest.hl7_messages import AT, PID, message, reading, records, stay

_OBR = "OBR|1|P1|F1|58410-2^CBC^LN|||20260302090000"


def events(kind: str, *lines: str, at: str = "202603020815") -> list[object]:
    """The events of a message."""
    found = reading(message(kind, at, PID, *lines))
    return [event for record in found.records for event in record.events]


T = TypeVar("T")


def one(kind: type[T], *lines: str, of: str = "ADT^A08") -> T:
    """The one event of a kind."""
    (found,) = [event for event in events(of, *lines) if isinstance(event, kind)]
    return found


def who(pid: str, *lines: str) -> Identity:
    """The identity that a PID gives."""
    return records(message("ADT^A28", "202603020815", pid, *lines))[0].identity


def test_numbers_are_sorted_by_who_assigns_them() -> None:
    """PID-3 holds the facility's code, the personal number and the card, in any order."""
    numbers = "001085012345^^^CCCD^NI~GD4010123456789^^^BHYT^HC~BN7^^^BV^MR~X1^^^^SS"
    found = records(message("ADT^A28", "202603020815", f"PID|1||{numbers}||An"))[0]
    assert found.local_id == "BN7"
    assert found.identity.personal_number == "001085012345"
    assert found.identity.insurance_numbers == ("GD4010123456789",)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ("X9^^^01004&KHAC&L^PI~BN7^^^01013&BV&L^MR", "BN7"),
        ("X9^^^^MR^01004~BN7^^^^MR^01013", "BN7"),
        ("BN5^^^01013^MR^^20100101^20200101~BN8^^^01013^MR", "BN8"),
        ("E5^^^LAB^PT~BN7^^^HIS^PI", "BN7"),
        ("X9^^^01004^MR", "X9"),
        ("  BN9 ^7^M10^01013^MR", "BN9"),
    ],
)
def test_the_senders_own_code_comes_before_other_codes(numbers: str, code: str) -> None:
    """Another facility's code, one that lapsed, one of another system count where none is left."""
    (found,) = records(message("ADT^A28", "202603020815", f"PID|1||{numbers}||An"))
    assert found.local_id == code


@pytest.mark.parametrize(
    ("pid", "code"),
    [
        ("PID|1|BN2|||An", "BN2"),
        ("PID|1|||BN4|An", "BN4"),
        ("PID|1||9^^^^SS||An", "9"),
        ("PID|1||||An", "unnamed:1"),
    ],
)
def test_patient_code_elsewhere(pid: str, code: str) -> None:
    """Old senders put the code into PID-2 or PID-4; without any the message's own number stands."""
    assert records(message("ADT^A28", "202603020815", pid))[0].local_id == code


@pytest.mark.parametrize(
    ("xpn", "name"),
    [
        ("Nguyễn^An^Văn^^^^L", "Nguyễn Văn An"),
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("Bí^Danh^^^^^S~Trần^Bình^^^^^L", "Trần Bình"),
        ("Le&&&&Roth^Rony^A^^^^D", "Le A Rony"),
    ],
)
def test_names(xpn: str, name: str) -> None:
    """Family, middle and given name in Vietnamese order; the legal name before others."""
    assert who(f"PID|1||BN1||{xpn}").name == name


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("1985", "1985"),
        ("198507", "1985-07"),
        ("19850704", "1985-07-04"),
        ("19850704112600+0215", "1985-07-04"),
        ("19850231", "1985-02"),
        ("x", None),
    ],
)
def test_birth_dates(written: str, iso: str | None) -> None:
    """A birth date may be partial; of an impossible one what is possible is kept."""
    found = values.birth(written)
    assert (found.iso if found else None) == iso


def test_relatives_phones_and_address() -> None:
    """NK1 names the mother, PID-13 and 14 the phones, PID-11 the home."""
    pid = "PID|1||BN1||An||202001010815|F|||1 Phố^^Hà Nội^^^^C~12 Hàng Bài^^Hà Nội^^^VN^H"
    pid += "||^NET^Internet^a@b.vn"
    pid += "~0912 111 222^PRN~^PRN^PH^^84^91^2111333|^WPN"
    kin = "NK1|1|Lê^Hoa|MTH^Mother|||||||||||||19900101", "NK1|2|Trần^Bình|Bố", "NK1|3|X|SIS"
    found = who(pid, *kin)
    assert found.address.text == "12 Hàng Bài, Hà Nội"
    assert found.phones == ("0912 111 222", "84912111333")
    assert [(r.kinship, r.name) for r in found.relatives] == [
        (Kinship.MOTHER, "Lê Hoa"),
        (Kinship.FATHER, "Trần Bình"),
    ]
    assert found.birth_time == "0815"


@pytest.mark.parametrize(
    ("number", "taken"), [("001085012345", "001085012345"), ("123-12-1234", ""), ("", "")]
)
def test_national_number_of_another_land(number: str, taken: str) -> None:
    """PID-19 counts only when it is built as a Vietnamese personal number."""
    assert who(f"PID|1||BN1||An||1985||||||||||||{number}").personal_number == taken


def test_diagnoses_and_their_roles() -> None:
    """DG1-6 and DG1-15 give the role; ICD-10 is written with its dot, others keep theirs."""
    lines = (
        "DG1|1||a970^Dengue^I10|||A",
        "DG1|2||I10|||F",
        "DG1|3||38341003^HTN^SCT||||||||||||2",
        "DG1|4||x^^||sốt|F||||||||||||||D|D",
    )
    found = [e for e in events("ADT^A08", *lines) if isinstance(e, Diagnosis)]
    assert [(e.role, e.system, e.code) for e in found[:3]] == [
        ("admission", "icd10", "A97.0"),
        ("main", "icd10", "I10"),
        ("secondary", "snomed", "38341003"),
    ]


def test_allergy_taken_back() -> None:
    """IAM with the action D takes the entry with its number back."""
    added = one(Allergy, "IAM|1|FA|P^Lạc^L|SV|mẩn|A|7||AL||||||||C")
    assert (added.category, added.criticality, added.certainty, added.reactions) == (
        "food",
        "high",
        "confirmed",
        ("mẩn",),
    )
    (gone,) = records(message("ADT^A31", "202603020815", PID, "IAM|1|FA|P^Lạc^L|||D|7"))
    assert (gone.events, gone.tables) == ((), frozenset({"IAM:7"}))


@pytest.mark.parametrize(
    ("obx", "value", "words"),
    [
        ("NM|2339-0^Glucose^LN||5,4|mmol/L", "5,4", ""),
        ("SN|2339-0^Glucose^LN||>^100|mmol/L", ">100", ""),
        ("SN|2339-0^Titer^LN||^1^:^128", "1:128", ""),
        ("NR|1^Range^L||4^9", "4-9", ""),
        ("CWE|1^Nhóm máu^L||A^Nhóm A^L", "Nhóm A", ""),
        ("ST|1^Ý kiến^L||âm tính~lặp lại", "âm tính; lặp lại", ""),
        ("TX|1^Kết luận^L||phổi sáng", "", "phổi sáng"),
    ],
)
def test_values_by_their_type(obx: str, value: str, words: str) -> None:
    """OBX-2 says how OBX-5 is written."""
    found = one(Observation, stay(), _OBR, f"OBX|1|{obx}", of="ORU^R01")
    assert (found.value, found.description) == (value, words)


def test_result_with_lines_and_notes() -> None:
    """Lines of one text are one result; a note belongs to the result above it."""
    lines = ("OBX|1|TX|1^KL^L||dòng một", "OBX|2|TX|1^KL^L||dòng hai", "NTE|1||ghi chú", "NTE|2||")
    found = one(Observation, stay(), _OBR, *lines, of="ORU^R01")
    assert (found.description, found.conclusion) == ("dòng một\ndòng hai", "ghi chú")
    assert (found.panel, found.service) == ("58410-2", "58410-2")
    assert found.observed_at == dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)


def test_number_flag_range_and_specimen() -> None:
    """The number, the flag, the range, the doctor and the specimen are kept apart."""
    obx = "OBX|1|NM|2339-0^Glucose^LN||5.4|mmol/L|3.9-6.1|H|||C|||20260302091500||D1^An"
    found = one(Observation, stay(), _OBR, obx, "SPM|1|||BLD^Máu^HL70487", of="ORU^R01")
    assert (found.number, found.abnormal, found.reference) == (Decimal("5.4"), "H", "3.9-6.1")
    assert (found.status, found.practitioner, found.specimen) == ("corrected", "D1", "Máu")


def test_enclosed_paper() -> None:
    """ED is a document; its bytes stay in the archived message."""
    found = one(
        Document, stay(), _OBR, "OBX|1|ED|1^PDF^L||^application^pdf^Base64^AAAA", of="ORU^R01"
    )
    assert found.content == {"kind": "application", "form": "pdf", "encoding": "Base64"}


def test_imaging_order_has_its_accession() -> None:
    """OBR-18 is the accession number of an order for pictures."""
    obr = "OBR|1|P1|F1|71020^X quang^L||||||||||||D1||ACC1||||||XRC|||^^^20260302^^S"
    found = one(ServiceRequest, stay(), "ORC|NW|P1||||||||||D9", obr, of="OMG^O19")
    assert (found.accession, found.category, found.priority, found.requester) == (
        "ACC1",
        "imaging",
        "stat",
        "D9",
    )


@pytest.mark.parametrize(
    ("orc", "status"),
    [("NW", "active"), ("CA", "revoked"), ("HD", "on-hold"), ("SC|||||CM", "completed")],
)
def test_order_control(orc: str, status: str) -> None:
    """ORC-1 and ORC-5 give the state of an order."""
    control, _, rest = orc.partition("|||||")
    line = f"ORC|{control}|P1|||{rest}"
    assert one(ServiceRequest, stay(), line, _OBR, of="ORM^O01").status == status


def test_prescription() -> None:
    """RXE says drug, amount, strength and how to take it; ORC who and when; RXD when handed out."""
    lines = (
        "ORC|NW|P5|||||||20260302093000|||D1",
        "RXE||N02BE01^Paracetamol^ATC|1|2|VIEN||^uống sau ăn|||20|VIEN||D2||||||||||||500|mg",
        "RXR|PO^Uống",
        "RXD|1|N02BE01^Paracetamol^ATC|20260302100000|20|VIEN",
    )
    found = one(Prescription, stay(), *lines, of="RDS^O13")
    (item,) = found.items
    assert (found.prescriber, item.drug, item.strength, item.quantity) == (
        "D1",
        "Paracetamol",
        "500 mg",
        Decimal(20),
    )
    assert (item.dose, item.instructions, item.route, item.system) == (
        "1-2 VIEN",
        "uống sau ăn",
        "Uống",
        "atc",
    )
    assert item.dispensed_at == dt.datetime(2026, 3, 2, 3, tzinfo=dt.UTC)


def test_dispensed_without_order() -> None:
    """RXD alone is a prescription of what was handed out."""
    found = one(
        Prescription, stay(), "ORC|DC|P5", "RXD|1|A^Thuốc^L|20260302|20|VIEN||||^uống", of="RDS^O13"
    )
    assert (found.items[0].status, found.items[0].dose, found.items[0].instructions) == (
        "stopped",
        "",
        "uống",
    )


@pytest.mark.parametrize(("action", "given"), [("A", 1), ("D", 0)])
def test_vaccine(action: str, given: int) -> None:
    """RXA is a vaccination, which D takes back."""
    rxa = f"RXA|0|1|20260302||140^Cúm^CVX|0.5|mL||00|D1|||||LOT1|20270101|CSL^CSL^MVX|||CP|{action}"
    found = [
        e
        for e in events("VXU^V04", "ORC|RE||F7", rxa, "RXR|IM^Bắp|LA^Tay trái", "OBX|1|CE|x")
        if isinstance(e, Immunization)
    ]
    assert len(found) == given
    assert all(
        (e.code, e.lot, e.site, e.quantity) == ("140", "LOT1", "Tay trái", Decimal("0.5"))
        for e in found
    )


@pytest.mark.parametrize(
    ("event", "status"), [("S12", "booked"), ("S15", "cancelled"), ("S26", "missed")]
)
def test_appointment(event: str, status: str) -> None:
    """SCH is a booking on Hanoi's day, with what became of it."""
    found = one(
        Appointment, "SCH|B1|HEN 9|||||^Tái khám||||^^^20260401010000+0000", of=f"SIU^{event}"
    )
    assert (found.day, found.status, found.letter) == (dt.date(2026, 4, 1), status, "HEN 9")


def test_appointment_without_a_day() -> None:
    """A booking without any time is said, not guessed."""
    found = reading(message("SIU^S12", "202603020815", "SCH|B1", PID, "AIS|1||x"))
    assert [f.rule for f in found.findings] == ["appointment-day"]


def test_referral_to_another_facility() -> None:
    """REF is the letter of its sender to the provider with the role RT."""
    lines = (
        "RF1|||||  |GT 5||20260302^^||",
        "PRD|RT|Bạch Mai|||||01929",
        stay(),
        "DG1|1||A97.0^Dengue^I10",
    )
    found = one(Referral, *lines, of="REF^I12")
    assert (found.letter, found.sender, found.receiver, found.main_code) == (
        "GT 5",
        "01013",
        "01929",
        "A97.0",
    )


def test_referral_without_a_visit_is_an_order() -> None:
    """A letter that belongs to no visit is kept as what its sender asks for."""
    found = one(ServiceRequest, "RF1||||||GT5", "PRD|RT|B|||||01929", of="REF^I12")
    assert (found.placer, found.category, found.performer) == ("GT5", "referral", "01929")


@pytest.mark.parametrize(("event", "tables"), [("I14", {"RF1:GT5"}), ("I12", {"RF1:GT5"})])
def test_referral_taken_back(event: str, tables: set[str]) -> None:
    """I14 takes the letter back; a letter without a number is none."""
    found = records(message(f"REF^{event}", "202603020815", PID, stay(), "RF1||||||GT5"))
    assert tables <= set().union(*(record.tables for record in found))
    assert not [e for e in events("REF^I12", "RF1|") if isinstance(e, Referral | ServiceRequest)]


def test_document_replaces_its_parent() -> None:
    """T09 and T10 put a new document in the place of its parent; T11 takes one back, not both."""
    lines = (
        stay(),
        "TXA|1|DS^Tóm tắt|TX|20260302||20260302090000|||An|||D2|D1||||AU",
        "OBX|1|TX|1^x^L||nội dung",
    )
    found = one(Document, *lines, of="MDM^T10")
    assert (found.content["text"], found.content["parent"]) == ("nội dung", "D1")
    (put,) = records(message("MDM^T10", "202603020815", PID, *lines))
    (gone,) = records(message("MDM^T11", "202603020815", PID, *lines[:2]))
    assert {"TXA:D1", "TXA:D2"} <= put.tables
    assert {t for t in gone.tables if t.startswith("TXA")} == {"TXA:D2", "TXA-17:D2"}


@pytest.mark.parametrize("kind", ["ADT^A40", "ADT^A47", "ADT^A18"])
def test_merge_of_codes(kind: str) -> None:
    """MRG-1 gives up a code for that of PID; a code with itself is no merge."""
    found = one(PatientMerge, "MRG|BN9^^^BV^MR", "MRG|BN1", "MRG|", of=kind)
    assert (found.survivor, found.other) == ("BN1", "BN9")


def test_link_of_two_patients() -> None:
    """A24 links the patients of its two PIDs."""
    found = one(PatientMerge, PID.replace("BN1", "BN2"), of="ADT^A24")
    assert (found.survivor, found.other) == ("BN1", "BN2")
    assert not [e for e in events("ADT^A24", PID) if isinstance(e, PatientMerge)]


def test_visit_gets_another_number() -> None:
    """A50 says the number that the visit had before."""
    (found,) = records(
        message("ADT^A50", "202603020815", PID, "MRG|BN1||||V0", stay("202603020800"))
    )
    assert {number for e in found.events for number in getattr(e, "numbers", ())} == {"V0"}


def test_z_segments_are_counted() -> None:
    """What has no kind of its own is counted by its name."""
    found = [
        e.reference
        for e in events("ADT^A08", "ZBN|1|x", "ZBN|2", stay())
        if isinstance(e, OtherResource)
    ]
    assert found == ["ZBN/4", "ZBN/5"]


def test_what_is_missing_is_said() -> None:
    """Findings name the field, never its value; a line that is no segment is said."""
    data = b"MSH|^~\\&|||HG|HN|x||ADT^A28||P|2.5\rPID|1||||An||abc\rthis is none\r"
    found = reading(data)
    assert {(f.rule, f.field) for f in found.findings} == {
        ("hl7-line", ""),
        ("required", "MSH-10"),
        ("facility-missing", "MSH-4"),
        ("date", "MSH-7"),
        ("required", "PID-3"),
        ("date", "PID-7"),
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MSH|^~\\&|H|01013|||20260302||ADT^A08|1|P|2.5\r", "hl7-no-patient"),
        (b"MSH|^~\\&|H|01013|||20260302||ADT^A08|1|P|2.5\rPID|1\r", "hl7-no-patient"),
        (b"MSH|", "hl7-header"),
        (b"BHS|x", "hl7-header"),
        (b"\x1f\x8bMSH", "gzip"),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    """What gives no patient is refused by its rule."""
    found = wires.read(data, AT) if data.startswith(b"MSH|^") else reading(data)
    assert found.rejected is not None
    assert found.rejected.code == code


@pytest.mark.parametrize("processing", ["P", "T", "D"])
def test_processing_is_told(processing: str) -> None:
    """MSH-11 is handed on, so that tests are not mixed with production."""
    data = message("ADT^A08", "202603020815", PID, stay(), processing=processing)
    assert reading(data + data).processing == processing


_PIECES = st.sampled_from(
    [
        "MSH|^~\\&|",
        "\r",
        "\n",
        "PID|1||BN1",
        "OBX|1|NM|",
        "OBR|1|",
        "ORC|",
        "SCH|",
        "MRG|",
        "RXE|",
        "TXA|",
        "RF1|",
        "PV1|1|I",
        "^",
        "~",
        "&",
        "\\X",
        "\\",
        '""',
        "ễ",
        "|" * 20,
        "20260302",
        "FHS|^~\\&|",
        "\x0b",
        "\x1c",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=8), max_size=40), st.binary(max_size=20))
def test_any_bytes_are_answered(pieces: list[str], tail: bytes) -> None:
    """Whatever comes, a Reading comes out: records, or the reason why there are none."""
    found = reading("".join(["MSH|^~\\&|", *pieces]).encode() + tail)
    assert bool(found.records) != (found.rejected is not None)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("20260302081500Z", "2026-03-02T08:15:00+00:00"),
        ("20260302081500-0500", "2026-03-02T13:15:00+00:00"),
        ("20260302250000", None),
        ("202603", None),
        ("later", None),
    ],
)
def test_moments(written: str, iso: str | None) -> None:
    """A zone is heeded, and what cannot be a time is none."""
    found = values.moment(written)
    assert (found.isoformat() if found else None) == iso


def test_visit_by_its_start() -> None:
    """Without any number a visit is its start, in Hanoi's time."""
    (found,) = records(message("ADT^A04", "202603020815", PID, stay("202603020800", number="")))
    assert found.visit == "start:202603020800"


def test_things_taken_back() -> None:
    """A procedure or a result that is deleted leaves its table empty."""
    lines = (stay(), "PR1|1||1^x^L|||||||||||||||||D", _OBR, "OBX|1|ST|1^x^L||a||||||D")
    (found,) = records(message("ORU^R01", "202603020815", PID, *lines))
    gone = found.tables - {event.origin.table for event in found.events}
    assert gone == {"PR1:ORU", "OBX:P1:58410-2:1", "PID"}


def test_note_of_an_enclosed_paper_and_lone_notes() -> None:
    """A note below a paper changes nothing, nor does one below no result."""
    lines = ("NTE|1||x", "OBX|1|ED|1^PDF^L||^application^pdf", "NTE|1||y")
    assert one(Document, stay(), _OBR, *lines, of="ORU^R01").kind == "enclosure"


def test_document_of_a_first_edition() -> None:
    """A document without parent replaces nothing; one that is cancelled is taken back."""
    (found,) = records(message("MDM^T02", "202603020815", PID, stay(), "TXA|1|DS|TX|||||||||D1"))
    assert {t for t in found.tables if t.startswith("TXA")} == {"TXA:D1"}


def test_long_list_of_findings_is_cut() -> None:
    """After a thousand findings the rest is not listed."""
    data = message("ADT^A28", "202603020815", PID) + b"MSH|^^^^|x\r" * 1100
    found = reading(data)
    assert (len(found.findings), found.findings[-1].rule) == (1001, "findings-cut")


def test_empty_repetitions_of_numbers() -> None:
    """A repetition without a number is none."""
    pid = "PID|1||^^^BV^MR~BN3^^^BV^MR||An"
    assert records(message("ADT^A28", "202603020815", pid))[0].local_id == "BN3"
