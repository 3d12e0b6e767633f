"""All that one answer is made of, measured from the facts: numbers, and what to mind."""

from __future__ import annotations

from ai.answering.data_days import within_data
from ai.answering.figures import Figures, Measured, Row
from ai.catalogue import Catalogue
from ai.catalogue_checks import checked
from ai.columns import Snapshot
from ai.compile import EXECUTOR, said
from ai.doubting import if_joined
from ai.execution import execute, not_given
from ai.letter_levels import unlevelled
from ai.query import Query
from ai.result import Cell, Result
from ai.timeliness import timeliness
from ai.wards import placing


def collected(facts: Snapshot, query: Query, catalogue: Catalogue) -> Figures:
    """Measure a question, or say what the deployment would have to give. Raises BadInput."""
    version = str(facts.version)
    if missing := not_given(facts, checked(query, catalogue), catalogue):
        return Figures((), None, EXECUTOR, {}, version, missing=missing)
    result = execute(facts, query, catalogue)
    statement, parameters = said(query, catalogue)
    joined = if_joined(facts, query, catalogue)
    return Figures(
        rows=tuple(
            Row(row.members, tuple(map(_measured, row.cells)), tuple(map(_measured, row.before)))
            for row in within_data(query, result)
        ),
        before=result.compared,
        statement=statement,
        parameters=parameters,
        data_version=version,
        timeliness=timeliness(facts, query),
        placing=placing(facts, query),
        since=_since(result),
        unlevelled=unlevelled(facts, query, catalogue),
        joined={
            members: {metric: _measured(cell) for metric, cell in cells.items()}
            for members, cells in joined.items()
        },
    )


def _since(result: Result) -> str:
    """Give the first day with data when the period, or what it is held against, begins earlier."""
    begins = [result.query.period.first, *([result.compared.first] if result.compared else [])]
    return result.first if min(begins) < result.first else ""


def _measured(cell: Cell) -> Measured:
    return Measured(cell.value, cell.n, cell.numerator, cell.denominator)
