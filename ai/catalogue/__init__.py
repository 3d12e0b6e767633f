"""The semantic layer as data: what may be asked, in both languages, read from the files here.

    metrics.*.json   one file per group      dimensions.json, subjects.json, sets.json,
                                                 units.json

A new metric is a new entry in a file; nothing is written in code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Protocol, TypeVar

import orjson

from ai.catalogue_checks import check
from ai.catalogue_parts import (
    Catalogue,
    CodeSet,
    Condition,
    Count,
    Dimension,
    DimensionKind,
    Field,
    Measure,
    Member,
    Metric,
    Missing,
    Names,
    Subject,
    Unit,
    Words,
)
from mpi.errors import BadInput
from mpi.typed_json import decode

__all__ = [
    "Catalogue",
    "CodeSet",
    "Condition",
    "Count",
    "Dimension",
    "DimensionKind",
    "Field",
    "Measure",
    "Member",
    "Metric",
    "Missing",
    "Names",
    "Subject",
    "Unit",
    "Words",
    "catalogue_of",
    "catalogue_version",
    "default_catalogue",
]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


@cache
def default_catalogue() -> Catalogue:
    """Read the catalogue that comes with the project."""
    return catalogue_of(_files())


@cache
def catalogue_version() -> str:
    """Give the version of all definitions: 16 digits of the SHA-256 of the catalogue's files."""
    files = _files()
    text = b"".join(name.encode() + files[name] for name in sorted(files))
    return hashlib.sha256(text).hexdigest()[:16]


def catalogue_of(files: Mapping[str, bytes]) -> Catalogue:
    """Read a catalogue from JSON files by name.

    Raises BadInput naming file and path, such as `metrics.visits.json[3].numerator.of`.
    """
    subjects = _by_id(_read(files, "subjects.json", Subject))
    metrics = [
        _metric(metric, subjects)
        for name in sorted(files)
        if name.startswith("metrics.")
        for metric in _read(files, name, Metric)
    ]
    dimensions = _by_id(_read(files, "dimensions.json", Dimension))
    sets = _by_id(_read(files, "sets.json", CodeSet))
    units = _by_id(_read(files, "units.json", Unit))
    return check(Catalogue(_by_id(metrics), dimensions, subjects, sets, units))


def _files() -> Mapping[str, bytes]:
    folder = resources.files(__name__)
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(".json")}


def _read(files: Mapping[str, bytes], name: str, kind: type[T]) -> tuple[T, ...]:
    if name not in files:
        raise BadInput(name, "is missing from the catalogue")
    try:
        value = orjson.loads(files[name])
    except orjson.JSONDecodeError as error:
        raise BadInput(name, f"is not JSON: {error}") from None
    rows = value if isinstance(value, list) else [value]
    return tuple(decode(kind, row, f"{name}[{place}]") for place, row in enumerate(rows))


def _by_id(items: Iterable[T]) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for item in items:
        if item.id in found:
            raise BadInput(item.id, "is in the catalogue twice")
        found[item.id] = item
    return MappingProxyType(found)


def _metric(metric: Metric, subjects: Mapping[str, Subject]) -> Metric:
    """Give a metric with the usual dimensions of its subject where the file says `*`.

    `-name` after it takes one away.
    """
    if "*" not in metric.dimensions or metric.subject not in subjects:
        return metric
    taken = {each[1:] for each in metric.dimensions if each.startswith("-")}
    usual = [d for d in subjects[metric.subject].dimensions if d not in taken]
    more = [d for d in metric.dimensions if d != "*" and not d.startswith("-")]
    return replace(metric, dimensions=(*usual, *more))
