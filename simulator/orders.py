"""Drugs (XML2), services (XML3) and results (XML4) of a visit."""

from __future__ import annotations

from simulator.care import Act, Drug, Result
from simulator.chart import Chart, Fields, minute
from simulator.money import Share, divide

_DRUGS = "4"  # MA_NHOM: drugs within the scope of insurance
_BY_SERVICE = "1"  # MA_PTTT: paid for by the piece


def xml2(chart: Chart) -> list[Fields]:
    """Write a row per drug."""
    return [_drug(chart, n, drug) for n, drug in enumerate(chart.care.drugs, 1)]


def xml3(chart: Chart) -> list[Fields]:
    """Write a row per service."""
    return [_act(chart, n, act) for n, act in enumerate(chart.care.acts, 1)]


def xml4(chart: Chart) -> list[Fields]:
    """Write a row per index or report."""
    return [_result(chart, n, result) for n, result in enumerate(chart.care.results, 1)]


def _drug(chart: Chart, number: int, drug: Drug) -> Fields:
    row, share = drug.row, divide(drug.amount, chart.written.pays)
    return _money(chart, share) | {
        "MA_LK": chart.entry.visit_id,
        "STT": str(number),
        "MA_THUOC": row["code"],
        "MA_NHOM": _DRUGS,
        "TEN_THUOC": row["name"],
        "DON_VI_TINH": row["unit"],
        "HAM_LUONG": row["strength"],
        "DUONG_DUNG": row["route"],
        "DANG_BAO_CHE": row["unit"],
        "LIEU_DUNG": row["dose"],
        "CACH_DUNG": row["dose"],
        "SO_DANG_KY": row["registration"],
        "TT_THAU": f"{chart.visit.end.year};G1;N4;01",
        "SO_LUONG": str(drug.quantity),
        "DON_GIA": row["price"],
        "MA_BAC_SI": chart.doctor.licence,
        "NGAY_YL": minute(drug.ordered),
        "NGAY_TH_YL": minute(drug.ordered),
        "NGUON_CTRA": "1",
    }


def _act(chart: Chart, number: int, act: Act) -> Fields:
    row, share = act.row, divide(act.amount, chart.written.pays)
    return _money(chart, share) | {
        "MA_LK": chart.entry.visit_id,
        "STT": str(number),
        "MA_DICH_VU": row["code"],
        "MA_PTTT_QT": row["procedure"],
        "MA_NHOM": row["group"],
        "TEN_DICH_VU": row["name"],
        "DON_VI_TINH": "Ngày" if row["key"] == "bed" else "Lần",
        "SO_LUONG": str(act.quantity),
        "DON_GIA_BV": row["price"],
        "DON_GIA_BH": row["price"],
        "TYLE_TT_DV": "100",
        "MA_GIUONG": "H001" if row["key"] == "bed" else "",
        "MA_BAC_SI": chart.doctor.licence,
        "NGUOI_THUC_HIEN": chart.doctor.licence,
        "MA_BENH": chart.visit.disease.code,
        "NGAY_YL": minute(act.ordered),
        "NGAY_TH_YL": minute(act.done),
        "NGAY_KQ": minute(act.done),
    }


def _result(chart: Chart, number: int, result: Result) -> Fields:
    return {
        "MA_LK": chart.entry.visit_id,
        "STT": str(number),
        "MA_DICH_VU": result.service["code"],
        "MA_CHI_SO": result.index.get("code", ""),
        "TEN_CHI_SO": result.index.get("name", result.service["name"]),
        "GIA_TRI": result.value,
        "DON_VI_DO": result.index.get("unit", ""),
        "MO_TA": result.description,
        "KET_LUAN": result.conclusion,
        "NGAY_KQ": minute(result.at),
        "MA_BS_DOC_KQ": chart.doctor.licence,
    }


def _money(chart: Chart, share: Share) -> Fields:
    return {
        "PHAM_VI": "1" if chart.written.pays else "2",
        "TYLE_TT_BH": "100" if chart.written.pays else "0",
        "THANH_TIEN_BV": str(share.total),
        "THANH_TIEN_BH": str(share.insured),
        "T_NGUONKHAC_NSNN": "0",
        "T_NGUONKHAC_VTNN": "0",
        "T_NGUONKHAC_VTTN": "0",
        "T_NGUONKHAC_CL": "0",
        "T_NGUONKHAC": "0",
        "MUC_HUONG": str(chart.written.pays),
        "T_BHTT": str(share.fund),
        "T_BNCCT": str(share.copaid),
        "T_BNTT": str(share.self_paid),
        "MA_KHOA": chart.visit.disease.department,
        "MA_PTTT": _BY_SERVICE,
    }
