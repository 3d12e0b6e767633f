"""What stub models say: a query as a model's form has it, and the most convincing lie."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from ai.assistant.letters import rivals
from ai.query import Query
from ai.understanding.outcomes import Understood
from ai.understanding.understand import Understanding
from tests.ai.model_endpoint import Model

#: What a model says that knows nothing else.
VISITS = {"metrics": ["encounters"], "first_day": "2026-03-01", "last_day": "2026-03-31"}


def fields_of(query: Query) -> dict[str, Any]:
    """Give a query as the fields of the form."""
    return {
        "metrics": query.metrics,
        "first_day": query.period.first,
        "last_day": query.period.last,
        "dimensions": query.dimensions,
        "filters": [
            {"dimension": f.dimension, "members": f.members, "excluded": f.excluded}
            for f in query.filters
        ],
        "comparison": query.comparison.value,
        "share": query.intent.value == "share",
        "order_by": query.order.by if query.order else "",
        "descending": query.order.descending if query.order else True,
        "limit": query.limit or 0,
    }


def of_gold(gold: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give a gold query as the fields of the form; visits where there is none."""
    if gold is None:
        return dict(VISITS)
    order = gold.get("order")
    return {
        "metrics": gold["metrics"],
        "first_day": gold["period"][0],
        "last_day": gold["period"][-1],
        "dimensions": gold.get("either", gold["dimensions"])[:1]
        if "either" in gold
        else gold["dimensions"],
        "filters": gold["filters"],
        "comparison": gold.get("comparison", "none"),
        "share": gold.get("intent") == "share",
        "order_by": gold["metrics"][0] if order else "",
        "descending": order != "ascending",
        "limit": gold.get("limit") or 0,
    }


def lying(door: Understanding, today: dt.date) -> Model:
    """Lie as well as can be: each unknown word is the likest known one, and the query fits."""

    def model(_system: str, user: str) -> dict[str, Any]:
        given = json.loads(user)
        vocabulary = door.lexicon.vocabulary
        said = {word: next(rivals(word.lower(), vocabulary), "khám") for word in given["unknown"]}
        text = " ".join(said.get(word, word) for word in given["question"].split())
        outcome = door.understand(text, today)
        fields = fields_of(outcome.query) if isinstance(outcome, Understood) else dict(VISITS)
        meanings = [{"word": word, "stands_for": known} for word, known in said.items()]
        return fields | {"meanings": meanings}

    return model
