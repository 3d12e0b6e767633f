"""Work out beforehand what questions will need of a snapshot, so that the first is as quick."""

from __future__ import annotations

from ai.catalogue_parts import Catalogue, Condition, Count, DimensionKind, Measure, Metric
from ai.choosing import Scope, column_of, condition
from ai.columns import Snapshot
from ai.fields import field
from ai.ordering import by_day, ranks


def warm(facts: Snapshot, catalogue: Catalogue) -> None:
    """Make the orders, conditions and columns of every metric and dimension of the catalogue."""
    for metric in catalogue.metrics.values():
        by_day(facts, metric.subject, metric.time)
        scope = Scope(facts, catalogue, metric, (), (), 1, 1)
        for measure in (metric.numerator, metric.denominator):
            if measure is not None:
                _measure(scope, metric, measure)
        for name in metric.dimensions:
            if _cheap(catalogue, name):
                column_of(scope, catalogue.dimensions[name])


def _measure(scope: Scope, metric: Metric, measure: Measure) -> None:
    for each in measure.where:
        _condition(scope, metric, each)
    if measure.count is Count.MEDIAN:
        ranks(scope.facts, metric.subject, measure.of)
    elif measure.of:
        field(scope.facts, metric.subject, measure.of)


def _condition(scope: Scope, metric: Metric, each: Condition) -> None:
    if each.before:
        field(scope.facts, metric.subject, each.field)
    else:
        condition(scope, each)


#: Dimensions of time that are asked for most; the others are made when they are.
_TIMES = frozenset({"week", "month", "quarter"})


def _cheap(catalogue: Catalogue, name: str) -> bool:
    return catalogue.dimensions[name].kind is not DimensionKind.TIME or name in _TIMES
