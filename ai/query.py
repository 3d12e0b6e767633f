"""A question as a typed, versioned value: what is asked, by what, of whom, when, against what.

Nothing here is text of a statement: ids of the catalogue and members only. JSON both ways.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mpi.errors import BadInput
from mpi.typed_json import decode, encode

#: Raised with every change of the form; a receipt keeps it.
QUERY_VERSION = 1


class Intent(StrEnum):
    """What the answer is to show."""

    VALUE = "value"
    BREAKDOWN = "breakdown"
    TREND = "trend"
    RANKING = "ranking"
    COMPARISON = "comparison"
    SHARE = "share"


class Comparison(StrEnum):
    """What the period is held against."""

    NONE = "none"
    PREVIOUS = "previous"  # the period before, of the same kind
    LAST_YEAR = "last-year"  # cùng kỳ


class Chart(StrEnum):
    """How the answer is drawn."""

    NONE = "none"
    NUMBER = "number"
    BAR = "bar"
    LINE = "line"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, ISO, both included, Hanoi's calendar."""

    first: str
    last: str

    @property
    def days(self) -> int:
        """How many days it has."""
        first, last = map(dt.date.fromisoformat, (self.first, self.last))
        return (last - first).days + 1


@dataclass(frozen=True, slots=True)
class Filter:
    """Only (or all but) these members of a dimension."""

    dimension: str
    members: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """By the id of a metric or dimension of the query."""

    by: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """One question. `limit` is the number of rows shown, None for all."""

    metrics: tuple[str, ...]
    period: Period
    intent: Intent = Intent.VALUE
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    comparison: Comparison = Comparison.NONE
    order: Order | None = None
    limit: int | None = None
    chart: Chart = Chart.NONE
    version: int = QUERY_VERSION


def query_of(value: object) -> Query:
    """Read parsed JSON. Raises BadInput naming the path, `query.filters[0].dimension`."""
    query = decode(Query, value, "query")
    if query.version != QUERY_VERSION:
        raise BadInput("query.version", f"must be {QUERY_VERSION}", str(query.version))
    return query


def query_json(query: Query) -> object:
    """Give what `json.dumps` writes and `query_of` reads."""
    return encode(query)
