"""How sure the wards and old districts of a period are: visits without one, wards of several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ai.columns import Snapshot
from ai.fields import text_of
from ai.ordering import by_day
from ai.periods import span
from ai.query import Query

_DIMENSIONS = ("ward", "old_district")


@dataclass(frozen=True, slots=True)
class Placing:
    """Share of the period's visits whose ward is not certain, and wards of several old districts.

    `shared` are the wards, of those in the old districts asked for or of all, that took parts of
    more than one.
    """

    unplaced: float
    shared: tuple[str, ...]


def placing(facts: Snapshot, query: Query) -> Placing | None:
    """Say how sure places of living are; None when the question is not about them."""
    used = {*query.dimensions, *(each.dimension for each in query.filters)}
    if not used & {*_DIMENSIONS}:
        return None
    rows = by_day(facts, "visit", "day").between(*span(query.period))
    codes = text_of(facts, "visit", "ward").codes[rows]
    unplaced = float(np.count_nonzero(codes < 0) / len(codes)) if len(codes) else 0.0
    return Placing(unplaced, _shared(facts, query) if "old_district" in used else ())


def _shared(facts: Snapshot, query: Query) -> tuple[str, ...]:
    asked = {m for f in query.filters if f.dimension == "old_district" for m in f.members}
    districts = facts.places.districts
    return tuple(
        sorted(w for w in facts.places.shared_wards if not asked or districts.get(w) in asked)
    )
