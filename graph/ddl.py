"""The schema as DDL that both engines run: unique ids, equal and range indexes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.kinds import NODES
from graph.schema import NodeKind, Property

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")
_FORMS = {"equal": "INDEX", "range": "RANGE INDEX"}


def statements(kinds: Iterable[NodeKind] = NODES) -> tuple[str, ...]:
    """Every schema statement, safe to repeat; each runs in its own transaction."""
    return tuple(text for kind in kinds for text in (_unique(kind), *_indexes(kind)))


def snake(label: str) -> str:
    """A label as part of an index name.

    >>> snake("PatientRecord")
    'patient_record'
    """
    return _WORD_START.sub("_", label).lower()


def _unique(kind: NodeKind) -> str:
    name = f"{snake(kind.label)}_id"
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{kind.label}) REQUIRE n.id IS UNIQUE"


def _indexes(kind: NodeKind) -> list[str]:
    return [_index(kind, field) for field in kind.properties if field.index]


def _index(kind: NodeKind, field: Property) -> str:
    name = f"{snake(kind.label)}_{field.key}"
    form = _FORMS[field.index]
    return f"CREATE {form} {name} IF NOT EXISTS FOR (n:{kind.label}) ON (n.{field.key})"
