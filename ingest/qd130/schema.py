"""The ministry's tables XML0 to XML15 as data: which field, of what type and size, since when.

`fields.tsv` holds one line a field, in the order of the decision; where a version changed a field
there is one line for each form of it (`since` and `until` are versions, both included). QĐ
3176/2024 is written as its implementations agree on it, its annex was not seen; of QĐ 130/2023 we
know no size that differs from QĐ 4750/2023. Types are explained in docs/formats.md.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
from dataclasses import dataclass
from importlib import resources

#: Versions, oldest first: QĐ 130/2023, QĐ 4750/2023, QĐ 3176/2024, QĐ 1931/2026.
VERSIONS: tuple[str, ...] = ("130", "4750", "3176", "1931")
LATEST = VERSIONS[-1]

#: First day on which a version is in force (QĐ 4750 Art. 2, QĐ 3176 Art. 3, QĐ 1931).
_IN_FORCE: tuple[tuple[dt.date, str], ...] = (
    (dt.date(2026, 7, 1), "1931"),
    (dt.date(2025, 1, 1), "3176"),
    (dt.date(2024, 7, 1), "4750"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table in one version; `size` 0 is unlimited, `codes` names a code list."""

    name: str
    type: str
    size: int
    required: bool
    codes: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its tags (`list_tag` is empty when the root is the only row) and its fields."""

    name: str
    root: str
    list_tag: str
    row_tag: str
    fields: tuple[Field, ...]


#: Root, list and row tags (CV 1245/BHXH-CNTT). XML12 is typed on a portal, no file was seen.
_TAGS: dict[str, tuple[str, str, str]] = {
    "XML0": ("CHI_TIEU_TRANG_THAI_KCB", "DSACH_TRANG_THAI_KCB", "TRANG_THAI_KCB"),
    "XML1": ("TONG_HOP", "", ""),
    "XML2": ("CHITIEU_CHITIET_THUOC", "DSACH_CHI_TIET_THUOC", "CHI_TIET_THUOC"),
    "XML3": ("CHITIEU_CHITIET_DVKT_VTYT", "DSACH_CHI_TIET_DVKT", "CHI_TIET_DVKT"),
    "XML4": ("CHITIEU_CHITIET_DICHVUCANLAMSANG", "DSACH_CHI_TIET_CLS", "CHI_TIET_CLS"),
    "XML5": (
        "CHITIEU_CHITIET_DIENBIENLAMSANG",
        "DSACH_CHI_TIET_DIEN_BIEN_BENH",
        "CHI_TIET_DIEN_BIEN_BENH",
    ),
    "XML6": (
        "CHI_TIEU_HO_SO_BENH_AN_CHAM_SOC_VA_DIEU_TRI_HIV_AIDS",
        "DSACH_HO_SO_BENH_AN_CHAM_SOC_VA_DIEU_TRI_HIV_AIDS",
        "HO_SO_BENH_AN_CHAM_SOC_VA_DIEU_TRI_HIV_AIDS",
    ),
    "XML7": ("CHI_TIEU_DU_LIEU_GIAY_RA_VIEN", "", ""),
    "XML8": ("CHI_TIEU_DU_LIEU_TOM_TAT_HO_SO_BENH_AN", "", ""),
    "XML9": (
        "CHI_TIEU_DU_LIEU_GIAY_CHUNG_SINH",
        "DSACH_GIAYCHUNGSINH",
        "DU_LIEU_GIAY_CHUNG_SINH",
    ),
    "XML10": ("CHI_TIEU_DU_LIEU_GIAY_NGHI_DUONG_THAI", "", ""),
    "XML11": ("CHI_TIEU_DU_LIEU_GIAY_CHUNG_NHAN_NGHI_VIEC_HUONG_BAO_HIEM_XA_HOI", "", ""),
    "XML12": ("", "", ""),
    "XML13": ("CHI_TIEU_GIAYCHUYENTUYEN", "", ""),
    "XML14": ("CHI_TIEU_GIAYHEN_KHAMLAI", "", ""),
    "XML15": (
        "CHI_TIEU_DIEUTRI_BENHLAO",
        "DSACH_CHITIET_DIEUTRI_BENHLAO",
        "CHITIET_DIEUTRI_BENHLAO",
    ),
}

TABLES: tuple[str, ...] = tuple(_TAGS)


def version_on(day: dt.date) -> str:
    """Choose the version in force on the day a visit ended: it belongs to the record, not the file.

    >>> version_on(dt.date(2024, 12, 31)), version_on(dt.date(2026, 7, 1))
    ('4750', '1931')
    """
    return next((version for start, version in _IN_FORCE if day >= start), VERSIONS[0])


@functools.cache
def table(name: str, version: str = LATEST) -> Table:
    """Give the table `XML0` to `XML15` as `version` has it. Raises KeyError for another name.

    >>> [f.size for f in table("XML14", "4750").fields if f.name == "NGAY_HEN_KL"]
    [12]
    """
    root, list_tag, row_tag = _TAGS[name]
    at = VERSIONS.index(version)
    fields = tuple(f for first, last, f in _forms()[name] if first <= at <= last)
    return Table(name, root, list_tag, row_tag, fields)


@functools.cache
def _forms() -> dict[str, list[tuple[int, int, Field]]]:
    forms: dict[str, list[tuple[int, int, Field]]] = {name: [] for name in TABLES}
    text = resources.files(__package__).joinpath("fields.tsv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        first = VERSIONS.index(row["since"] or VERSIONS[0])
        last = VERSIONS.index(row["until"] or LATEST)
        forms[row["table"]].append((first, last, _field(row)))
    return forms


def _field(row: dict[str, str]) -> Field:
    return Field(
        name=row["field"],
        type=row["type"],
        size=int(row["size"] or 0),
        required=row["need"] == "x",
        codes=row["codes"],
        meaning=row["meaning"],
    )
