"""What comes of a question: cells in rows, with what they depend on. No person's id is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ai.catalogue_parts import Count, Metric
from ai.measuring import Members
from ai.query import Period, Query


class Cell(NamedTuple):
    """A metric in a group. `value` is None where nothing can be divided.

    `n` is the rows behind it; of a share of people, the people.

    A share is `numerator` over `denominator`; other metrics have no denominator. A large table has
    thousands, and a named tuple is made three times as fast as a frozen class.
    """

    value: float | None
    numerator: float
    denominator: float | None
    n: int


#: Cells of a group, one for each metric, by its members.
Table = dict[Members, tuple[Cell, ...]]


class ResultRow(NamedTuple):
    """One group: members of the dimensions, a cell for each metric, and those compared with."""

    members: Members
    cells: tuple[Cell, ...]
    before: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The numbers of a question.

    `facilities` are those with visits in the period; `first` and `last` the days of all data, ISO.
    """

    query: Query
    units: tuple[str, ...]
    rows: tuple[ResultRow, ...]
    compared: Period | None
    data_version: int
    facilities: tuple[str, ...]
    first: str
    last: str


def nothing(metric: Metric) -> Cell:
    """Give the cell of a group without any row: 0 for a number, unknown for a share or a median."""
    return Cell(0.0 if _countable(metric) else None, 0.0, None, 0)


def _countable(metric: Metric) -> bool:
    divided = metric.denominator is not None or metric.needs is not None
    return not divided and metric.numerator.count is not Count.MEDIAN
