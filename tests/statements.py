"""Every statement of the project: found in the modules, so that none can hide from the rules."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from types import ModuleType

import api
import graph
from graph import footprint_statements, wholesale
from graph.kinds import EDGES
from graph.store import Statement


@cache
def every_statement() -> Mapping[str, Statement]:
    """Name and statement: `graph.find.PEOPLE_BY_KEYS`, `graph.book_statements.VISITS[citizen]`."""
    found = dict(_made_at_run_time())
    for module in _modules():
        for name, value in vars(module).items():
            found.update(_within(f"{module.__name__}.{name}", value))
    return found


def distinct_statements() -> dict[str, Statement]:
    """Each text once, under the first of its names."""
    first = {statement: name for name, statement in reversed(list(every_statement().items()))}
    return {name: statement for statement, name in first.items()}


def _modules() -> Iterator[ModuleType]:
    for package in (graph, api):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _within(name: str, value: object) -> Iterator[tuple[str, Statement]]:
    """Statements inside mappings, sequences, partials and the project's own values."""
    if isinstance(value, Statement):
        yield name, value
    for key, part in _parts(value):
        yield from _within(f"{name}[{key}]", part)


def _parts(value: object) -> Iterator[tuple[object, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple | list):
        yield from enumerate(value)
    elif isinstance(value, partial):
        yield from enumerate(value.args)
    elif is_dataclass(value) and not isinstance(value, type | Statement):
        yield from ((field.name, getattr(value, field.name)) for field in fields(value))


def _made_at_run_time() -> Iterator[tuple[str, Statement]]:
    for kind in wholesale.kinds_of_nodes():
        for make in (wholesale.any_node, wholesale.page_of_nodes, wholesale.add_nodes):
            yield f"graph.wholesale.{make.__name__}({kind.label})", make(kind)
    for edge in EDGES:
        for give in (wholesale.edges_of, wholesale.add_edges):
            yield f"graph.wholesale.{give.__name__}({edge.kind}, {edge.source})", give(edge)
    for name, foot in footprint_statements.EDGES.items():
        made = footprint_statements.delete_edges(foot.source, name, foot.target)
        yield f"graph.footprint_statements.delete_edges({name})", made
    for node in footprint_statements.NODES.values():
        made = footprint_statements.set_nodes(node.label)
        yield f"graph.footprint_statements.set_nodes({node.label})", made
