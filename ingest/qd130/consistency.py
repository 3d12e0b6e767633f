"""Rules between fields and between tables of one visit (QĐ 4750 and QĐ 3176, notes of the tables).

Policy is data: which times are ordered, which fields repeat the summary, what adds up to what.
Nothing here stops a visit from being read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.visit import Visit
from ingest.reading import Finding, finding

#: (table, earlier, later): the later may not come before the earlier.
ORDERED: tuple[tuple[str, str, str], ...] = (
    ("XML0", "NGAY_VAO", "NGAY_VAO_NOI_TRU"),
    ("XML1", "NGAY_VAO", "NGAY_VAO_NOI_TRU"),
    ("XML1", "NGAY_VAO", "NGAY_RA"),
    ("XML2", "NGAY_YL", "NGAY_TH_YL"),
    ("XML3", "NGAY_YL", "NGAY_TH_YL"),
    ("XML3", "NGAY_YL", "NGAY_KQ"),
    ("XML7", "NGAY_VAO", "NGAY_RA"),
    ("XML8", "NGAY_VAO", "NGAY_RA"),
    ("XML10", "TU_NGAY", "DEN_NGAY"),
    ("XML11", "TU_NGAY", "DEN_NGAY"),
    ("XML14", "NGAY_RA", "NGAY_HEN_KL"),
    ("XML14", "NGAY_VAO", "NGAY_CT"),
)

_PERSON = ("HO_TEN", "NGAY_SINH", "GIOI_TINH", "DIA_CHI", "MA_THE_BHYT")
_STAY = ("NGAY_VAO", "NGAY_VAO_NOI_TRU", "NGAY_RA")
_DIAGNOSIS = ("CHAN_DOAN_RV", "MA_BENH_CHINH", "MA_BENH_KT", "MA_BENH_YHCT")

#: Table -> fields that must equal the summary's when they are filled in.
REPEATED: dict[str, tuple[str, ...]] = {
    "XML6": ("NGAY_SINH", "GIOI_TINH", "DIA_CHI", "MATINH_CU_TRU", "MAXA_CU_TRU"),
    "XML13": (*_PERSON, "MA_QUOCTICH", "MA_DANTOC", *_STAY, *_DIAGNOSIS, "MA_LOAI_RV"),
    "XML14": (*_PERSON, *_STAY, *_DIAGNOSIS, "MA_DOITUONG_KCB"),
    "XML15": ("HO_TEN", "SO_CCCD"),
}

_CARD_LISTS = ("MA_THE_BHYT", "MA_DKBD", "GT_THE_TU", "GT_THE_DEN")
_MOST_SECONDARY = 12
_NO_DAYS = {"01", "07", "09"}  # forms of care without a stay: SO_NGAY_DTRI is 0
_TRANSFERS = {"2", "5"}  # MA_LOAI_RV of a discharge by referral
_TOLERANCE = 10.0  # đồng, what rounding may leave


def inconsistencies(visit: Visit) -> Iterator[Finding]:
    """Say which rules between fields a visit breaks."""
    yield from _out_of_order(visit)
    if visit.summary:
        for rule in SUMMARY_RULES:
            yield from rule(visit, visit.summary)
    for row in (*visit.rows("XML2"), *visit.rows("XML3")):
        yield from _amounts(row)
    for row in visit.rows("XML13"):
        if not row.first("GIAY_CHUYEN_TUYEN", "SO_CHUYENTUYEN", "SO_HOSO"):
            yield _at(row, "GIAY_CHUYEN_TUYEN", "letter-missing")
    for row in visit.rows("XML14"):
        if values.day(row["NGAY_HEN_KL"]) is None:
            yield _at(row, "NGAY_HEN_KL", "appointment-day")


def _at(row: Row, field: str, rule: str) -> Finding:
    return finding(rule, row.table, row.number, field)


def _out_of_order(visit: Visit) -> Iterator[Finding]:
    for table, earlier, later in ORDERED:
        for row in visit.rows(table):
            first, second = row[earlier], row[later]
            length = min(len(first), len(second), 12)
            if second[:length] < first[:length]:
                yield _at(row, later, "order")


def _differing(visit: Visit, summary: Row) -> Iterator[Finding]:
    for table, fields in REPEATED.items():
        for row in visit.rows(table):
            for field in fields:
                said = row[field]
                if said and ";" not in said and summary[field] and said != summary[field]:
                    yield _at(row, field, "differs-from-summary")


def _cards(_visit: Visit, row: Row) -> Iterator[Finding]:
    lists = [values.parts(row[field]) for field in _CARD_LISTS]
    if not lists[0]:
        return
    if len({len(listed) for listed in lists if listed}) > 1:
        yield _at(row, "MA_THE_BHYT", "parallel-lists")
    on = row["NGAY_VAO"][:8]
    periods = list(zip(lists[2], lists[3], strict=False))
    if on and periods and not any(start <= on <= end for start, end in periods):
        yield _at(row, "GT_THE_DEN", "card-not-valid")


def _plausible(_visit: Visit, row: Row) -> Iterator[Finding]:
    if len(values.parts(row["MA_BENH_KT"])) > _MOST_SECONDARY:
        yield _at(row, "MA_BENH_KT", "too-many-codes")
    if row["MA_LOAI_KCB"] in _NO_DAYS and values.whole(row["SO_NGAY_DTRI"]):
        yield _at(row, "SO_NGAY_DTRI", "days-not-zero")
    if len(row["HO_TEN"]) == 1:
        yield _at(row, "HO_TEN", "name-short")


def _transfer(visit: Visit, row: Row) -> Iterator[Finding]:
    leaves, lettered = row["MA_LOAI_RV"] in _TRANSFERS, bool(visit.rows("XML13"))
    if leaves and not lettered and visit.whole:
        yield finding("referral-missing", "XML13")
    if lettered and not leaves:
        yield _at(row, "MA_LOAI_RV", "referral-without-transfer")


def _totals(visit: Visit, row: Row) -> Iterator[Finding]:
    paid = ("T_BHTT", "T_BNCCT", "T_BNTT", "T_NGUONKHAC")
    if _apart(_money(row["T_TONGCHI_BV"]), sum(_money(row[field]) for field in paid)):
        yield _at(row, "T_TONGCHI_BV", "total-differs")
    lines = (*visit.rows("XML2"), *visit.rows("XML3"))
    if not lines:
        return
    for total, part in (("T_TONGCHI_BV", "THANH_TIEN_BV"), ("T_TONGCHI_BH", "THANH_TIEN_BH")):
        if _apart(_money(row[total]), sum(_money(line[part]) for line in lines)):
            yield _at(row, total, "total-differs")


def _amounts(row: Row) -> Iterator[Finding]:
    """Hold THANH_TIEN_BV against quantity × price (× TYLE_TT_DV / 100 for services)."""
    price = row.first("DON_GIA_BV", "DON_GIA")
    if not (price and row["SO_LUONG"] and row["THANH_TIEN_BV"]):
        return
    share = _money(row["TYLE_TT_DV"]) / 100 if row["TYLE_TT_DV"] else 1.0
    if _apart(_money(row["THANH_TIEN_BV"]), _money(row["SO_LUONG"]) * _money(price) * share):
        yield _at(row, "THANH_TIEN_BV", "amount-differs")


def _apart(total: float, parts: float) -> bool:
    return abs(total - parts) > _TOLERANCE


def _money(text: str) -> float:
    known = values.number(text) if text else None
    return float(known) if known is not None else 0.0


#: Rules that need the summary row.
SUMMARY_RULES: tuple[Callable[[Visit, Row], Iterator[Finding]], ...] = (
    _differing,
    _cards,
    _plausible,
    _transfer,
    _totals,
)
