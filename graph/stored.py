"""How values are stored, alike on both engines: instants as UTC text, days as integers, JSON text.

The engines give times back in different types and precision (cypher.md §3), so none is stored as
such; what sorts or is compared is text in UTC or an integer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import orjson

from graph.model import HANOI
from graph.values import day, instant
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Kinship, Relative, Sex

__all__ = [
    "Stored",
    "date",
    "day",
    "identity_of",
    "identity_plain",
    "identity_text",
    "instant",
    "local_day",
    "moment",
    "precise",
    "stored",
]

#: What a property may hold once stored.
Stored = str | int | float | bool | None | list[str]


def precise(moment: dt.datetime) -> str:
    """UTC text of an aware datetime, always to the microsecond, so that text sorts as time.

    >>> precise(dt.datetime(2026, 3, 2, 8, 14, tzinfo=HANOI))
    '2026-03-02T01:14:00.000000Z'
    """
    utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> dt.datetime:
    """The aware datetime that `instant` wrote."""
    return dt.datetime.fromisoformat(text)


def date(number: int) -> dt.date:
    """The calendar day that `day` wrote."""
    return dt.date(number // 10000, number // 100 % 100, number % 100)


def local_day(moment: dt.datetime) -> int:
    """The day in Hanoi on which a moment falls, as an integer."""
    return day(moment.astimezone(HANOI).date())


def stored(value: object) -> Stored:
    """Any field of an event as it is stored; empty text and unknown values become None.

    Raises TypeError for a value that has no stored form.
    """
    if value in (None, "", ()):
        return None
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if isinstance(value, bool | int | float | str):
        return value
    return _converted(value)


def _converted(value: object) -> Stored:
    for kind, convert in _CONVERSIONS:
        if isinstance(value, kind):
            return convert(value)
    raise TypeError(f"no stored form for {type(value).__name__}")


#: A datetime is also a date, so it comes first.
_CONVERSIONS: tuple[tuple[type, Callable[[Any], Stored]], ...] = (
    (dt.datetime, instant),
    (dt.date, day),
    (Decimal, float),
    (PartialDate, lambda partial: partial.iso),
)


def identity_text(identity: Identity) -> str:
    """An identity as JSON text; `identity_of` reads it back to an equal value."""
    return orjson.dumps(identity, default=_plain, option=orjson.OPT_PASSTHROUGH_DATACLASS).decode()


def identity_plain(identity: Identity) -> object:
    """An identity as plain values that JSON knows."""
    return orjson.loads(identity_text(identity))


def identity_of(said: str | Mapping[str, Any]) -> Identity:
    """The identity that `identity_text` or `identity_plain` wrote."""
    plain = orjson.loads(said) if isinstance(said, str) else said
    read: dict[str, Any] = {key: _IDENTITY[key](value) for key, value in plain.items()}
    return Identity(**read)


def _address(row: Mapping[str, Any]) -> Address:
    return Address(**{**row, "wards": tuple(row.get("wards", ()))})


def _relative(row: Mapping[str, Any]) -> Relative:
    return Relative(**{key: _IDENTITY.get(key, Kinship)(value) for key, value in row.items()})


_IDENTITY: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(
        ("name", "birth_time", "personal_number", "nationality", "ethnicity", "occupation"), str
    ),
    "birth_date": PartialDate.from_iso,
    "sex": Sex,
    "insurance_numbers": tuple,
    "phones": tuple,
    "address": _address,
    "relatives": lambda rows: tuple(_relative(row) for row in rows),
    "birth_order": int,
    "births": int,
    "said_on": dt.date.fromisoformat,
    "other": lambda rows: tuple((column, text) for column, text in rows),
}


def _plain(value: object) -> object:
    """What orjson does not know: dataclasses without their empty fields, partial dates as text."""
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Identity | Relative | Address):
        pairs = ((key, getattr(value, key)) for key in value.__dataclass_fields__)
        return {key: field for key, field in pairs if field not in (None, "", (), 0, Address())}
    raise TypeError(type(value).__name__)
