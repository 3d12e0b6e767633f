"""The summary of a visit (XML1) and the notice of an arrival (XML0)."""

from __future__ import annotations

from simulator.chart import Chart, Fields, day, minute
from simulator.tables import by_key

_VIETNAM = "000"
#: Entitlement classes of QĐ 3276/2025; which of 1.1 to 1.5 is which is written from memory.
_NEWBORN, _UNINSURED, _EMERGENCY = "1.7", "9", "2"
_REFERRED, _APPOINTED, _AT_HOME, _ELSEWHERE = "1.3", "1.4", "1.1", "3.3"
_INJURY = "1"
_NO_JOB = "00000"


def xml1(chart: Chart) -> Fields:
    """Write XML1."""
    return _who(chart) | _why(chart) | _when(chart) | _paid(chart)


def xml0(chart: Chart) -> Fields:
    """Write XML0: who arrived, when; nothing is known of the end."""
    shared = xml1(chart)
    keep = (
        "MA_LK", "STT", "MA_BN", "HO_TEN", "SO_CCCD", "NGAY_SINH", "GIOI_TINH", "MA_THE_BHYT",
        "MA_DKBD", "GT_THE_TU", "GT_THE_DEN", "MA_DOITUONG_KCB", "NGAY_VAO", "NGAY_VAO_NOI_TRU",
        "LY_DO_VNT", "MA_LOAI_KCB", "MA_CSKCB",
    )  # fmt: skip
    return {name: shared[name] for name in keep} | {"NGAY_YL": shared["NGAY_VAO"]}


def identity(chart: Chart) -> Fields:
    """Write the fields of the person that XML0, XML1, XML13 and XML14 share."""
    written, person = chart.written, chart.visit.person
    return {
        "MA_BN": chart.entry.local_id,
        "HO_TEN": written.name,
        "SO_CCCD": written.number,
        "NGAY_SINH": written.born,
        "GIOI_TINH": written.sex,
        "MA_QUOCTICH": _VIETNAM,
        "MA_DANTOC": person.ethnicity,
        "MA_NGHE_NGHIEP": person.job or _NO_JOB,
        "DIA_CHI": written.address,
        "MA_THE_BHYT": written.card,
        "GT_THE_DEN": written.card_until,
    }


def entitlement(chart: Chart) -> str:
    """Give MA_DOITUONG_KCB."""
    visit = chart.visit
    if visit.person.nameless(visit.start.date()):
        return _NEWBORN
    if not chart.written.card:
        return _UNINSURED
    if visit.sent_by:
        return _REFERRED
    if visit.keeps:
        return _APPOINTED
    if visit.inpatient:
        return _EMERGENCY
    return _AT_HOME if visit.facility.code == chart.written.registered else _ELSEWHERE


def _who(chart: Chart) -> Fields:
    written = chart.written
    return identity(chart) | {
        "MA_LK": chart.entry.visit_id,
        "STT": "1",
        "MATINH_CU_TRU": written.province,
        "MAHUYEN_CU_TRU": written.district,
        "MAXA_CU_TRU": written.ward,
        "DIEN_THOAI": written.phone,
        "MA_DKBD": written.registered if written.card else "",
        "GT_THE_TU": written.card_since,
        "NHOM_MAU": chart.rng.choice(("O", "A", "B", "AB", "")) if chart.visit.inpatient else "",
    }


def _why(chart: Chart) -> Fields:
    visit, ill = chart.visit, chart.visit.disease
    inpatient = visit.inpatient
    codes = (act.row["procedure"] for act in chart.care.acts)
    return {
        "LY_DO_VV": visit.complaint,
        "LY_DO_VNT": visit.complaint if inpatient else "",
        "CHAN_DOAN_VAO": f"Theo dõi {ill.title[0].lower()}{ill.title[1:]}",
        "CHAN_DOAN_RV": chart.diagnosis,
        "MA_BENH_CHINH": ill.code,
        "MA_BENH_KT": ";".join(ill.secondary),
        "MA_PTTT_QT": ";".join(dict.fromkeys(code for code in codes if code)),
        "MA_DOITUONG_KCB": entitlement(chart),
        "MA_NOI_DI": chart.entry.shown_sender,
        "MA_NOI_DEN": visit.refers.receiver.code if visit.refers else "",
        "MA_TAI_NAN": _INJURY if ill.code[0] == "S" else "",
        "GIAY_CHUYEN_TUYEN": chart.entry.shown_letter,
        "PP_DIEU_TRI": "Điều trị nội khoa" if inpatient else "Cấp đơn, hướng dẫn tại nhà",
        "KET_QUA_DTRI": chart.result,
        "MA_LOAI_RV": chart.ending,
        "GHI_CHU": "Tái khám theo hẹn" if visit.books else "",
        "CAN_NANG": _weight(chart),
        "CAN_NANG_CON": ";".join(str(child.weight_g) for child in visit.newborns),
    }


def _when(chart: Chart) -> Fields:
    visit = chart.visit
    return {
        "NGAY_VAO": minute(visit.start),
        "NGAY_VAO_NOI_TRU": minute(visit.admitted) if visit.admitted else "",
        "NGAY_RA": minute(visit.end),
        "SO_NGAY_DTRI": str(visit.days),
        "NGAY_TTOAN": minute(visit.end),
        "NAM_QT": str(visit.end.year),
        "THANG_QT": f"{visit.end.month:02}",
        "MA_LOAI_KCB": visit.kind,
        "MA_KHOA": visit.disease.department,
        "MA_CSKCB": visit.facility.code,
        "NGAY_TAI_KHAM": day(visit.books.day) if visit.books else "",
        "MA_HSBA": f"{'BA' if visit.inpatient else 'PK'}{chart.entry.visit_id}",
        "MA_TTDV": chart.staff.head,
    }


def _paid(chart: Chart) -> Fields:
    paid = chart.paid
    return {
        "T_THUOC": str(sum(drug.amount for drug in chart.care.drugs)),
        "T_VTYT": "0",
        "T_TONGCHI_BV": str(paid.total),
        "T_TONGCHI_BH": str(paid.insured),
        "T_BNTT": str(paid.self_paid),
        "T_BNCCT": str(paid.copaid),
        "T_BHTT": str(paid.fund),
        "T_NGUONKHAC": "0",
        "T_BHTT_GDV": "0",
    }


def _weight(chart: Chart) -> str:
    """Draw a weight that fits the age, in kilograms with two decimals."""
    person, start = chart.visit.person, chart.visit.start.date()
    age = person.age(start)
    if age < 1:
        months = (start - person.born.date()).days / 30
        return f"{(person.weight_g or 3200) / 1000 + 0.55 * months:.2f}"
    usual = 8 + 2.6 * age if age < 16 else (52 if person.sex == "F" else 62)
    return f"{max(7.0, chart.rng.gauss(usual, usual * 0.12)):.2f}"


def employer(chart: Chart) -> str:
    """Give the employer, where the job has one."""
    job = chart.visit.person.job
    return by_key("occupations", "code")[job]["employer"] if job else ""
