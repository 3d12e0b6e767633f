"""All that one answer is made of, measured from the facts: numbers, and what to mind."""

from __future__ import annotations

from ai.answering.figures import Figures, Measured, Row
from ai.catalogue import Catalogue
from ai.columns import Snapshot
from ai.doubting import if_joined
from ai.execution import execute
from ai.query import QUERY_VERSION, Query
from ai.result import Cell
from ai.timeliness import timeliness
from ai.wards import placing


def collected(facts: Snapshot, query: Query, catalogue: Catalogue) -> Figures:
    """Measure a question. Raises BadInput, and NotFound for what the deployment did not give."""
    result = execute(facts, query, catalogue)
    joined = if_joined(facts, query, catalogue)
    return Figures(
        rows=tuple(
            Row(row.members, tuple(map(_measured, row.cells)), tuple(map(_measured, row.before)))
            for row in result.rows
        ),
        before=result.compared,
        statement=f"ai.execution.execute/{QUERY_VERSION}",
        parameters={},
        data_version=str(result.data_version),
        timeliness=timeliness(facts, query),
        placing=placing(facts, query),
        joined={
            members: {metric: _measured(cell) for metric, cell in cells.items()}
            for members, cells in joined.items()
        },
    )


def _measured(cell: Cell) -> Measured:
    return Measured(cell.value, cell.n, cell.numerator, cell.denominator)
