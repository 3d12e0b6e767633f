"""The forms that a model fills; what is in them is checked before anything is done with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ai.catalogue_checks import checked
from ai.catalogue_parts import Catalogue
from ai.query import Comparison, Filter, Intent, Order, Period, Query
from ai.understanding.shaping import formed, plain_intent
from mpi.errors import BadInput

_MOST = 8  # filters of one question
_MOST_MEMBERS = 60


class Narrowing(BaseModel):
    """Only these members of a dimension, or all but these."""

    model_config = ConfigDict(extra="forbid")

    dimension: str
    members: list[str]
    excluded: bool = False


class Meaning(BaseModel):
    """For which word that the catalogue knows an unknown word of the question stands."""

    model_config = ConfigDict(extra="forbid")

    word: str
    stands_for: str


class Reading(BaseModel):
    """A question as a typed query: ids of the catalogue only, days as YYYY-MM-DD."""

    model_config = ConfigDict(extra="forbid")

    metrics: list[str]
    first_day: str
    last_day: str
    dimensions: list[str] = Field(default_factory=list)
    filters: list[Narrowing] = Field(default_factory=list)
    comparison: Literal["none", "previous", "last-year"] = "none"
    share: bool = False
    order_by: str = ""
    descending: bool = True
    limit: int = 0
    meanings: list[Meaning] = Field(default_factory=list)


class Wording(BaseModel):
    """A sentence in other words."""

    model_config = ConfigDict(extra="forbid")

    text: str


def query_of(reading: Reading, catalogue: Catalogue, today: dt.date) -> Query | None:
    """Give the query of a reading; None when the catalogue cannot ask it, or of days to come."""
    if len(reading.filters) > _MOST or reading.limit < 0:
        return None
    if any(len(each.members) > _MOST_MEMBERS for each in reading.filters):
        return None
    try:
        query = checked(_query(reading), catalogue)
    except BadInput:
        return None
    iso = all(len(day) == len("2026-01-01") for day in (query.period.first, query.period.last))
    if not iso or query.period.last > today.isoformat():
        return None
    intent = Intent.SHARE if reading.share else plain_intent(query, catalogue)
    return formed(replace(query, intent=intent), catalogue)


def _query(reading: Reading) -> Query:
    narrowed = (Filter(f.dimension, tuple(f.members), f.excluded) for f in reading.filters)
    return Query(
        tuple(reading.metrics),
        Period(reading.first_day, reading.last_day),
        dimensions=tuple(reading.dimensions),
        filters=tuple(sorted(narrowed, key=lambda f: (f.dimension, f.excluded, f.members))),
        comparison=Comparison(reading.comparison),
        order=Order(reading.order_by, reading.descending) if reading.order_by else None,
        limit=reading.limit or None,
    )
