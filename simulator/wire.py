"""Tables to bytes: the ministry's tags in order, base64 or inline, in the house's encoding."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from ingest.qd130.schema import table, version_on
from simulator import encodings
from simulator.habits import Habits

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACES = (
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
)
_BOM = "\ufeff"
_SPECIAL = re.compile("[&<>]")
_SPOILED: dict[str, Callable[[str], str]] = {
    "utf8": lambda text: text,
    "tcvn3": encodings.tcvn3,
    "vni": encodings.vni,
    "eth": encodings.eth,
    "nfd": encodings.decomposed,
}

Rows = Sequence[Mapping[str, str]]


def render(name: str, rows: Rows, version: str) -> str:
    """Write one table with all its tags, in the order of the version; other fields are dropped."""
    shape = table(name, version)
    body = [_row(name, version, row) for row in rows]
    if not shape.row_tag:
        return f"<{shape.root}>{body[0]}</{shape.root}>"
    row_tag, list_tag = shape.row_tag, shape.list_tag
    inner = "".join(f"<{row_tag}>{row}</{row_tag}>" for row in body)
    return f"<{shape.root}><{list_tag}>{inner}</{list_tag}></{shape.root}>"


def hoso(tables: Mapping[str, Rows], day: dt.date, habits: Habits) -> str:
    """Write one visit as the HOSO of an envelope, in the version of the day it ended."""
    version = version_on(day)
    files = (
        f"<FILEHOSO><LOAIHOSO>{name}</LOAIHOSO>"
        f"<NOIDUNGFILE>{_content(render(name, rows, version), habits)}</NOIDUNGFILE></FILEHOSO>"
        for name, rows in tables.items()
    )
    return f"<HOSO>{''.join(files)}</HOSO>"


def envelope(facility: str, day: dt.date, visits: Iterable[str], habits: Habits) -> bytes:
    """Write a whole file: GIAMDINHHS with its sender, its day (NGAYLAP) and its visits."""
    listed = list(visits)
    text = (
        f"{_DECLARATION}<GIAMDINHHS{_NAMESPACES}>"
        f"<THONGTINDONVI><MACSKCB>{facility}</MACSKCB></THONGTINDONVI>"
        f"<THONGTINHOSO><NGAYLAP>{day:%Y%m%d}</NGAYLAP><SOLUONGHOSO>{len(listed)}</SOLUONGHOSO>"
        f"<DANHSACHHOSO>{''.join(listed)}</DANHSACHHOSO></THONGTINHOSO>"
        f"<CHUKYDONVI></CHUKYDONVI></GIAMDINHHS>\n"
    )
    return ((_BOM if habits.bom else "") + text).encode()


def _content(text: str, habits: Habits) -> str:
    spoiled = _SPOILED[habits.encoding](text)
    if habits.content == "inline":
        return spoiled
    return base64.b64encode((_DECLARATION + spoiled).encode()).decode("ascii")


@functools.cache
def _shape(name: str, version: str) -> tuple[tuple[str, ...], str]:
    """Give the fields of a table, and the text of a row with a place for each value."""
    names = tuple(field.name for field in table(name, version).fields)
    return names, "".join(f"<{tag}>%s</{tag}>" for tag in names)


def _row(name: str, version: str, row: Mapping[str, str]) -> str:
    names, template = _shape(name, version)
    values = [row.get(tag, "") for tag in names]
    if _SPECIAL.search("".join(values)):
        values = [escape(value) for value in values]
    return template % tuple(values)
