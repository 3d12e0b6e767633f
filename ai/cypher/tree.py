"""The part of Cypher that the analysts' door knows, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """`(variable:Label)`; the label is empty where the variable was named before."""

    variable: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """`-[:KIND]->` or `<-[:KIND]-` to a node."""

    kind: str
    forward: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Path:
    """A node and the steps from it."""

    start: Node
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """`variable.key`, divided by a whole number where `by` is given (a day to its month)."""

    variable: str
    key: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`function(of)`; `of` is a property, a variable, or `*`."""

    function: str
    of: Property | str
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One returned column."""

    what: Property | Aggregate
    name: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole query. `where` is its condition as tokens that were checked one by one."""

    paths: tuple[Path, ...]
    where: str
    items: tuple[Item, ...]
    order: tuple[tuple[str, bool], ...]
    limit: int
    parameters: frozenset[str]
