"""Papers that lead on: birth certificate (XML9), referral (XML13), appointment (XML14)."""

from __future__ import annotations

from simulator import clerk
from simulator.chart import Chart, Fields, day, minute
from simulator.papers import results
from simulator.people import Person
from simulator.summary import entitlement, identity

_POLICE = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


def xml9(chart: Chart) -> list[Fields]:
    """Write a certificate per child; HO_TEN_CON is the name that the parents intend, if any."""
    return [
        _certificate(chart, child, number)
        for child, number in zip(chart.visit.newborns, chart.entry.certificates, strict=True)
    ]


def xml13(chart: Chart) -> Fields:
    """Write the referral letter, under the names of both versions (QĐ 4750 and QĐ 3176)."""
    visit, letter = chart.visit, chart.visit.refers
    if letter is None:
        return {}
    return _same_as_xml1(chart) | {
        "SO_HOSO": f"HS{chart.entry.letter}",
        "SO_CHUYENTUYEN": chart.entry.letter.partition("/")[0],
        "GIAY_CHUYEN_TUYEN": chart.entry.letter,
        "MA_CSKCB_DI": chart.entry.shown_sender,
        "MA_NOI_DI": chart.entry.shown_sender,
        "MA_CSKCB_DEN": letter.receiver.code,
        "MA_NOI_DEN": letter.receiver.code,
        "DAU_HIEU_LS": visit.complaint,
        "QT_BENHLY": f"{visit.complaint}. Đã điều trị tại {visit.facility.name}.",
        "TOMTAT_KQ": results(chart),
        "PP_DIEUTRI": "Điều trị triệu chứng",
        "PP_DIEU_TRI": "Điều trị triệu chứng",
        "TINH_TRANG_CT": "Tỉnh, tiếp xúc được, mạch và huyết áp ổn định",
        "MA_LOAI_RV": chart.ending,
        "MA_LYDO_CT": "3" if letter.requested else "2" if letter.upward else "1",
        "HUONG_DIEU_TRI": "Chuyển tuyến trên điều trị tiếp"
        if letter.upward
        else "Chuyển về tuyến dưới theo dõi và điều trị tiếp",
        "PHUONGTIEN_VC": "Xe cứu thương" if visit.inpatient else "Tự túc",
    }


def xml14(chart: Chart) -> Fields:
    """Write the appointment letter."""
    visit, booked = chart.visit, chart.visit.books
    if booked is None:
        return {}
    return _same_as_xml1(chart) | {
        "SO_GIAYHEN_KL": chart.entry.booking,
        "NGAY_HEN_KL": day(booked.day),
        "MA_DOITUONG_KCB": entitlement(chart),
        "NGAY_CT": day(visit.end),
    }


def _same_as_xml1(chart: Chart) -> Fields:
    """Write the fields that must equal those of XML1."""
    visit = chart.visit
    return identity(chart) | {
        "MA_LK": chart.entry.visit_id,
        "MA_CSKCB": visit.facility.code,
        "NGAY_VAO": minute(visit.start),
        "NGAY_VAO_NOI_TRU": minute(visit.admitted) if visit.admitted else "",
        "NGAY_RA": minute(visit.end),
        "CHAN_DOAN_RV": chart.diagnosis,
        "MA_BENH_CHINH": visit.disease.code,
        "MA_BENH_KT": ";".join(visit.disease.secondary),
        "MA_BAC_SI": chart.doctor.licence,
        "MA_TTDV": chart.staff.head,
    }


def _certificate(chart: Chart, child: Person, number: str) -> Fields:
    visit, written = chart.visit, chart.written
    intended = chart.rng.random() < 0.4
    return _mother(chart) | {
        "MA_LK": chart.entry.visit_id,
        "MATINH_CU_TRU": written.province,
        "MAHUYEN_CU_TRU": written.district,
        "MAXA_CU_TRU": written.ward,
        "HO_TEN_CHA": chart.father.name if chart.father else "",
        "MA_THE_TAM": child.temporary_card,
        "HO_TEN_CON": child.name if intended else "",
        "GIOI_TINH_CON": "2" if child.sex == "F" else "1",
        "SO_CON": str(len(visit.newborns)),
        "LAN_SINH": str(chart.births),
        "SO_CON_SONG": str(len(visit.newborns)),
        "CAN_NANG_CON": str(child.weight_g),
        "NGAY_SINH_CON": minute(child.born),
        "NOI_SINH_CON": visit.facility.name,
        "TINH_TRANG_CON": "Khỏe mạnh" if child.weight_g >= 2500 else "Nhẹ cân",
        "SINHCON_PHAUTHUAT": "1" if visit.disease.code.startswith("O82") else "0",
        "SINHCON_DUOI32TUAN": "1" if child.weight_g < 1600 else "0",
        "GHI_CHU": "Không",
        "NGUOI_DO_DE": chart.doctor.name,
        "NGUOI_GHI_PHIEU": chart.doctor.name,
        "NGAY_CT": day(visit.end),
        "SO": number,
        "QUYEN_SO": f"{visit.end.year}-01",
        "MA_TTDV": chart.staff.head,
    }


def _mother(chart: Chart) -> Fields:
    """Write the mother as XML1 of the same visit has her; a certificate needs a number."""
    written, mother = chart.written, chart.visit.person
    card = written.card if len(written.card) == clerk.CARD else ""
    return {
        "MA_BHXH_NND": mother.insurance_number,
        "MA_THE_NND": card,
        "HO_TEN_NND": written.name,
        "NGAYSINH_NND": written.born[:8],
        "MA_DANTOC_NND": mother.ethnicity,
        "SO_CCCD_NND": written.number or mother.personal_number,
        "NGAYCAP_CCCD_NND": _issued(mother),
        "NOICAP_CCCD_NND": _POLICE,
        "NOI_CU_TRU_NND": written.address,
        "MA_QUOCTICH": "000",
    }


def _issued(person: Person) -> str:
    """Give the day of issue of the chip card: 2021 to 2023, when Hanoi's were made."""
    number = int(person.personal_number[-6:])
    return f"{2021 + number % 3}{number % 12 + 1:02}{number % 28 + 1:02}"
