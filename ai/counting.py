"""Additive questions compiled to one aggregating statement, run by the engine itself.

Compiled are counts of visits, letters and bookings, by and of what the statements know
(`graph.counting_statements`). Other questions are measured over columns alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ai.catalogue_parts import Catalogue, Condition, Count, Metric
from ai.choosing import UNKNOWN
from ai.fields.visits import BEDS
from ai.measuring import Members
from ai.query import Filter, Query
from graph.counting_statements import (
    BOOKING,
    BOOKINGS_COUNTED,
    LETTER,
    LETTERS_COUNTED,
    VISIT,
    VISITS_COUNTED,
)
from graph.store import Row, Statement, Work

_MODULE = "graph.counting_statements"
_TIMES = {"day": (4, 6, 8), "month": (4, 6), "year": (4,)}


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    statement: Statement
    dimensions: frozenset[str]
    renamed: Mapping[str, str]


_LETTERS = ("LETTERS_COUNTED", LETTERS_COUNTED, frozenset(LETTER))
_TABLES: Mapping[str, _Table] = {
    "visit": _Table("VISITS_COUNTED", VISITS_COUNTED, frozenset(VISIT), {}),
    "referral": _Table(*_LETTERS, {"facility": "origin_facility"}),
    "referral_in": _Table(*_LETTERS, {"facility": "destination_facility"}),
    "appointment": _Table("BOOKINGS_COUNTED", BOOKINGS_COUNTED, frozenset(BOOKING), {}),
}


@dataclass(frozen=True, slots=True)
class Counting:
    """A named statement, its parameters, and the columns that are the query's dimensions."""

    name: str
    statement: Statement
    parameters: Mapping[str, object]
    columns: tuple[str, ...]


def counting(query: Query, catalogue: Catalogue) -> Counting | None:
    """Compile the first metric of a question; None for one that is measured over columns alone."""
    metric = catalogue.metrics[query.metrics[0]]
    table = _TABLES.get(metric.subject)
    narrowed = _conditions(metric)
    if table is None or narrowed is None or len(query.metrics) > 1:
        return None
    filters = [*query.filters, *narrowed]
    named = [table.renamed.get(each.dimension, each.dimension) for each in filters]
    by = [table.renamed.get(each, each) for each in query.dimensions]
    timed = [each for each in by if each in _TIMES]
    if not {*named, *({*by} - {*timed})} <= table.dimensions or len(timed) > 1:
        return None
    parameters = {
        "first": int(query.period.first.replace("-", "")),
        "last": int(query.period.last.replace("-", "")),
        "by": by,
        **_members(table.dimensions, zip(named, filters, strict=True)),
    }
    return Counting(f"{_MODULE}.{table.name}", table.statement, parameters, tuple(by))


def _conditions(metric: Metric) -> list[Filter] | None:
    """Give a metric's own conditions as filters; None where the engine cannot count it."""
    measure = metric.numerator
    plain = metric.denominator is None and metric.needs is None and metric.time == "day"
    if not plain or measure.count is not Count.ROWS or measure.window:
        return None
    found = [_condition(each) for each in measure.where]
    return None if None in found else [each for each in found if each is not None]


def _condition(each: Condition) -> Filter | None:
    if each.field == "inpatient":
        return Filter("kind", BEDS, excluded="1" not in each.members)
    if each.field in {"kind", "insurance_object"} and each.members:
        return Filter(each.field, each.members, each.excluded)
    return None


def _members(dimensions: Iterable[str], filters: Iterable[tuple[str, Filter]]) -> dict[str, object]:
    kept: dict[str, set[str]] = {}
    out: dict[str, set[str]] = {name: set() for name in dimensions}
    for name, each in filters:
        members = {"" if member == UNKNOWN else member for member in each.members}
        if each.excluded:
            out[name] |= members
        else:
            kept[name] = kept[name] & members if name in kept else members
    return {
        key: value
        for name in sorted(out)
        for key, value in (
            (f"all_{name}", name not in kept),
            (name, sorted(kept.get(name, ()))),
            (f"not_{name}", sorted(out[name])),
        )
    }


def counted(work: Work, compiled: Counting) -> dict[Members, int]:
    """Run a compiled question; give the number of each group, as `ai.execution` names groups."""
    found: dict[Members, int] = {}
    for row in work.run(compiled.statement, **compiled.parameters):
        key = tuple(_member(row, name) for name in compiled.columns)
        found[key] = found.get(key, 0) + row["number"]
    return found


def _member(row: Row, name: str) -> str:
    if name not in _TIMES:
        return row[f"by_{name}"] or UNKNOWN
    day = str(row["by_day"])
    return "-".join(day[a:b] for a, b in zip((0, 4, 6), _TIMES[name], strict=False))
