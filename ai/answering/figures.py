"""What was measured, as the parts of an answer read it: rows of members and measured numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ai.query import Period
from ai.timeliness import Timeliness
from ai.wards import Placing


@dataclass(frozen=True, slots=True)
class Measured:
    """One number. `n` is how many facts it rests on; of a share of people, how many people.

    `numerator` and `denominator` are given for shares and rates; `value` is None where nothing
    can be computed, as a share of nothing.
    """

    value: float | None
    n: int
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a member of each dimension of the query, a number of each metric.

    `before` holds the same metrics in the period that is compared with; `closed` and
    `closed_before` say which of them are hidden.
    """

    members: tuple[str, ...]
    now: tuple[Measured, ...]
    before: tuple[Measured, ...] = ()
    closed: tuple[bool, ...] = ()
    closed_before: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The result of one query, before anything is hidden.

    `before` is the period that is compared with. `statement` and `parameters` say how it was
    computed. `joined` holds, by group and metric, the number with every *maybe* joined.
    `missing` is what the deployment would have to give first; then there are no rows. `unlevelled`
    is the share of letters between facilities of unknown level, where the question is about levels;
    `since` the first day with data where the period or what it is held against begins earlier.
    """

    rows: tuple[Row, ...]
    before: Period | None
    statement: str
    parameters: Mapping[str, object]
    data_version: str
    timeliness: Timeliness | None = None
    placing: Placing | None = None
    joined: Mapping[tuple[str, ...], Mapping[str, Measured]] = field(default_factory=dict)
    missing: str = ""
    unlevelled: float = 0.0
    since: str = ""
