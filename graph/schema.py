"""The vocabulary a schema is written in: kinds of nodes, kinds of edges, and their properties.

The schema itself is the table in `graph.kinds`; DDL for both engines and docs/graph.md are
generated from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a property holds. Both engines store it alike (times as ISO text, days as integers)."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    INSTANT = "instant"  # ISO 8601 text in UTC, `2026-03-02T01:14:00Z`
    DAY = "day"  # integer yyyymmdd, Hanoi's calendar
    DATE = "partial date"  # ISO 8601 text, `1985`, `1985-07`, `1985-07-04`
    TEXTS = "list of text"
    JSON = "json text"


class Sensitivity(StrEnum):
    """Who may see a property at all; the readers' rules build on it."""

    OPEN = "open"
    IDENTIFYING = "identifying"
    CLINICAL = "clinical"
    RESTRICTED = "restricted"  # HIV, TB: never in a health book
    SECRET = "secret"  # noqa: S105  password hashes: leave the store only to be verified


@dataclass(frozen=True, slots=True)
class Property:
    """One property. `index` is "" (none), "equal" or "range"."""

    key: str
    type: Type
    meaning: str
    sensitivity: Sensitivity = Sensitivity.OPEN
    index: str = ""


def clinical(key: str, of: Type, meaning: str, index: str = "") -> Property:
    """Make a property of what happened to a patient."""
    return Property(key, of, meaning, Sensitivity.CLINICAL, index)


def identifying(key: str, of: Type, meaning: str) -> Property:
    """Make a property that says who somebody is."""
    return Property(key, of, meaning, Sensitivity.IDENTIFYING)


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A label. Every node also has the string property `id`, unique within its label."""

    label: str
    id_form: str
    meaning: str
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """A relationship type between two labels."""

    kind: str
    source: str
    target: str
    meaning: str
    properties: tuple[Property, ...] = ()
