"""What a 12-digit personal number says of its bearer, held against what the record says.

A difference is information, not a fault: numbers are reissued and sexes corrected (NĐ 70/2024
Art. 11), and a child may have been given its mother's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.reading import Finding, finding
from ingest.reference.provinces import provinces

_CCCD = re.compile(r"(\d{3})(\d)(\d{2})\d{6}", re.ASCII)
_FIRST_CENTURY = 1900  # century digit 0 and 1; each pair of digits is a century later


def number_findings(row: Row) -> Iterator[Finding]:
    """Compare SO_CCCD with the provinces, the sex and the birth year of the same row."""
    number = _CCCD.fullmatch(row["SO_CCCD"])
    if number is None:
        return
    if number[1] not in provinces():
        yield finding("person-number-province", row.table, row.number, "SO_CCCD")
    if _differs(number, row):
        yield finding("person-number-differs", row.table, row.number, "SO_CCCD")


def _differs(number: re.Match[str], row: Row) -> bool:
    century, sex = divmod(int(number[2]), 2)
    born = values.birth(row["NGAY_SINH"])
    year = _FIRST_CENTURY + 100 * century + int(number[3])
    other_sex = row["GIOI_TINH"] in {"1", "2"} and row["GIOI_TINH"] != str(sex + 1)
    return other_sex or (born is not None and born.year != year)
