"""A steward's corrections of the golden record: they win until a better source speaks.

A correction gives way when, after it was made, `FACILITIES_AGREE` facilities or more say one and
the same other value. It is a decision like any other (`graph.relinking`), logged and undoable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson

from graph.store import Row
from graph.stored import identity_of
from mpi.dates import PartialDate
from mpi.errors import BadInput
from mpi.identity import Address, Identity, Sex
from mpi.names import fold
from mpi.numbers import personal_number

#: How many facilities must agree, after a correction, on another value for it to give way.
FACILITIES_AGREE = 2

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Correction:
    """What a steward says one field is; `at` is UTC text."""

    field: str
    value: str
    by: str
    at: str
    decision: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What one facility's record says, and since when (UTC text)."""

    facility: str
    said_at: str
    identity: Identity


def _date(text: str) -> PartialDate:
    try:
        return PartialDate.from_iso(text)
    except ValueError:
        raise BadInput("value", "must be YYYY, YYYY-MM or YYYY-MM-DD") from None


def _sex(text: str) -> Sex:
    if text not in {Sex.MALE.value, Sex.FEMALE.value}:
        raise BadInput("value", "must be male or female")
    return Sex(text)


def _number(text: str) -> str:
    number = personal_number(text)
    if number is None or not number.valid:
        raise BadInput("value", "must be a valid personal number")
    return number.text


#: Fields that can be corrected, and how a correction is read. Raises BadInput.
READ: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "name": str,
        "birth_date": _date,
        "sex": _sex,
        "personal_number": _number,
        "address": lambda text: Address(text=text),
    }
)

#: What two values have in common when they mean the same.
_MEANS: Mapping[str, Callable[[Any], object]] = {
    "name": fold,
    "address": lambda address: fold(address.text),
}


def read(field: str, value: str) -> Any:
    """Read a correction as the field's value. Raises BadInput."""
    if field not in READ:
        raise BadInput("field", f"must be one of {', '.join(READ)}")
    if not value.strip() or len(value) > _LONGEST:
        raise BadInput("value", f"must have 1 to {_LONGEST} characters")
    return READ[field](value.strip())


def corrections_of(text: str | None) -> dict[str, Correction]:
    """Read what a Person keeps, by field."""
    rows: dict[str, dict[str, str]] = orjson.loads(text) if text else {}
    return {field: Correction(field, **row) for field, row in rows.items()}


def corrections_text(corrections: Iterable[Correction]) -> str:
    """Write what a Person keeps."""
    rows = {
        each.field: {"value": each.value, "by": each.by, "at": each.at, "decision": each.decision}
        for each in corrections
    }
    return orjson.dumps(rows, option=orjson.OPT_SORT_KEYS).decode()


def standing(corrections: Mapping[str, Correction], heard: Iterable[Heard]) -> dict[str, Any]:
    """Give the corrected values that still win over what facilities say, by field."""
    said = list(heard)
    values = {field: read(field, each.value) for field, each in corrections.items()}
    return {
        field: value
        for field, value in values.items()
        if not _overruled(field, value, corrections[field].at, said)
    }


def _overruled(field: str, value: object, since: str, heard: Iterable[Heard]) -> bool:
    nothing = getattr(Identity(), field)
    facilities: dict[object, set[str]] = {}
    for each in heard:
        other = getattr(each.identity, field)
        if each.said_at > since and other != nothing:
            facilities.setdefault(_meaning(field, other), set()).add(each.facility)
    facilities.pop(_meaning(field, value), None)
    return any(len(agree) >= FACILITIES_AGREE for agree in facilities.values())


def _meaning(field: str, value: Any) -> object:
    means = _MEANS.get(field)
    return means(value) if means else value


def heard(rows: Iterable[Row]) -> list[Heard]:
    """What each record says, of rows with `facility`, `said_at` and `identity`."""
    return [Heard(r["facility"] or "", r["said_at"], identity_of(r["identity"])) for r in rows]
