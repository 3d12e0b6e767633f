"""In which order the rows of a breakdown stand that nobody asked to order: the most first."""

from __future__ import annotations

from collections.abc import Sequence

from ai.answering.figures import Row
from ai.catalogue import Catalogue, Metric
from ai.choosing import UNKNOWN
from ai.query import Query


def counting(metric: Metric) -> bool:
    """Whether a metric says how many, and not how many of how many."""
    return metric.countable and metric.needs is None


def by_size(query: Query, catalogue: Catalogue) -> bool:
    """Whether rows may be ordered by size: one dimension that has no order of its own."""
    alone = len(query.dimensions) == 1 and query.order is None
    return alone and catalogue.dimensions[query.dimensions[0]].by_size


def largest_first(query: Query, rows: Sequence[Row], catalogue: Catalogue) -> list[Row]:
    """Order the shown rows: counts by what they say, rates by how many facts they rest on.

    A rate is no league table. Rows of no member, then those with hidden numbers, stay last.
    """
    counts = counting(catalogue.metrics[query.metrics[0]])
    shut = [row for row in rows if any(row.closed)]
    shown = [row for row in rows if not any(row.closed)]

    def size(row: Row) -> tuple[bool, float, tuple[str, ...]]:
        number = row.now[0].value if counts else row.now[0].n
        return (row.members[0] == UNKNOWN, -(number or 0), row.members)

    return [*sorted(shown, key=size), *shut]
