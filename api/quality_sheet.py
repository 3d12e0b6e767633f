"""A facility's quality as a workbook to send to it: shares, broken rules, where to look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from api.indicators import INDICATORS, Quality

_SHARES = ("Chỉ số", "Indicator", "Đạt / Numerator", "Tổng / Denominator", "Tỷ lệ / Share")
_RULES = (
    "Quy tắc",
    "Nội dung",
    "Rule in English",
    "Số lần / Broken",
    "Trên / Of",
    "Ví dụ / Examples",
)


def write_sheet(quality: Quality, path: Path) -> None:
    """Write one workbook with a page of indicators and a page of rules.

    Raises OSError when the path cannot be written.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        bold, percent = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        page = book.add_worksheet("Chỉ số")
        page.set_column(0, 1, 34)
        page.write_row(0, 0, (quality.facility, f"{quality.first} – {quality.last}"), bold)
        _rows(page, 2, _SHARES, _share_rows(quality), bold)
        page.set_column(4, 4, 14, percent)
        rules = book.add_worksheet("Quy tắc")
        rules.set_column(1, 2, 60)
        rules.set_column(5, 5, 60)
        _rows(rules, 0, _RULES, _rule_rows(quality), bold)


def _share_rows(quality: Quality) -> Iterable[Sequence[object]]:
    for name, share in quality.shares.items():
        named = INDICATORS[name]
        yield (named.vi, named.en, share.part, share.whole, share.value)


def _rule_rows(quality: Quality) -> Iterable[Sequence[object]]:
    for each in quality.broken:
        yield (each.rule, each.vi, each.en, each.many, each.of, ", ".join(each.examples))


def _rows(
    page: xlsxwriter.worksheet.Worksheet,
    top: int,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    bold: object,
) -> None:
    page.write_row(top, 0, head, bold)
    for n, row in enumerate(rows, top + 1):
        page.write_row(n, 0, ["" if cell is None else cell for cell in row])
