"""Careful access to the parts of a resource: whatever a sender wrote, no part raises.

FHIR XML has no lists, so one value and a list of one are read alike.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from graph.model import HANOI
from ingest.encodings import storable

#: A resource or a part of one, as parsed.
Part = Mapping[str, Any]

_NONE: Part = {}
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LONGEST = 20_000


def one(value: object) -> Part:
    """Give a part that may be a list of it, or not there; then it is empty."""
    if isinstance(value, list):
        return one(value[0]) if value else _NONE
    return value if isinstance(value, Mapping) else _NONE


def many(value: object) -> Iterator[Part]:
    """Give each part of what may be a list, or one part."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            yield each


def text(value: object) -> str:
    """Give a plain value as NFC text; a part, a list or nothing is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | Decimal):
        said = unicodedata.normalize("NFC", str(value)).replace("\x00", "").strip()[:_LONGEST]
        return said if said.isascii() else storable(said)
    return ""


def texts(value: object) -> tuple[str, ...]:
    """Give every plain value of what may be a list."""
    every = value if isinstance(value, list) else [value]
    return tuple(said for each in every if (said := text(each)))


def number(value: object) -> Decimal | None:
    """Give a number, or None for what is none."""
    try:
        found = Decimal(text(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 300 else None


def whole(value: object) -> int | None:
    """Give a whole number that a store can hold, or None."""
    found = number(value)
    fits = found is not None and found == found.to_integral_value() and abs(found) < 2**53
    return int(found) if found is not None and fits else None


def moment(value: object) -> dt.datetime | None:
    """Give an instant or dateTime as UTC; a day is its first moment, no zone is Hanoi's."""
    said = text(value)
    try:
        found = dt.datetime.fromisoformat(_filled(said))
        local = found if found.tzinfo else found.replace(tzinfo=HANOI)
        return local.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def day(value: object) -> dt.date | None:
    """Give the day in Hanoi of a date or a moment."""
    said = moment(value)
    try:
        return said.astimezone(HANOI).date() if said else None
    except OverflowError:
        return None


def _filled(said: str) -> str:
    """A partial date with its first month and day."""
    partial = _DAY.fullmatch(said)
    return f"{partial[1]}-{partial[2] or '01'}-{partial[3] or '01'}" if partial else said


def choice(resource: Part, name: str, *kinds: str) -> object:
    """Give the value of a choice element: `effective[x]` by its possible kinds, in order."""
    return next((resource[name + kind] for kind in kinds if name + kind in resource), None)


def when(resource: Part, name: str) -> dt.datetime | None:
    """Give the (first) moment of a timed choice element: DateTime, Period, Instant, Date."""
    said = choice(resource, name, "DateTime", "Instant", "Date")
    return (
        moment(said)
        if said is not None
        else moment(one(resource.get(f"{name}Period")).get("start"))
    )


def until(resource: Part, name: str) -> dt.datetime | None:
    """Give the last moment of a timed choice element, when it is a period."""
    return moment(one(resource.get(f"{name}Period")).get("end"))
