"""What the analysts' door lets through: labels with properties, edges, functions, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import orjson

from graph.kinds import EDGES, NODES
from graph.schema import Sensitivity, Type
from mpi.errors import BadInput
from mpi.typed_json import decode

#: Never let through, whatever the file says.
_CLOSED = {Sensitivity.IDENTIFYING, Sensitivity.RESTRICTED, Sensitivity.SECRET}
_TOO_FINE = {Type.INSTANT, Type.JSON, Type.TEXTS, Type.DATE}
#: Labels whose `id` is a public code.
_CODED = {"Facility", "Ward", "Concept"}


@dataclass(frozen=True, slots=True)
class Allowed:
    """Properties by label, kinds of edges, and functions that aggregate."""

    labels: Mapping[str, tuple[str, ...]]
    functions: tuple[str, ...]
    edges: tuple[str, ...]


@cache
def allowed() -> Allowed:
    """Read the list that comes with the project."""
    return allowed_of(resources.files(__package__).joinpath("allowed.json").read_bytes())


def allowed_of(content: bytes) -> Allowed:
    """Read a list. Raises BadInput naming what is not in the schema or may never be let through."""
    found = decode(Allowed, orjson.loads(content), "allowed")
    for label, keys in found.labels.items():
        _check(label, keys)
    for kind in set(found.edges) - {edge.kind for edge in EDGES}:
        raise BadInput("allowed.edges", "is not in the schema", kind)
    return found


def _check(label: str, keys: tuple[str, ...]) -> None:
    kind = next((node for node in NODES if node.label == label), None)
    if kind is None:
        raise BadInput("allowed.labels", "is not in the schema", label)
    known = {p.key for p in kind.properties if _open(p.sensitivity, p.type)}
    for key in set(keys) - known - ({"id"} if label in _CODED else set()):
        raise BadInput(f"allowed.labels.{label}", "may not be let through", key)


def _open(sensitivity: Sensitivity, of: Type) -> bool:
    return sensitivity not in _CLOSED and of not in _TOO_FINE
