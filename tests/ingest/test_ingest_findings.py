"""Findings: every rule of the fields and between them has an example, and no value is told."""

from __future__ import annotations

import pytest

from ingest.qd130 import read
from ingest.reading import Finding
from tests.ingest.messages import (
    APPOINTMENT,
    ARRIVAL,
    BIRTH,
    DRUG,
    RECEIVED,
    REFERRAL,
    SERVICE,
    SUMMARY,
    Values,
    message,
    typical,
)
from tests.ingest.papers import PAPERS

SAMPLES: dict[str, dict[str, str]] = {
    "XML0": ARRIVAL, "XML1": SUMMARY, "XML2": DRUG, "XML3": SERVICE, "XML9": BIRTH,
    "XML13": REFERRAL, "XML14": APPOINTMENT, **PAPERS,
}  # fmt: skip


def found(name: str, changed: Values, **others: Values) -> set[tuple[str, str]]:
    """Give the fields and rules found in a table once some of its fields are changed."""
    reading = read(message(**{name: SAMPLES[name] | dict(changed)}, **others), RECEIVED)
    return {(f.field, f.rule) for f in reading.findings if f.table == name}


def test_a_right_visit_has_no_findings() -> None:
    """Twenty rows as they should be are not complained about."""
    assert read(typical(), RECEIVED).findings == ()


@pytest.mark.parametrize(
    ("table", "field", "value", "rule"),
    [
        ("XML1", "HO_TEN", "", "required"),
        ("XML1", "MA_HSBA", "x" * 101, "too-long"),
        ("XML1", "T_THUOC", "1o", "number"),
        ("XML1", "GIOI_TINH", "4", "code"),
        ("XML1", "MA_LOAI_KCB", "17", "code"),
        ("XML1", "MA_DOITUONG_KCB", "1.99", "code"),
        ("XML1", "NGAY_VAO", "20260301", "date"),
        ("XML1", "NGAY_VAO", "202602300830", "date"),
        ("XML1", "NGAY_VAO", "202603012430", "date"),
        ("XML1", "GT_THE_TU", "2026010a", "date"),
        ("XML1", "NGAY_SINH", "19850231", "date"),
        ("XML1", "NGAY_SINH", "4/7/1985", "date"),
        ("XML1", "MA_BENH_CHINH", "A9", "icd"),
        ("XML1", "MA_BENH_KT", "I10;sốt", "icd"),
        ("XML1", "MA_THE_BHYT", "DN9010000000001", "card"),
        ("XML1", "SO_CCCD", "12345", "person-number"),
        ("XML1", "SO_CCCD", "003085000001", "person-number-province"),
        ("XML1", "SO_CCCD", "001185000001", "person-number-differs"),
        ("XML1", "SO_CCCD", "001086000001", "person-number-differs"),
        ("XML1", "MA_NOI_DI", "123", "facility"),
        ("XML1", "MA_DKBD", "01003;9", "facility"),
        ("XML1", "NGAY_MIEN_CCT", "202601", "date"),
        ("XML1", "HO_TEN", "A", "name-short"),
        ("XML1", "HO_TEN", "Nguy?n Van An", "encoding-damaged"),
        ("XML1", "HO_TEN", "NguyÔn V¨n An", "encoding-repaired"),
        ("XML1", "NGAY_RA", "202602281000", "order"),
        ("XML1", "NGAY_VAO_NOI_TRU", "202603010800", "order"),
        ("XML1", "MA_BENH_KT", ";".join(["I10"] * 13), "too-many-codes"),
        ("XML1", "SO_NGAY_DTRI", "1", ""),
        ("XML1", "T_TONGCHI_BV", "120011", "total-differs"),
        ("XML2", "THANH_TIEN_BV", "21000", "amount-differs"),
        ("XML2", "NGAY_TH_YL", "202603010844", "order"),
        ("XML3", "TYLE_TT_DV", "x", "number"),
        ("XML10", "DEN_NGAY", "20260301", "order"),
        ("XML11", "MA_BHXH", "0000000000", "social-number"),
        ("XML14", "NGAY_HEN_KL", "mai", "appointment-day"),
        ("XML14", "NGAY_CT", "20260331", ""),
        ("XML0", "NGAY_VAO_NOI_TRU", "202603010800", "order"),
    ],
)
def test_a_rule_of_a_field(table: str, field: str, value: str, rule: str) -> None:
    """Each rule is told with its table and field."""
    told = found(table, {field: value})
    assert (field, rule) in told if rule else (field, "order") not in told


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("XML13", "HO_TEN", "Trần Thị Bình"),
        ("XML13", "MA_BENH_CHINH", "I10"),
        ("XML14", "NGAY_SINH", "198507050000"),
        ("XML15", "HO_TEN", "Trần Thị Bình"),
        ("XML6", "DIA_CHI", "Nơi khác"),
    ],
)
def test_a_letter_that_differs_from_the_summary(table: str, field: str, value: str) -> None:
    """What a letter repeats must be as in XML1; lists and empty fields are not held against it."""
    assert (field, "differs-from-summary") in found(table, {field: value}, XML1=SUMMARY)
    assert found(table, {field: ""}, XML1=SUMMARY) >= found(table, {}, XML1=SUMMARY)


