"""What numbers would be if every *maybe* were the same citizen: the facts again, people joined.

Until a doubt is settled the two stand as two people. What is computed here is the other end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from ai.catalogue_parts import Catalogue, Metric
from ai.columns import Column, Doubts, Snapshot, Text
from ai.execution import execute
from ai.fields.shapes import mapped
from ai.measuring import Members
from ai.query import Comparison, Query
from ai.result import Cell

#: Fields that depend on who is the same citizen.
_PERSONAL = frozenset({"person", "first", "first_day", "readmitted_30d", "returned_72h"})

#: Cells with everybody joined, by group and metric.
Joined = Mapping[Members, Mapping[str, Cell]]


def personal(metric: Metric) -> bool:
    """Whether a metric depends on who is the same citizen, other than by counting the doubts."""
    measures = [m for m in (metric.numerator, metric.denominator) if m is not None]
    used = {each.field for m in measures for each in m.where} | {m.of for m in measures}
    return bool(used & _PERSONAL) and "provisional" not in used


def if_joined(facts: Snapshot, query: Query, catalogue: Catalogue) -> Joined:
    """Compute a question again with every *maybe* joined; nothing when there is none to join."""
    wanted = tuple(m for m in query.metrics if personal(catalogue.metrics[m]))
    if not facts.doubts or not wanted:
        return {}
    again = replace(query, metrics=wanted, comparison=Comparison.NONE, order=None, limit=None)
    rows = execute(all_joined(facts), again, catalogue).rows
    return {row.members: dict(zip(wanted, row.cells, strict=True)) for row in rows}


def all_joined(facts: Snapshot) -> Snapshot:
    """Give the facts with the people of every doubt as one citizen each."""
    return facts.once("all joined", lambda: _all_joined(facts))


def _all_joined(facts: Snapshot) -> Snapshot:
    one = citizens(facts.doubts)
    tables = {
        name: MappingProxyType({key: _person(key, it, one) for key, it in table.items()})
        for name, table in facts.tables.items()
    }
    made = {key: column for key, column in facts.made.items() if key[1] not in _PERSONAL}
    return Snapshot(facts.version, MappingProxyType(tables), facts.places, facts.known, (), made)


def _person(name: str, column: Column, one: Mapping[str, str]) -> Column:
    if name != "person" or not isinstance(column, Text):
        return column
    return mapped(column, lambda person: one.get(person, person))


def citizens(doubts: Doubts) -> Mapping[str, str]:
    """Give each doubtful person the least id of all that it may be, through any chain of doubts.

    >>> dict(sorted(citizens((("p2", "p1"), ("p3", "p2"))).items()))
    {'p1': 'p1', 'p2': 'p1', 'p3': 'p1'}
    """
    above: dict[str, str] = {}

    def root(person: str) -> str:
        while above.setdefault(person, person) != person:
            above[person] = above[above[person]]
            person = above[person]
        return person

    for one, other in doubts:
        ends = sorted((root(one), root(other)))
        above[ends[1]] = ends[0]
    return {person: root(person) for person in above}
