"""Reading JSON into frozen dataclasses, strictly, with errors that say where in the file."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from mpi.errors import BadInput

T = TypeVar("T")


def decode(kind: type[T], value: object, where: str) -> T:
    """Turn parsed JSON into `kind`: dataclasses, tuples, mappings of text, enums, scalars.

    Raises BadInput whose field is the path from `where`, such as `model.fields[2].levels[0].m`.
    """
    return cast("T", _decode(kind, value, where))


def encode(value: object) -> object:
    """Turn the same kinds of value back into what `json.dumps` writes."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: encode(item) for name, item in named}
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    return [encode(item) for item in value] if isinstance(value, tuple) else value


def _decode(kind: Any, value: object, where: str) -> object:
    origin = get_origin(kind)
    if origin is types.UnionType:
        return None if value is None else _decode(get_args(kind)[0], value, where)
    if dataclasses.is_dataclass(kind):
        return _dataclass(cast("type", kind), value, where)
    if origin is tuple:
        return _tuple(get_args(kind)[0], value, where)
    if origin in {Mapping, dict}:
        return _mapping(get_args(kind)[1], value, where)
    return _scalar(kind, value, where)


def _dataclass(kind: type, value: object, where: str) -> object:
    given = _object(value, where)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    for name in given.keys() - fields.keys():
        raise BadInput(f"{where}.{name}", "is not known here")
    for name, field in fields.items():
        optional = field.default is not dataclasses.MISSING
        if name not in given and not optional:
            raise BadInput(f"{where}.{name}", "is missing")
    hints = get_type_hints(kind)
    return kind(**{n: _decode(hints[n], given[n], f"{where}.{n}") for n in given})


def _tuple(item: Any, value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise BadInput(where, "must be a list")
    return tuple(_decode(item, each, f"{where}[{n}]") for n, each in enumerate(value))


def _mapping(item: Any, value: object, where: str) -> Mapping[str, object]:
    given = _object(value, where)
    return types.MappingProxyType(
        {key: _decode(item, each, f"{where}.{key}") for key, each in given.items()}
    )


def _object(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise BadInput(where, "must be an object")
    return value


def _scalar(kind: Any, value: object, where: str) -> object:
    if issubclass(kind, StrEnum):
        choices = [member.value for member in kind]
        if value not in choices:
            raise BadInput(where, f"must be one of {', '.join(choices)}", str(value))
        return kind(value)
    accepted = (int, float) if kind is float else (kind,)
    if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
        raise BadInput(where, f"must be {kind.__name__}", str(value))
    return kind(value)
