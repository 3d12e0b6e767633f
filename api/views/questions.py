"""Forms and answers of questions: in words, as a typed query, and what may be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ai.answering.numbers import Language
from ai.catalogue import Catalogue, Words
from ai.understanding.suggesting import Suggestion


class AskForm(BaseModel):
    """A question in words. A `conversation` makes the next one edit it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Tháng trước có bao nhiêu lượt khám?"}]},
    )

    text: Annotated[str, Field(min_length=1, max_length=1000)]
    language: Annotated[
        Language | None, Field(description="of the answer; that of the text if not given")
    ] = None
    conversation: Annotated[str, Field(max_length=100)] = ""
    today: Annotated[
        dt.date | None, Field(description="day that words such as last month count from")
    ] = None


class QueryForm(BaseModel):
    """A typed query without words, as an answer gives it in `query`."""

    model_config = ConfigDict(extra="forbid")

    query: dict[str, Any]
    language: Language = Language.VI


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """An answer, a question back with `choices`, or a refusal with its `reason`."""

    outcome: str
    query: Mapping[str, Any] | None
    rows: tuple[Mapping[str, Any], ...]
    columns: tuple[str, ...]
    unit: str
    text: str
    reason: str
    choices: tuple[Mapping[str, Any], ...]
    receipt: str
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SuggestAnswer:
    """Whole texts that may be meant, likeliest first."""

    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class MetricView:
    """One thing that can be asked: its name, definition, unit and what it may be split by."""

    id: str
    name: Words
    definition: Words
    unit: str
    source: str
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricsAnswer:
    """Everything that can be asked."""

    metrics: tuple[MetricView, ...]


@dataclass(frozen=True, slots=True)
class RerunAnswer:
    """A receipt, and whether the same query gives the same numbers now."""

    receipt: Mapping[str, Any]
    same: bool
    changed: tuple[str, ...]


def metrics_of(catalogue: Catalogue) -> MetricsAnswer:
    """List the catalogue."""
    return MetricsAnswer(
        tuple(
            MetricView(
                each.id,
                Words(each.names.vi[0], each.names.en[0]),
                each.definition,
                each.unit,
                each.source,
                each.dimensions,
            )
            for each in catalogue.metrics.values()
        )
    )


ASK = {
    "outcome": "answer",
    "query": {
        "metrics": ["encounters"],
        "period": {"first": "2026-07-01", "last": "2026-07-31"},
        "intent": "value",
        "version": 1,
    },
    "rows": [{"encounters": 41230}],
    "columns": ["encounters"],
    "unit": "lượt",
    "text": "Lượt khám chữa bệnh, từ 01/07/2026 đến 31/07/2026: 41.230 lượt.",
    "reason": "",
    "choices": [],
    "receipt": "run-0123456789abcdef",
    "details": None,
}

SUGGEST = {"suggestions": [{"text": "lượt khám theo phường", "role": "dimension", "value": "ward"}]}

METRICS = {
    "metrics": [
        {
            "id": "encounters",
            "name": {"vi": "lượt khám chữa bệnh", "en": "encounters"},
            "definition": {
                "vi": "Số lượt khám, chữa bệnh bắt đầu trong kỳ",
                "en": "Visits that began in the period",
            },
            "unit": "lượt",
            "source": "QĐ 3176/QĐ-BYT 2024 (XML1)",
            "dimensions": ["*"],
        }
    ]
}

RERUN = {"receipt": {"id": "run-0123456789abcdef"}, "same": True, "changed": []}
