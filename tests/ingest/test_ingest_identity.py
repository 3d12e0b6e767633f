"""Who a visit is about: numbers, addresses, relatives, newborns, and the order of statements."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.model import Birth, Record, Referral
from ingest.qd130 import read
from mpi.identity import Kinship, Sex
from tests.ingest.messages import BIRTH, RECEIVED, REFERRAL, RESULT, SUMMARY, Values, message
from tests.ingest.papers import PAPERS


def record(**changed: str) -> Record:
    """Read a summary with some fields changed."""
    return read(message(XML1=SUMMARY | changed), RECEIVED).records[0]


def births(*rows: Values) -> list[Birth]:
    """Read birth certificates."""
    (read_record,) = read(message(XML9=list(rows)), RECEIVED).records
    return [e for e in read_record.events if isinstance(e, Birth)]


def test_numbers_are_split_and_spaced_out() -> None:
    """Spaces and dots go, cards come once each in the order sent, phones stay as written."""
    who = record(
        SO_CCCD=" 001 085.000001",
        MA_THE_BHYT="dn 401 0000000001; 0100000001;DN4010000000001",
        DIEN_THOAI="0900 000 001; +84900000002/0900000003",
    ).identity
    assert who.personal_number == "001085000001"
    assert who.insurance_numbers == ("DN4010000000001", "0100000001")
    assert who.phones == ("0900 000 001", "+84900000002", "0900000003")


@pytest.mark.parametrize(
    ("sent", "sex"),
    [("1", Sex.MALE), ("02", Sex.FEMALE), ("Nữ", Sex.FEMALE), ("NAM", Sex.MALE), ("3", Sex.UNKNOWN),
     ("", Sex.UNKNOWN)],
)  # fmt: skip
def test_sex(sent: str, sex: Sex) -> None:
    """Codes and words, and what is not determined."""
    assert record(GIOI_TINH=sent).identity.sex is sex


@pytest.mark.parametrize(
    ("changed", "wards"),
    [
        ({}, ("00097",)),
        ({"MAXA_CU_TRU": "1"}, ("00097",)),
        ({"MAXA_CU_TRU": ""}, ("00097",)),
        ({"MAXA_CU_TRU": "", "DIA_CHI": "Phường Hồng Hà", "MATINH_CU_TRU": ""}, ()),
        ({"MAXA_CU_TRU": "", "DIA_CHI": "P. Phúc Xá, Hà Nội", "MATINH_CU_TRU": ""}, ("00097",)),
        ({"MAXA_CU_TRU": "", "DIA_CHI": "Xã Tân Minh", "MATINH_CU_TRU": "79"}, ()),
        ({"MAXA_CU_TRU": "00007", "DIA_CHI": "Phường Giảng Võ"}, ("00025",)),
        ({"MAXA_CU_TRU": "00007", "DIA_CHI": "Phường Hồng Hà"}, ("00008", "00025")),
        ({"MAXA_CU_TRU": "00007", "DIA_CHI": ""}, ("00008", "00025")),
    ],
)
def test_the_wards_that_an_address_may_lie_in(
    changed: dict[str, str], wards: tuple[str, ...]
) -> None:
    """The code gives candidates, words narrow them, another province has none of ours."""
    found = record(**changed).identity.address.wards
    assert set(found) >= set(wards)
    assert bool(found) is bool(wards)


def test_relatives_named_in_papers() -> None:
    """XML7 gives the parents with their BHXH numbers, XML8 the guardian."""
    data = message(XML1=SUMMARY, XML7=PAPERS["XML7"], XML8=PAPERS["XML8"])
    relatives = read(data, RECEIVED).records[0].identity.relatives
    assert [(r.kinship, r.name, r.insurance_numbers) for r in relatives] == [
        (Kinship.MOTHER, "Trần Thị Bình", ("0100000002",)),
        (Kinship.FATHER, "Nguyễn Văn Cường", ()),
        (Kinship.GUARDIAN, "Vũ Văn Giang", ()),
    ]


def test_a_single_birth() -> None:
    """The child has no name yet, a time, a temporary card, a mother with numbers, and a father."""
    (birth,) = births(BIRTH)
    child = birth.child
    assert (child.name, child.birth_time, child.birth_order) == ("", "0512", 0)
    assert (birth.certificate, birth.children, birth.caesarean) == ("12", 1, True)
    assert [r.kinship for r in child.relatives] == [Kinship.MOTHER, Kinship.FATHER]
    assert child.relatives[0].personal_number == "001195000002"


def test_twins_are_ranked_by_their_time() -> None:
    """The second row was born first; certificates of one number are told apart by their row."""
    twin = BIRTH | {"NGAY_SINH_CON": "202603020505", "SO_CON": "2"}
    first, second = births(BIRTH | {"SO_CON": "2"}, twin)
    assert (first.child.birth_order, second.child.birth_order) == (2, 1)
    assert [first.certificate, second.certificate] == ["12row1", "12row2"]
    assert first.children == 2


def test_a_birth_about_which_little_is_known() -> None:
    """Without number the row names the paper; without mother there is no mother."""
    (birth,) = births({"MA_LK": "LK1", "GIOI_TINH_CON": "1", "HO_TEN_CHA": "Lê Văn Cường"})
    assert (birth.certificate, birth.children) == ("row1", 1)
    assert [r.kinship for r in birth.child.relatives] == [Kinship.FATHER]
    (orphan,) = births({"MA_LK": "LK1", "GIOI_TINH_CON": "1"})
    assert orphan.child.relatives == ()


def referral(**changed: str) -> Referral:
    """Read a referral letter with some fields changed."""
    (read_record,) = read(message(XML13=REFERRAL | changed), RECEIVED).records
    (letter,) = (e for e in read_record.events if isinstance(e, Referral))
    return letter


def test_a_letter_of_2024() -> None:
    """QĐ 4750 named the receiver MA_NOI_DEN; the last of several days is that of the letter."""
    letter = referral(MA_CSKCB_DEN="", MA_NOI_DEN="01c51", NGAY_RA="202603011000;202603021000")
    assert (letter.receiver, letter.issued_on) == ("01C51", dt.date(2026, 3, 2))


@pytest.mark.parametrize(
    ("changed", "letter"),
    [
        ({}, "01003/26/1"),
        ({"GIAY_CHUYEN_TUYEN": "", "SO_CHUYENTUYEN": " c 1 "}, "C 1"),
        ({"GIAY_CHUYEN_TUYEN": "", "SO_CHUYENTUYEN": ""}, "H1"),
        ({"GIAY_CHUYEN_TUYEN": "", "SO_CHUYENTUYEN": "", "SO_HOSO": ""}, "visit:LK1"),
    ],
)
def test_the_number_of_a_letter(changed: dict[str, str], letter: str) -> None:
    """Letter, book, file: the first number given names it, the visit when there is none."""
    assert referral(**changed).letter == letter
    assert referral(MA_CSKCB="", NGAY_RA="").sender == "01003"


def test_editions_sort_by_file_then_settlement_then_end() -> None:
    """A later statement of one facility about one visit is the greater text."""
    plain = read(message(XML1=SUMMARY), RECEIVED).records[0].source
    later = record(NGAY_TTOAN="202603021100").source
    undated = record(NGAY_TTOAN="", NGAY_RA="x").source
    assert undated.edition < plain.edition < later.edition
    assert plain.said_at == dt.datetime(2026, 3, 2, 3, 30, tzinfo=dt.UTC)


def test_the_time_said_falls_back_to_the_file_and_then_to_us() -> None:
    """Results alone have no time of their own: NGAYLAP stands in, else the receipt."""
    (dated,) = read(message(XML4=RESULT), RECEIVED).records
    (undated,) = read(message(XML4=RESULT).replace(b"20260302<", b"<"), RECEIVED).records
    assert dated.source.said_at == dt.datetime(2026, 3, 1, 17, tzinfo=dt.UTC)
    assert undated.source.said_at == RECEIVED
    assert undated.source.version == "3176"


def test_costs_that_are_not_given_are_not_zero() -> None:
    """What the patient paid is unknown when neither part is a number."""
    encounter = record(T_BNTT="", T_BNCCT="").events[0]
    assert getattr(encounter, "cost_paid_by_patient", 0) is None


def test_a_document_of_the_old_font_is_read_whole() -> None:
    """In a file of TCVN3, even a short name that could be right is read by the font."""
    sent = {"HO_TEN": "Hé", "DIA_CHI": "Phè HuÕ, Hµ Néi"}
    latin = {n: t for n, t in SUMMARY.items() if t.isascii()}
    (read_record,) = read(message(XML1=latin | sent), RECEIVED).records
    assert read_record.identity.name == "Hộ"
    assert read_record.identity.address.text == "Phố Huế, Hà Nội"
    (mixed,) = read(message(XML1=SUMMARY | sent), RECEIVED).records
    assert mixed.identity.name == "Hé"
