"""Values of a data set as text; whatever a sender wrote, nothing here raises."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from typing import Any

from pydicom.sequence import Sequence

from graph.model import HANOI
from ingest.encodings import repair, storable


def text(dataset: Any, keyword: str) -> str:
    """A value as text, several parted by `;`."""
    return "; ".join(texts(dataset, keyword))


def texts(dataset: Any, keyword: str) -> tuple[str, ...]:
    """Every value of a field as text."""
    value = _value(dataset, keyword)
    many = value if isinstance(value, list | tuple) or _multiple(value) else [value]
    return tuple(
        repair(storable(str(v)).strip("\0 ")).text for v in many if v not in (None, "") and str(v)
    )


def _multiple(value: Any) -> bool:
    return type(value).__name__ == "MultiValue"


def items(dataset: Any, keyword: str) -> Iterator[Any]:
    """The items of a sequence."""
    found = _value(dataset, keyword)
    yield from found if isinstance(found, Sequence) else ()


def _value(dataset: Any, keyword: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return dataset.get(keyword)
        except Exception:  # noqa: BLE001  a value that cannot be read is none
            return None


def moment(dataset: Any, day: str, time: str) -> dt.datetime | None:
    """Date and time of two fields into UTC, by the zone of the data set, else Hanoi's."""
    digits = text(dataset, day).replace(".", "").replace("-", "")[:8]
    clock = text(dataset, time).replace(":", "").partition(".")[0][:6].ljust(6, "0")
    try:
        local = dt.datetime.strptime(digits + clock, "%Y%m%d%H%M%S")  # noqa: DTZ007  zone follows
        return local.replace(tzinfo=_zone(text(dataset, "TimezoneOffsetFromUTC"))).astimezone(
            dt.UTC
        )
    except (ValueError, OverflowError):
        return None


def _zone(offset: str) -> dt.tzinfo:
    if len(offset) != 5 or offset[0] not in "+-" or not offset[1:].isdecimal():
        return HANOI
    shift = dt.timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
    return dt.timezone(shift if offset[0] == "+" else -shift)


def whole(dataset: Any, keyword: str) -> int | None:
    """A whole number, or None."""
    found = text(dataset, keyword)
    return int(found) if found.isdecimal() and len(found) < 10 else None


def person(dataset: Any, keyword: str) -> str:
    """A name in Vietnamese order: the ideographic or alphabetic group, family, middle, given."""
    first = next(iter(texts(dataset, keyword)), "").split("=")
    chosen = next((group for group in first if group.replace("^", "").strip()), "")
    parts = [*chosen.split("^"), "", ""]
    return " ".join(" ".join(filter(None, (parts[0], parts[2], parts[1]))).split())