def test_rules_that_tell_another_field() -> None:
    """No days of stay in a form of care without one; the share of a service is in its amount."""
    assert ("SO_NGAY_DTRI", "days-not-zero") in found("XML1", {"MA_LOAI_KCB": "01"})
    assert ("THANH_TIEN_BV", "amount-differs") in found("XML3", {"TYLE_TT_DV": "50"})


def test_a_day_before_the_end_of_the_visit() -> None:
    """An appointment lies after the visit that books it."""
    late = {"NGAY_RA": "202603171000", "NGAY_VAO": "202603160830"}
    assert ("NGAY_HEN_KL", "order") in found("XML14", late)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"MA_DKBD": "01003;01004"}, ("MA_THE_BHYT", "parallel-lists")),
        ({"GT_THE_DEN": "20260228"}, ("GT_THE_DEN", "card-not-valid")),
        ({"MA_THE_BHYT": "DN4010000000001;0100000001", "GT_THE_TU": "20250101;20260101",
          "GT_THE_DEN": "20251231;20261231", "MA_DKBD": "01003;01003"}, None),
        ({"MA_THE_BHYT": "", "GT_THE_DEN": "20200101"}, None),
        ({"MA_THE_BHYT": "0100000001", "GT_THE_DEN": "", "GT_THE_TU": ""}, None),
    ],
)  # fmt: skip
def test_lists_of_cards(changed: dict[str, str], rule: tuple[str, str] | None) -> None:
    """Several cards go in step, and one of them is valid on the day of arrival."""
    told = found("XML1", changed) & {
        ("MA_THE_BHYT", "parallel-lists"),
        ("GT_THE_DEN", "card-not-valid"),
        ("MA_THE_BHYT", "card"),
    }
    assert told == ({rule} if rule else set())


def test_totals_of_the_lines() -> None:
    """The summary's total is that of the lines of XML2 and XML3, to ten đồng."""
    short = SUMMARY | {"T_TONGCHI_BV": "100000", "T_BHTT": "76000"}
    assert ("T_TONGCHI_BV", "total-differs") in found("XML1", short, XML2=DRUG, XML3=SERVICE)
    assert not found("XML1", SUMMARY, XML2=DRUG, XML3=SERVICE)


@pytest.mark.parametrize(
    ("ending", "letter", "rule"),
    [
        ("2", False, "referral-missing"),
        ("1", True, "referral-without-transfer"),
        ("2", True, None),
        ("1", False, None),
    ],
)
def test_a_transfer_and_its_letter(ending: str, letter: bool, rule: str | None) -> None:  # noqa: FBT001
    """A discharge by referral comes with XML13, and XML13 with such a discharge."""
    tables: dict[str, Values] = {"XML1": SUMMARY | {"MA_LOAI_RV": ending}}
    reading = read(message(**tables, **({"XML13": REFERRAL} if letter else {})), RECEIVED)
    about = {f.rule for f in reading.findings if f.rule.startswith("referral")}
    assert about == ({rule} if rule else set())


def test_a_letter_without_number() -> None:
    """It is named after its visit, and said."""
    blank = {"SO_HOSO": "", "SO_CHUYENTUYEN": "", "GIAY_CHUYEN_TUYEN": ""}
    assert ("GIAY_CHUYEN_TUYEN", "letter-missing") in found("XML13", blank)


def test_a_field_or_a_summary_twice() -> None:
    """The first one counts, the second one is said."""
    twice = message(XML1=SUMMARY).replace(b"</HOSO>", b"", 1)
    part = twice[twice.index(b"<FILEHOSO>") : twice.index(b"</DANHSACHHOSO>")]
    reading = read(twice.replace(part, part * 2 + b"</HOSO>"), RECEIVED)
    assert [f.rule for f in reading.findings] == ["row-repeated"]
    inline = f"<TONG_HOP>{'<MA_LK>LK1</MA_LK>' * 2}<MA_CSKCB>01003</MA_CSKCB></TONG_HOP>"
    assert ("MA_LK", "field-repeated") in {
        (f.field, f.rule) for f in read(inline.encode(), RECEIVED).findings
    }


def test_no_finding_tells_a_value() -> None:
    """Findings hold names of tables, fields and rules, whatever nonsense the fields hold."""
    secret = {name: f"SECRET{name}<&>"[:9] for name in SUMMARY} | {"MA_LK": "LK1"}
    findings = read(message(XML1=secret, XML2=secret, XML13=secret), RECEIVED).findings
    assert findings
    assert all(isinstance(f, Finding) and "SECRET" not in str(f) for f in findings)


def test_sizes_are_those_of_the_year() -> None:
    """A value of 60 characters was too long for GIA_TRI in 2024, and is not in 2026."""
    long = {"GIA_TRI": "9" * 60, "MA_LK": "LK1", "STT": "1", "TEN_CHI_SO": "x"}
    before = SUMMARY | {"NGAY_RA": "202410021000", "NGAY_VAO": "202410010830"}
    now, then = (read(message(XML1=s, XML4=long), RECEIVED) for s in (SUMMARY, before))
    assert (now.version, then.version) == ("3176", "4750")
    assert "too-long" not in {f.rule for f in now.findings}
    assert "too-long" in {f.rule for f in then.findings}
