"""Whether the files of a catalogue fit each other, and a query the catalogue. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ai.catalogue_parts import Catalogue, Count, DimensionKind, Measure, Metric
from ai.query import Filter, Query
from mpi.errors import BadInput

#: The most metrics and dimensions of one query; more is a data set, not an answer.
MOST_METRICS, MOST_DIMENSIONS = 6, 3


def check(catalogue: Catalogue) -> Catalogue:
    """Give the catalogue back when every name in it is known. Raises BadInput naming the place."""
    for metric in catalogue.metrics.values():
        _check_metric(catalogue, metric)
    return catalogue


def _check_metric(catalogue: Catalogue, metric: Metric) -> None:
    if metric.subject not in catalogue.subjects:
        raise BadInput(f"{metric.id}.subject", "is not a subject", metric.subject)
    known = {field.id for field in catalogue.subjects[metric.subject].fields}
    for where, name in _fields_of(metric):
        if name not in known:
            raise BadInput(f"{metric.id}.{where}", "is not a field of the subject", name)
    for place, name in enumerate(metric.dimensions):
        if name not in catalogue.dimensions:
            raise BadInput(f"{metric.id}.dimensions[{place}]", "is not a dimension", name)
        if _field(catalogue, name, metric) not in known:
            raise BadInput(f"{metric.id}.dimensions[{place}]", "is not one of its facts", name)
    for measure in (metric.numerator, metric.denominator):
        for condition in measure.where if measure else ():
            if condition.set and condition.set not in catalogue.sets:
                raise BadInput(f"{metric.id}.where", "is not a set", condition.set)
    _check_told(catalogue, metric)


def _check_told(catalogue: Catalogue, metric: Metric) -> None:
    """Check what the number is said in, and what of it the rule of small cells can count."""
    for name, unit in (("unit", metric.unit), ("said_in", metric.said_in)):
        if unit not in catalogue.units and (unit or name == "unit"):
            raise BadInput(f"{metric.id}.{name}", "is not a unit of units.json", unit)
    measure = metric.numerator
    if measure.count is Count.SUM and metric.denominator is None and not measure.where:
        rule = "must say which rows add something: small cells are counted in rows"
        raise BadInput(f"{metric.id}.numerator.where", rule)


def _field(catalogue: Catalogue, dimension: str, metric: Metric) -> str:
    it = catalogue.dimensions[dimension]
    return metric.time if it.kind is DimensionKind.TIME else it.field


def _fields_of(metric: Metric) -> Iterator[tuple[str, str]]:
    yield "time", metric.time
    parts: tuple[tuple[str, Measure | None], ...] = (
        ("numerator", metric.numerator),
        ("denominator", metric.denominator),
    )
    for where, measure in parts:
        if measure is None:
            continue
        if measure.of or measure.count is not Count.ROWS:
            yield f"{where}.of", measure.of
        for place, condition in enumerate(measure.where):
            yield f"{where}.where[{place}].field", condition.field


def checked(query: Query, catalogue: Catalogue) -> Query:
    """Give the query back when it can be asked.

    Raises BadInput naming the path: an unknown id, a metric by a dimension that it does not
    allow, a member of the wrong form, a period that ends before it begins.
    """
    _check_period(query)
    if not 1 <= len(query.metrics) <= MOST_METRICS:
        raise BadInput("query.metrics", f"must be 1 to {MOST_METRICS}", str(len(query.metrics)))
    if len(query.dimensions) > MOST_DIMENSIONS:
        raise BadInput("query.dimensions", f"must be at most {MOST_DIMENSIONS}")
    for place, name in enumerate(query.metrics):
        if name not in catalogue.metrics:
            raise BadInput(f"query.metrics[{place}]", "is not a metric", name)
    for place, name in enumerate(query.dimensions):
        _check_dimension(query, catalogue, f"query.dimensions[{place}]", name)
    for place, each in enumerate(query.filters):
        _check_filter(query, catalogue, f"query.filters[{place}]", each)
    _check_order(query)
    return query


def _check_period(query: Query) -> None:
    days = []
    for name in ("first", "last"):
        try:
            days.append(dt.date.fromisoformat(getattr(query.period, name)))
        except ValueError:
            found = getattr(query.period, name)
            raise BadInput(f"query.period.{name}", "must be YYYY-MM-DD", found) from None
    if days[0] > days[1]:
        raise BadInput("query.period", "must not end before it begins")


def _check_dimension(query: Query, catalogue: Catalogue, where: str, name: str) -> None:
    if name not in catalogue.dimensions:
        raise BadInput(where, "is not a dimension", name)
    for metric in query.metrics:
        if name not in catalogue.metrics[metric].dimensions:
            raise BadInput(where, f"does not go with {metric}", name)


def _check_filter(query: Query, catalogue: Catalogue, where: str, each: Filter) -> None:
    _check_dimension(query, catalogue, f"{where}.dimension", each.dimension)
    if not each.members:
        raise BadInput(f"{where}.members", "must name at least one")
    form = catalogue.dimensions[each.dimension].form
    for place, member in enumerate(each.members):
        if not re.fullmatch(form, member):
            raise BadInput(f"{where}.members[{place}]", f"must look like {form}", member)


def _check_order(query: Query) -> None:
    if query.order and query.order.by not in {*query.metrics, *query.dimensions}:
        raise BadInput("query.order.by", "is not in the query", query.order.by)
    if query.limit is not None and query.limit < 1:
        raise BadInput("query.limit", "must be at least 1", str(query.limit))
