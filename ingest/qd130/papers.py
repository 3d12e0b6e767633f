"""Papers of the visit kept field by field: XML5, 7, 8, 10, 11, and the restricted 6 and 15."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Document, Origin
from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.visit import Visit

#: Table -> (kind of document, field with the time of writing, restricted: HIV or TB).
PAPERS: dict[str, tuple[str, str, bool]] = {
    "XML5": ("progress", "THOI_DIEM_DBLS", False),
    "XML6": ("hiv-care", "NGAYKD_HIV", True),
    "XML7": ("discharge", "NGAY_CT", False),
    "XML8": ("summary", "NGAY_CT", False),
    "XML10": ("pregnancy-leave", "NGAY_CT", False),
    "XML11": ("sick-leave", "NGAY_CT", False),
    "XML15": ("tb-care", "NGAYBD_DTRI_LAO", True),
}
_KEYS = frozenset({"MA_LK", "STT"})


def documents(visit: Visit) -> Iterator[Document]:
    """Give every paper of the visit."""
    for table in PAPERS:
        yield from map(_document, visit.rows(table))


def _document(row: Row) -> Document:
    kind, written, restricted = PAPERS[row.table]
    return Document(
        origin=Origin(row.table, row.number),
        kind=kind,
        written_at=values.moment(row[written]),
        restricted=restricted,
        content={name: text for name, text in row.values.items() if name not in _KEYS},
    )
