"""Birth certificates (XML9): a child without papers, told apart from its mother and its twin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Birth, Origin
from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.visit import Visit
from ingest.qd130.who import address, numbers, plain, sex
from mpi.identity import Identity, Kinship, Relative


def births(visit: Visit) -> Iterator[Birth]:
    """Give the certificates. Children of one birth are ranked by their time, then by their row."""
    rows = visit.rows("XML9")
    born = sorted(rows, key=lambda row: (values.digits(row["NGAY_SINH_CON"]), row.number))
    rank = {row.number: place for place, row in enumerate(born, 1)}
    papers = Counter(row["SO"] for row in rows)
    for row in rows:
        stated = values.whole(row["SO_CON"]) or 0
        unique = row["SO"] and papers[row["SO"]] == 1
        yield Birth(
            origin=Origin("XML9", row.number),
            certificate=row["SO"] if unique else f"{row['SO']}row{row.number}",
            child=replace(
                _child(row, rank[row.number] if len(rows) > 1 else 0, visit),
                births=max(stated, len(rows)) if stated or len(rows) > 1 else 0,
            ),
            weight_g=values.number(row["CAN_NANG_CON"]),
            children=max(stated or 1, len(rows)),
            caesarean=row["SINHCON_PHAUTHUAT"] == "1",
            condition=row["TINH_TRANG_CON"],
            place=row["NOI_SINH_CON"],
        )


def _child(row: Row, order: int, visit: Visit) -> Identity:
    born = row["NGAY_SINH_CON"]
    return Identity(
        name=row["HO_TEN_CON"],
        birth_date=values.birth(born),
        birth_time=values.birth_time(born),
        sex=sex(row["GIOI_TINH_CON"]),
        insurance_numbers=numbers(row["MA_THE_TAM"]),
        address=address(row, row["NOI_CU_TRU_NND"]),
        nationality=row["MA_QUOCTICH"],
        ethnicity=row["MA_DANTOC_NND"],
        relatives=tuple(_parents(row)),
        birth_order=order,
        said_on=values.day(born) or visit.ended_on,
    )


def _parents(row: Row) -> Iterator[Relative]:
    mother = Relative(
        Kinship.MOTHER,
        name=row["HO_TEN_NND"],
        birth_date=values.birth(row["NGAYSINH_NND"]),
        personal_number=plain(row["SO_CCCD_NND"]),
        insurance_numbers=numbers(f"{row['MA_THE_NND']};{row['MA_BHXH_NND']}"),
    )
    if mother != Relative(Kinship.MOTHER):
        yield mother
    if row["HO_TEN_CHA"]:
        yield Relative(Kinship.FATHER, name=row["HO_TEN_CHA"])
