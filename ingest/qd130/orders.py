"""What was ordered and found: prescriptions of XML2, services of XML3, results of XML4."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import MedicationItem, Observation, Origin, Prescription, Service
from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.visit import Visit


def prescriptions(visit: Visit) -> Iterator[Prescription]:
    """Group the rows of XML2 by the time and the practitioner of the order (NGAY_YL, MA_BAC_SI)."""
    orders: dict[tuple[str, str], list[Row]] = {}
    for row in visit.rows("XML2"):
        orders.setdefault((row["NGAY_YL"], row["MA_BAC_SI"]), []).append(row)
    for (at, prescriber), rows in orders.items():
        yield Prescription(
            origin=Origin("XML2", rows[0].number),
            ordered_at=values.moment(at),
            prescriber=prescriber,
            department=rows[0]["MA_KHOA"],
            items=tuple(map(_item, rows)),
        )


def _item(row: Row) -> MedicationItem:
    return MedicationItem(
        origin=Origin("XML2", row.number),
        code=row["MA_THUOC"],
        drug=row["TEN_THUOC"],
        strength=row["HAM_LUONG"],
        registration=row["SO_DANG_KY"],
        dose=row["LIEU_DUNG"],
        instructions=row["CACH_DUNG"],
        route=row["DUONG_DUNG"],
        quantity=values.number(row["SO_LUONG"]),
        unit=row["DON_VI_TINH"],
        cost=values.number(row["THANH_TIEN_BV"]),
    )


def services(visit: Visit) -> Iterator[Service]:
    """Give the services and supplies of XML3; a row with MA_VAT_TU is a supply."""
    return map(_service, visit.rows("XML3"))


def _service(row: Row) -> Service:
    material = bool(row["MA_VAT_TU"])
    return Service(
        origin=Origin("XML3", row.number),
        code=row["MA_VAT_TU"] or row["MA_DICH_VU"],
        wording=row.first(*(("TEN_VAT_TU", "TEN_DICH_VU")[:: 1 if material else -1])),
        material=material,
        ordered_at=values.moment(row["NGAY_YL"]),
        performed_at=values.moment(row["NGAY_TH_YL"]),
        result_at=values.moment(row["NGAY_KQ"]),
        quantity=values.number(row["SO_LUONG"]),
        unit=row["DON_VI_TINH"],
        practitioners=_each_once(row["MA_BAC_SI"], row["NGUOI_THUC_HIEN"]),
        department=row["MA_KHOA"],
        cost=values.number(row["THANH_TIEN_BV"]),
    )


def _each_once(*lists: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for listed in lists for one in values.parts(listed)))


def observations(visit: Visit) -> Iterator[Observation]:
    """Give the results of XML4, also those that arrive weeks after the visit."""
    return map(_observation, visit.rows("XML4"))


def _observation(row: Row) -> Observation:
    return Observation(
        origin=Origin("XML4", row.number),
        service=row["MA_DICH_VU"],
        code=row["MA_CHI_SO"],
        wording=row["TEN_CHI_SO"],
        value=row["GIA_TRI"],
        unit=row["DON_VI_DO"],
        description=row["MO_TA"],
        conclusion=row["KET_LUAN"],
        resulted_at=values.moment(row["NGAY_KQ"]),
        practitioner=row["MA_BS_DOC_KQ"],
    )
