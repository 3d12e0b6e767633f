"""From a typed question to its numbers: check, measure the period and what it is held against."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from ai.arranging import arranged
from ai.catalogue_checks import checked
from ai.catalogue_parts import Catalogue, Count, Metric, Missing
from ai.choosing import Scope
from ai.columns import Snapshot
from ai.exposure import exposed, only_known
from ai.measuring import Members, measured
from ai.ordering import by_day
from ai.periods import compared, span
from ai.query import Period, Query
from ai.result import Cell, Result, Table, nothing
from mpi.errors import NotFound


def execute(facts: Snapshot, query: Query, catalogue: Catalogue) -> Result:
    """Answer a question from facts.

    Raises BadInput for a question that cannot be asked, NotFound when beds, owners or inhabitants
    are asked for that the deployment did not give.
    """
    checked(query, catalogue)
    if missing := not_given(facts, query, catalogue):
        raise NotFound(missing, "the deployment's table")
    metrics = [catalogue.metrics[name] for name in query.metrics]
    held = compared(query.period, query.comparison)
    now = _table(facts, query, catalogue, query.period)
    before = _table(facts, query, catalogue, held) if held else {}
    days = by_day(facts, "visit", "day").days
    edges = [_iso(int(days[place])) for place in (0, -1)] if len(days) else ["", ""]
    return Result(
        query, tuple(m.unit for m in metrics), arranged(query, catalogue, now, before, held), held,
        facts.version, _facilities(facts, query.period), *edges,
    )  # fmt: skip


def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def not_given(facts: Snapshot, query: Query, catalogue: Catalogue) -> str:
    """Say what a question needs that the deployment did not give: `owners`, `beds`, `population`.

    Empty when nothing is missing.
    """
    asked = {*query.dimensions, *(each.dimension for each in query.filters)}
    if "owner" in asked and not facts.known.owners:
        return "owners"
    needs = {catalogue.metrics[name].needs for name in query.metrics}
    if Missing.BEDS in needs and not facts.known.beds:
        return "beds"
    return "population" if Missing.POPULATION in needs and not facts.known.population else ""


def _table(facts: Snapshot, query: Query, catalogue: Catalogue, period: Period) -> Table:
    """Cells of each group, one for each metric."""
    metrics = [catalogue.metrics[name] for name in query.metrics]
    columns = [_metric(facts, query, catalogue, metric, period) for metric in metrics]
    if len(columns) == 1:
        return {key: (cell,) for key, cell in columns[0].items()}
    pairs = list(zip(columns, map(nothing, metrics), strict=True))
    groups = dict.fromkeys(key for column in columns for key in column)
    return {key: tuple(column.get(key, none) for column, none in pairs) for key in groups}


def _metric(
    facts: Snapshot, query: Query, catalogue: Catalogue, metric: Metric, period: Period
) -> dict[Members, Cell]:
    filters = [*query.filters, *only_known(facts, metric)]
    scope = Scope(facts, catalogue, metric, query.dimensions, filters, *span(period))
    above = measured(scope, metric.numerator)
    if metric.needs is not None:
        return exposed(scope, metric.needs, {key: group.number for key, group in above.items()})
    if metric.denominator is None:
        return {
            key: Cell(_known(group.number), group.number, None, group.rows)
            for key, group in above.items()
        }
    below = measured(scope, metric.denominator)
    people = metric.denominator.count is Count.DISTINCT
    return {
        key: _share(
            above[key].number if key in above else 0.0,
            group.number,
            round(group.number) if people else group.rows,
        )
        for key, group in below.items()
    }


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number


def _share(above: float, below: float, n: int) -> Cell:
    return Cell(above / below if below else None, above, below, n)


def _facilities(facts: Snapshot, period: Period) -> tuple[str, ...]:
    rows = by_day(facts, "visit", "day").between(*span(period))
    facility = facts.text("visit", "facility")
    seen = np.bincount(facility.codes[rows] + 1, minlength=len(facility.values) + 1)[1:]
    return tuple(sorted(facility.values[n] for n in np.flatnonzero(seen).tolist()))
