"""The visit itself: Encounter and Diagnoses from XML1, or the bare arrival from XML0."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from graph.model import Diagnosis, Encounter, Origin
from ingest.icd import normalise
from ingest.letters import letter_number
from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.visit import Visit

_ATTENDING = ("XML3", "XML2", "XML13", "XML14")


def encounters(visit: Visit) -> Iterator[Encounter]:
    """Give the visit of XML1; of XML0 only its arrival; of supplements alone nothing."""
    if visit.summary:
        yield _encounter(visit, visit.summary)
    else:
        yield from map(_arrival, visit.rows("XML0")[:1])


def _encounter(visit: Visit, row: Row) -> Encounter:
    return Encounter(
        origin=Origin(row.table, row.number),
        kind=row["MA_LOAI_KCB"].zfill(2) if row["MA_LOAI_KCB"] else "",
        started_at=values.moment(row["NGAY_VAO"]),
        admitted_at=values.moment(row["NGAY_VAO_NOI_TRU"]),
        ended_at=values.moment(row["NGAY_RA"]),
        department=row["MA_KHOA"],
        reason=row["LY_DO_VV"],
        entitlement=row["MA_DOITUONG_KCB"],
        result=row["KET_QUA_DTRI"],
        ending=row["MA_LOAI_RV"],
        days=values.whole(row["SO_NGAY_DTRI"]),
        treatment=row["PP_DIEU_TRI"],
        referred_from=row["MA_NOI_DI"].upper(),
        referred_to=row["MA_NOI_DEN"].upper(),
        letter=letter_number(row["GIAY_CHUYEN_TUYEN"]),
        practitioners=_practitioners(visit),
        weight_kg=values.number(row["CAN_NANG"]),
        newborn_weight_g=values.number(row["CAN_NANG_CON"]),
        blood_group=row["NHOM_MAU"],
        cost_total=values.number(row["T_TONGCHI_BV"]),
        cost_insured=values.number(row["T_TONGCHI_BH"]),
        cost_paid_by_insurance=values.number(row["T_BHTT"]),
        cost_paid_by_patient=_sum(row["T_BNTT"], row["T_BNCCT"]),
        medical_record=row["MA_HSBA"],
    )


def _arrival(row: Row) -> Encounter:
    return Encounter(
        origin=Origin(row.table, row.number),
        kind=row["MA_LOAI_KCB"].zfill(2) if row["MA_LOAI_KCB"] else "",
        started_at=values.moment(row["NGAY_VAO"]),
        admitted_at=values.moment(row["NGAY_VAO_NOI_TRU"]),
        arrival_only=True,
        reason=row["LY_DO_VNT"],
        entitlement=row["MA_DOITUONG_KCB"],
    )


def _practitioners(visit: Visit) -> tuple[str, ...]:
    """Give the licences of the doctors who ordered or signed, each once."""
    rows = (row for table in _ATTENDING for row in visit.rows(table))
    return tuple(dict.fromkeys(one for row in rows for one in values.parts(row["MA_BAC_SI"])))


def _sum(*texts: str) -> Decimal | None:
    known = [n for n in map(values.number, texts) if n is not None]
    return sum(known, Decimal()) if known else None


def diagnoses(visit: Visit) -> Iterator[Diagnosis]:
    """Give the diagnoses of XML1: the words on admission, then the codes in their order."""
    row = visit.summary
    if row is None:
        return
    origin = Origin(row.table, row.number)
    if row["CHAN_DOAN_VAO"]:
        yield Diagnosis(origin, "admission", text=row["CHAN_DOAN_VAO"])
    main = row["MA_BENH_CHINH"]
    if main or row["CHAN_DOAN_RV"]:
        yield Diagnosis(origin, "main", normalise(main), main, row["CHAN_DOAN_RV"])
    for role, field in (("secondary", "MA_BENH_KT"), ("traditional", "MA_BENH_YHCT")):
        for code in values.parts(row[field].replace(",", ";")):
            yield Diagnosis(origin, role, normalise(code), code)
