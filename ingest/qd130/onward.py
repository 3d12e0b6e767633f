"""Letters that join visits: referrals of XML13, appointments of XML14 and NGAY_TAI_KHAM."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from graph.model import Appointment, Origin, Referral
from ingest.icd import normalise
from ingest.letters import letter_number
from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.visit import Visit


def referrals(visit: Visit) -> Iterator[Referral]:
    """Give the referral letters. One without any number is named after its visit."""
    for row in visit.rows("XML13"):
        number = row.first("GIAY_CHUYEN_TUYEN", "SO_CHUYENTUYEN", "SO_HOSO")
        yield Referral(
            origin=Origin("XML13", row.number),
            letter=letter_number(number) or f"visit:{visit.key}",
            sender=row["MA_CSKCB"].upper() or visit.facility,
            receiver=_receiver(visit, row).upper(),
            issued_on=_issued_on(visit, row),
            reason=row["MA_LYDO_CT"],
            main_code=normalise(row["MA_BENH_CHINH"] or visit.person["MA_BENH_CHINH"]),
            diagnosis=row["CHAN_DOAN_RV"],
            condition=row.first("TINH_TRANG_CT", "DAU_HIEU_LS"),
            plan=row["HUONG_DIEU_TRI"],
            transport=row["PHUONGTIEN_VC"],
            practitioner=row["MA_BAC_SI"],
        )


def _issued_on(visit: Visit, row: Row) -> dt.date | None:
    """Give the day the patient left, since XML13 has no date of its own (QĐ 3176: a `;` list)."""
    left = values.parts(row["NGAY_RA"] or visit.person["NGAY_RA"])
    return values.day(left[-1]) if left else None


def _receiver(visit: Visit, row: Row) -> str:
    """Read where to: MA_CSKCB_DEN since QĐ 3176, MA_NOI_DEN before, else what XML1 says."""
    return row.first("MA_CSKCB_DEN", "MA_NOI_DEN") or visit.person["MA_NOI_DEN"]


def appointments(visit: Visit) -> Iterator[Appointment]:
    """Give the appointment letters, then the days of NGAY_TAI_KHAM that no letter speaks of."""
    lettered = list(_lettered(visit))
    yield from lettered
    summary = visit.summary
    known = {appointment.day for appointment in lettered}
    for text in values.parts(summary["NGAY_TAI_KHAM"]) if summary else ():
        day = values.day(text)
        if summary and day and day not in known:
            known.add(day)
            yield Appointment(Origin(summary.table, summary.number), day)


def _lettered(visit: Visit) -> Iterator[Appointment]:
    for row in visit.rows("XML14"):
        day = values.day(row["NGAY_HEN_KL"])
        if day:
            yield Appointment(
                origin=Origin("XML14", row.number),
                day=day,
                letter=letter_number(row["SO_GIAYHEN_KL"]),
                diagnosis=row["CHAN_DOAN_RV"],
                practitioner=row["MA_BAC_SI"],
            )
