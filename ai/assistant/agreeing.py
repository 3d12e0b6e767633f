"""Whether one query keeps all that another says: what the parser filled must stand unchanged."""

from __future__ import annotations

from ai.query import Comparison, Intent, Query


def extends(query: Query, partial: Query, *, timed: bool) -> bool:
    """True when `query` says what `partial` says, and perhaps more.

    `timed` says whether the period of `partial` was said, or is only the metric's default.
    """
    return (
        query.metrics == partial.metrics
        and (query.period == partial.period or not timed)
        and set(partial.filters) <= set(query.filters)
        and set(partial.dimensions) <= set(query.dimensions)
        and partial.comparison in {Comparison.NONE, query.comparison}
        and partial.order in {None, query.order}
        and partial.limit in {None, query.limit}
        and (partial.intent is not Intent.SHARE or query.intent is Intent.SHARE)
    )


def alike(one: Query, other: Query) -> bool:
    """True when both ask for the same numbers; charts and the order of dimensions are none."""
    return (
        extends(one, other, timed=True)
        and extends(other, one, timed=True)
        and one.comparison is other.comparison
        and (one.order, one.limit) == (other.order, other.limit)
    )
