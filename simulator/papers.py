"""Papers of a stay: progress (XML5), discharge (XML7), summary (XML8), sick leave (XML11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from simulator.chart import Chart, Fields, day, minute
from simulator.summary import employer

_NOTES = 4
_UNDER_AGE = 16
_PULSE = {"infant": 130, "child": 100, "adult": 80}


def xml5(chart: Chart) -> list[Fields]:
    """Write a progress note a day, the first four; signs are free text (annex of QĐ 4750)."""
    return [_note(chart, n, at) for n, at in enumerate(_moments(chart), 1)]


def xml7(chart: Chart) -> Fields:
    """Write the discharge paper; parents are named for a patient under 16."""
    visit = chart.visit
    return _parents(chart) | {
        "MA_LK": chart.entry.visit_id,
        "SO_LUU_TRU": f"{visit.end.year % 100:02}{chart.entry.visit_id[-6:]}",
        "MA_YTE": chart.entry.local_id,
        "MA_KHOA_RV": visit.disease.department,
        "NGAY_VAO": minute(visit.start),
        "NGAY_RA": minute(visit.end),
        "MA_DINH_CHI_THAI": "0",
        "CHAN_DOAN_RV": f"{visit.disease.code} - {chart.diagnosis}",
        "PP_DIEUTRI": "Điều trị theo phác đồ",
        "GHI_CHU": "Nghỉ ngơi, uống thuốc theo đơn, khám lại khi có dấu hiệu bất thường",
        "MA_TTDV": chart.staff.head,
        "MA_BS": chart.doctor.licence,
        "TEN_BS": chart.doctor.name,
        "NGAY_CT": day(visit.end),
    }


def xml8(chart: Chart) -> Fields:
    """Write the summary of the record, for stays (MA_LOAI_KCB 03, 04, 06)."""
    visit, ill = chart.visit, chart.visit.disease
    parents = _parents(chart)
    return {
        "MA_LK": chart.entry.visit_id,
        "MA_LOAI_KCB": visit.kind,
        "HO_TEN_CHA": parents["HO_TEN_CHA"],
        "HO_TEN_ME": parents["HO_TEN_ME"],
        "DON_VI": employer(chart),
        "NGAY_VAO": minute(visit.start),
        "NGAY_RA": minute(visit.end),
        "CHAN_DOAN_VAO": f"Theo dõi {ill.title[0].lower()}{ill.title[1:]}",
        "CHAN_DOAN_RV": chart.diagnosis,
        "QT_BENHLY": f"{visit.complaint}. Bệnh diễn biến trước khi vào viện 1-3 ngày.",
        "TOMTAT_KQ": results(chart),
        "PP_DIEUTRI": "Điều trị theo phác đồ",
        "NGAY_SINHCON": day(visit.newborns[0].born) if visit.newborns else "",
        "KET_QUA_DTRI": chart.result,
        "GHI_CHU": "Tái khám theo hẹn",
        "MA_TTDV": chart.staff.head,
        "NGAY_CT": day(visit.end),
        "MA_THE_TAM": parents["MA_THE_TAM"],
    }


def xml11(chart: Chart, days: int) -> Fields:
    """Write the sick-leave certificate for an employee, of so many days (TT 18/2022)."""
    visit = chart.visit
    first = visit.end.date()
    return {
        "MA_LK": chart.entry.visit_id,
        "SO_CT": f"CT{chart.entry.visit_id[-6:]}",
        "SO_SERI": f"{visit.facility.code}{chart.entry.visit_id[-8:]}",
        "SO_KCB": chart.entry.visit_id[-6:],
        "DON_VI": employer(chart),
        "MA_BHXH": visit.person.insurance_number,
        "MA_THE_BHYT": chart.written.card,
        "CHAN_DOAN_RV": chart.diagnosis,
        "PP_DIEUTRI": "Nghỉ ngơi, dùng thuốc theo đơn",
        "MA_DINH_CHI_THAI": "0",
        "SO_NGAY_NGHI": str(days),
        "TU_NGAY": day(first),
        "DEN_NGAY": day(first + dt.timedelta(days=days - 1)),
        "MA_TTDV": chart.staff.head,
        "MA_BS": chart.doctor.licence,
        "NGAY_CT": day(first),
        "MAU_SO": "CT07",
    }


def results(chart: Chart) -> str:
    """Write the results in one line, for the papers that ask for the important ones."""
    found = [
        f"{r.index.get('code', r.service['name'])}: {r.value or r.conclusion}"
        for r in chart.care.results
    ]
    return "; ".join(found[:8]) or "Không có chỉ định cận lâm sàng"


def _moments(chart: Chart) -> Iterator[dt.datetime]:
    at = chart.visit.admitted or chart.visit.start
    for number in range(_NOTES):
        moment = at + dt.timedelta(days=number, minutes=15)
        if number == 0 or moment < chart.visit.end:
            yield min(moment, chart.visit.end)


def _note(chart: Chart, number: int, at: dt.datetime) -> Fields:
    complaint = chart.visit.complaint if number == 1 else "Tình trạng đỡ hơn"
    rng, age = chart.rng, chart.visit.person.age(at.date())
    pulse = _PULSE["infant" if age < 1 else "child" if age < 12 else "adult"]
    heat = 36.6 + max(0.0, rng.gauss(1.4 if number == 1 else 0.4, 0.5))
    signs = f"M: {pulse + rng.randrange(-8, 12)} l/p; T: {heat:.1f} độ C"
    if age >= 12:
        signs += f"; HA: {rng.randrange(100, 150)}/{rng.randrange(60, 90)} mmHg"
    return {
        "MA_LK": chart.entry.visit_id,
        "STT": str(number),
        "DIEN_BIEN_LS": f"{complaint}. {signs}; NT: {rng.randrange(16, 24)} l/p",
        "GIAI_DOAN_BENH": "",
        "THOI_DIEM_DBLS": minute(at),
        "NGUOI_THUC_HIEN": chart.doctor.licence,
    }


def _parents(chart: Chart) -> Fields:
    person = chart.visit.person
    on = chart.visit.end.date()
    child = person.age(on) < _UNDER_AGE
    father, mother = (chart.father, chart.mother) if child else (None, None)
    return {
        "MA_CHA": father.insurance_number if father else "",
        "MA_ME": mother.insurance_number if mother else "",
        "HO_TEN_CHA": father.name if father else "",
        "HO_TEN_ME": mother.name if mother else "",
        "MA_THE_TAM": person.temporary_card if person.nameless(on) else "",
    }
