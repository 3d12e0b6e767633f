"""Of a period's letters, how many are neither up nor down because a level is not known."""

from __future__ import annotations

import numpy as np

from ai.catalogue_parts import Catalogue
from ai.columns import Snapshot
from ai.fields import text_of
from ai.ordering import by_day
from ai.periods import span
from ai.query import Query

_LETTERS = ("referral", "referral_in")
_LEVELS = frozenset({"level", "origin_level", "destination_level"})


def unlevelled(facts: Snapshot, query: Query, catalogue: Catalogue) -> float:
    """Share of the letters of the period without a level at one end, 0 to 1.

    0 where the question is not about directions or levels of letters.
    """
    metrics = [catalogue.metrics[name] for name in query.metrics]
    letters = [metric for metric in metrics if metric.subject in _LETTERS]
    directed = any(
        each.field == "direction" for metric in letters for each in metric.numerator.where
    )
    if not letters or not (directed or _LEVELS & {*query.dimensions}):
        return 0.0
    direction = text_of(facts, letters[0].subject, "direction")
    rows = by_day(facts, letters[0].subject, letters[0].time).between(*span(query.period))
    codes = direction.codes[rows]
    unknown = direction.values.index("unknown")
    return float(np.count_nonzero(codes == unknown) / len(codes)) if len(codes) else 0.0
