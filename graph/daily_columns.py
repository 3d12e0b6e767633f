"""Rows of a day as columns, packed into one text; the same rows give the same text.

Text columns are a list of values and codes into it (-1 for none), numbers are float64 (NaN for
none), both little endian, deflated, in base64.
"""

from __future__ import annotations

import base64
import math
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from graph.store import Row
from graph.stored import local_day, moment

#: Columns of each table: text or number.
TEXT: Mapping[str, tuple[str, ...]] = {
    "visit": (
        "person", "sex", "ward", "facility", "kind", "department", "entitlement", "result",
        "ending", "reason", "referred_from", "referred_to",
    ),
    "diagnosis": ("role", "code"),
    "item": ("ingredient",),
    "referral": ("person", "sex", "ward", "sender", "receiver", "code", "came_from"),
    "appointment": ("person", "sex", "ward", "facility"),
}  # fmt: skip

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "visit": (
        "day", "provisional", "birth", "started", "admitted", "ended", "ended_on", "admitted_on",
        "received", "days", "cost_total", "cost_insurance", "cost_patient", "booked", "births",
        "caesareans", "prescriptions",
    ),
    "diagnosis": ("visit",),
    "item": ("visit",),
    "referral": ("day", "provisional", "birth", "visited", "arrived"),
    "appointment": ("day", "provisional", "birth", "visited", "kept"),
}  # fmt: skip

Tables = Mapping[str, Sequence[Row]]


def shaped(day: int, read: Tables) -> dict[str, list[dict[str, Any]]]:
    """Make the tables to pack from what the statements of `graph.daily_statements` gave."""
    place = {row["visit"]: n for n, row in enumerate(read["visit"])}
    born = _births(read["birth"])
    orders: dict[str, set[str]] = {}
    for row in read["item"]:
        orders.setdefault(row["visit"], set()).add(row["prescription"])
    visits = [
        _visit(row, day) | born.get(row["visit"], {"births": 0, "caesareans": 0})
        | {"prescriptions": len(orders.get(row["visit"], ()))}
        for row in read["visit"]
    ]  # fmt: skip
    hung = {
        table: [
            {**row, "visit": place[row["visit"]]} for row in read[table] if row["visit"] in place
        ]
        for table in ("diagnosis", "item")
    }
    booked = {
        table: [_patient(row, day) for row in read[table]] for table in ("referral", "appointment")
    }
    return {"visit": visits, **hung, **booked}


def _patient(row: Row, day: int) -> dict[str, Any]:
    return {**row, "day": day, "birth": _birth(row["birth"])}


def _visit(row: Row, day: int) -> dict[str, Any]:
    times = {key: _minutes(row[key]) for key in ("started", "admitted", "ended", "received")}
    local = {f"{key}_on": _local(row[key]) for key in ("admitted", "ended")}
    return {**_patient(row, day), **times, **local}


def _minutes(text: str | None) -> float | None:
    """Minutes since 1970 of a stored instant."""
    return moment(text).timestamp() / 60 if text else None


def _local(text: str | None) -> int | None:
    return local_day(moment(text)) if text else None


def _birth(text: str | None) -> int | None:
    """Birth date as yyyymmdd; a month or day that is not known is 0.

    >>> _birth("1985-07")
    19850700
    """
    return int(text.replace("-", "").ljust(8, "0")) if text else None


def _births(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        it = found.setdefault(row["visit"], {"births": 0, "caesareans": 0})
        it["births"] += 1
        it["caesareans"] += orjson.loads(row["content"] or "{}").get("SINHCON_PHAUTHUAT") == "1"
    return found


def packed(tables: Tables) -> str:
    """Pack the tables of a day into one text."""
    content = {
        table: {
            "rows": len(rows),
            "text": {name: _text([row[name] for row in rows]) for name in TEXT[table]},
            "numbers": {name: _numbers([row[name] for row in rows]) for name in NUMBERS[table]},
        }
        for table, rows in tables.items()
    }
    return orjson.dumps(content).decode()


def _text(column: Sequence[str | None]) -> dict[str, object]:
    values: dict[str, int] = {}
    codes = [-1 if not text else values.setdefault(text, len(values)) for text in column]
    return {"values": list(values), "codes": _bytes(array("i", codes))}


def _numbers(column: Sequence[float | None]) -> str:
    return _bytes(array("d", [math.nan if each is None else each for each in column]))


def _bytes(numbers: array[Any]) -> str:
    if sys.byteorder == "big":
        numbers.byteswap()
    return base64.b64encode(zlib.compress(numbers.tobytes(), 1)).decode()


def buffer(text: str) -> bytes:
    """Give the bytes that were packed: little-endian int32 codes or float64 numbers."""
    return zlib.decompress(base64.b64decode(text))
