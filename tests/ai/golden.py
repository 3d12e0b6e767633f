"""The corpus of questions with the typed query that each means, or that it has no answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ai.query import Filter, Query

_FOLDER = Path(__file__).parent / "corpus"
#: Metrics of letters, of which the facility of the fact is the one that sent it.
_SENT = {"referrals_out", "up_referrals", "down_referrals", "referral_completion_30d"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question; those of a conversation follow each other and edit the query before."""

    id: str
    family: str
    language: str
    register: str
    text: str
    gold: dict[str, Any]
    conversation: str = ""


def questions(part: str) -> list[Question]:
    """Read `development` or `held_out`."""
    lines = (_FOLDER / f"{part}.jsonl").read_text("utf-8").splitlines()
    return [Question(**json.loads(line)) for line in lines]


def same(query: Query, gold: dict[str, Any]) -> bool:
    """Whether a query asks for the numbers of the gold one; charts and intents are no numbers."""
    order = None if query.order is None else _direction(query.order.descending)
    return (
        list(query.metrics) == gold["metrics"]
        and _dimensions(query, gold)
        and _filters(query.filters, query) == sorted(_gold_filters(gold))
        and [query.period.first, query.period.last][-len(gold["period"]) :] == gold["period"]
        and query.comparison.value == gold.get("comparison", "none")
        and (query.limit, order) == (gold.get("limit"), gold.get("order"))
        and ("intent" not in gold or query.intent.value == gold["intent"])
    )


def _direction(descending: bool) -> str:  # noqa: FBT001
    return "descending" if descending else "ascending"


def _dimensions(query: Query, gold: dict[str, Any]) -> bool:
    if "either" in gold:
        return len(query.dimensions) == 1 and query.dimensions[0] in gold["either"]
    return sorted(query.dimensions) == sorted(gold["dimensions"])


def _filters(filters: tuple[Filter, ...], query: Query) -> list[str]:
    return sorted(_text(f.dimension, list(f.members), f.excluded, query.metrics) for f in filters)


def _gold_filters(gold: dict[str, Any]) -> list[str]:
    return [
        _text(f["dimension"], f["members"], f["excluded"], gold["metrics"]) for f in gold["filters"]
    ]


def _text(
    dimension: str,
    members: list[str],
    excluded: bool,  # noqa: FBT001
    metrics: object,
) -> str:
    """One filter; the sender of a letter is its facility."""
    if _SENT & set(metrics if isinstance(metrics, list | tuple) else ()):
        dimension = {"facility": "origin_facility", "level": "origin_level"}.get(
            dimension, dimension
        )
    return f"{dimension} {excluded} {sorted(members)}"
