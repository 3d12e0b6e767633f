"""What goes into an engine and what comes out: the one form in which both store the same.

In: text as NFC, aware times as UTC text, dates as ISO text, decimals as floats, tuples and sets
as lists. Out: temporal values that a statement computed, as the same text. Everything else
passes as it is, or is refused here, before one engine takes what the other would not.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from mpi.errors import BadInput

_LARGEST = 2**63 - 1


def instant(value: dt.datetime) -> str:
    """An aware time as the graph keeps it: ISO 8601 in UTC with `Z`, so that text sorts as time.

    Raises BadInput for a time without an offset.

    >>> instant(dt.datetime(2026, 3, 2, 8, 14, tzinfo=dt.timezone(dt.timedelta(hours=7))))
    '2026-03-02T01:14:00Z'
    """
    if value.tzinfo is None:
        raise BadInput("time", "needs an offset")
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def day(value: dt.date) -> int:
    """A calendar day as the integer yyyymmdd, on which a range index works.

    >>> day(dt.date(2026, 1, 2))
    20260102
    """
    return value.year * 10000 + value.month * 100 + value.day


def parameters(values: Mapping[str, object]) -> dict[str, Any]:
    """The parameters of a statement in the form that both engines take.

    Raises BadInput naming the parameter (never its value) for what only one of them would store:
    integers over 64 bits, numbers that are not finite, bytes, local times, other objects.
    """
    return {key: _inward(value, key) for key, value in values.items()}


def _inward(value: object, field: str) -> Any:
    convert = _INWARD.get(type(value)) or _by_family(value)
    if convert is None:
        raise BadInput(field, f"cannot be stored: {type(value).__name__}")
    return convert(value, field)


def _by_family(value: object) -> Callable[[Any, str], Any] | None:
    """Subclasses, such as members of a StrEnum, are stored as what they are made of."""
    return next((convert for family, convert in _FAMILIES if isinstance(value, family)), None)


def _as_it_is(value: object, _field: str) -> object:
    return value


def _text(value: str, field: str) -> str:
    plain = str(value)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
        _refuse_surrogates(plain, field)
    return plain


def _refuse_surrogates(text: str, field: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadInput(field, "half a character (a lone surrogate)")


def _integer(value: int, field: str) -> int:
    if not -_LARGEST - 1 <= value <= _LARGEST:
        raise BadInput(field, "an integer of more than 64 bits")
    return int(value)


def _number(value: float | Decimal, field: str) -> float:
    if not math.isfinite(value):
        raise BadInput(field, "not a finite number")
    return float(value)


def _time(value: dt.datetime, field: str) -> str:
    if value.tzinfo is None:
        raise BadInput(field, "a time needs an offset")
    return instant(value)


def _date(value: dt.date, _field: str) -> str:
    return value.isoformat()


def _list(value: list[object], field: str) -> list[Any]:
    return [_inward(item, field) for item in value]


def _set(value: set[Any], field: str) -> list[Any]:
    return _list(sorted(value), field)


def _map(value: Mapping[str, object], field: str) -> dict[str, Any]:
    return {
        key: item if _stays(item) else _inward(item, f"{field}.{key}")
        for key, item in value.items()
    }


def _stays(value: object) -> bool:
    """Nothing, and text without marks, pass as they are; most values are such."""
    return value is None or (type(value) is str and value.isascii())


_INWARD: dict[type, Callable[[Any, str], Any]] = {
    type(None): _as_it_is,
    bool: _as_it_is,
    str: _text,
    int: _integer,
    float: _number,
    list: _list,
    dict: _map,
}

#: Order matters: a datetime is a date, a bool an int.
_FAMILIES: tuple[tuple[type | tuple[type, ...], Callable[[Any, str], Any]], ...] = (
    (str, _text),
    (dt.datetime, _time),
    (dt.date, _date),
    (Decimal, _number),
    (int, _integer),
    (float, _number),
    ((list, tuple), _list),
    ((set, frozenset), _set),
    (Mapping, _map),
)


def outward(value: Any) -> Any:
    """A value of a result row as plain Python: temporal values become the text that is stored.

    Raises BadInput for a node, an edge, a path or whatever else only one engine gives.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    convert = _OUTWARD.get(kind)
    if convert is not None:
        return convert(value)
    if hasattr(value, "to_native"):  # a driver's own date or time
        return outward(value.to_native())
    raise BadInput("statement", f"gives a {kind.__name__}, not a plain value")


def _local_or_utc(value: dt.datetime) -> str:
    return value.isoformat() if value.tzinfo is None else instant(value)


_PLAIN = frozenset({type(None), bool, int, float, str})

_OUTWARD: dict[type, Callable[[Any], Any]] = {
    dt.datetime: _local_or_utc,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    list: lambda items: [outward(item) for item in items],
    dict: lambda items: {key: outward(item) for key, item in items.items()},
}
