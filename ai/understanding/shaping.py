"""The form of the answer: intent, order, chart. Follows from the slots, decides no number."""

from __future__ import annotations

from dataclasses import replace

from ai.catalogue_parts import Catalogue, DimensionKind
from ai.query import Chart, Comparison, Intent, Order, Query
from ai.understanding.problem import Unclear
from ai.understanding.senses import Role
from ai.understanding.slots import Slots


def shaped(query: Query, slots: Slots, catalogue: Catalogue) -> Query:
    """Give the query with intent, order and chart. Raises Unclear for a ranking of nothing."""
    if slots.most and not query.dimensions:
        raise Unclear("rank_of_what")
    if slots.limit is not None and not slots.most:
        raise Unclear("rank_by_what")
    if Role.COMPARE in slots.flags and not _comparable(query):
        raise Unclear("compare_what")
    order = Order(query.metrics[0], slots.most is Role.MOST) if slots.most else query.order
    query = replace(query, order=order)
    return formed(replace(query, intent=_intent(query, slots, catalogue)), catalogue)


def formed(query: Query, catalogue: Catalogue) -> Query:
    """Give the query with the chart that its shape asks for."""
    if not query.dimensions:
        return replace(query, chart=Chart.NUMBER)
    line = _timed(query, catalogue)
    return replace(query, chart=Chart.LINE if line else Chart.BAR)


def plain_intent(query: Query, catalogue: Catalogue) -> Intent:
    """The intent that a query has by its parts."""
    if query.order:
        return Intent.RANKING
    if _timed(query, catalogue):
        return Intent.TREND
    if query.comparison is not Comparison.NONE:
        return Intent.COMPARISON
    return Intent.BREAKDOWN if query.dimensions else Intent.VALUE


def _intent(query: Query, slots: Slots, catalogue: Catalogue) -> Intent:
    said = {Role.RATE, Role.SHARE, Role.SPREAD} & slots.flags
    held = query.comparison is not Comparison.NONE and not query.dimensions
    if said and not held and not _rates(query, catalogue):
        if not query.dimensions:
            raise Unclear("share_of_what")
        if said == {Role.RATE}:
            share = formed(replace(query, intent=Intent.SHARE), catalogue)
            raise Unclear("rate_of_what", nearest=(share,), ask=True)
        return Intent.SHARE
    return plain_intent(query, catalogue)


def _rates(query: Query, catalogue: Catalogue) -> bool:
    """True when the metric is a rate itself, so that "tỷ lệ" says nothing more."""
    return any(catalogue.metrics[m].denominator or m == "incidence" for m in query.metrics)


def _comparable(query: Query) -> bool:
    several = len(query.metrics) > 1
    return bool(query.dimensions) or query.comparison is not Comparison.NONE or several


def _timed(query: Query, catalogue: Catalogue) -> bool:
    kinds = [
        catalogue.dimensions[name].kind for name in query.dimensions if name in catalogue.dimensions
    ]
    return DimensionKind.TIME in kinds
