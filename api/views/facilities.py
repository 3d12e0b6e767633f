"""Answers on facilities: their state, their events, and the quality of their data."""

from __future__ import annotations

from dataclasses import dataclass

from api.facilities import FacilityState
from api.indicators import INDICATORS, Broken, Quality
from graph.feed_events import FeedEvent


@dataclass(frozen=True, slots=True)
class FacilitiesAnswer:
    """Every facility's state, by its code."""

    facilities: tuple[FacilityState, ...]


@dataclass(frozen=True, slots=True)
class FeedEventsAnswer:
    """Who fell silent or was heard again, oldest first; ask `after` the last cursor next."""

    events: tuple[FeedEvent, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator: `part` of `whole`; `share` is null where there is nothing to measure."""

    indicator: str
    word: str
    vi: str
    en: str
    part: int
    whole: int
    share: float | None


@dataclass(frozen=True, slots=True)
class QualityAnswer:
    """One facility's data over a period, and what it can mend."""

    facility: str
    first: str
    last: str
    messages: int
    records: int
    measures: tuple[Measure, ...]
    broken: tuple[Broken, ...]


def quality_answer(quality: Quality) -> QualityAnswer:
    """Give a facility's quality with every indicator in words."""
    return QualityAnswer(
        facility=quality.facility,
        first=quality.first,
        last=quality.last,
        messages=quality.messages,
        records=quality.records,
        measures=tuple(_measure(name, quality) for name in quality.shares),
        broken=quality.broken,
    )


def _measure(name: str, quality: Quality) -> Measure:
    defined, share = INDICATORS[name], quality.shares[name]
    return Measure(
        name, defined.word.value, defined.vi, defined.en, share.part, share.whole, share.value
    )


FACILITIES = {
    "facilities": [
        {
            "name": "Bệnh viện đa khoa Xanh Pôn",
            "state": {
                "facility": "01003",
                "wire": "qd130-xml",
                "version": "3176",
                "last_received_at": "2026-03-02T03:11:42Z",
                "last_said_at": "2026-03-02T03:10:00Z",
                "expected": 840.0,
                "received": 812,
                "gaps": [],
                "missing": 0.0,
                "silent": False,
                "replaced": 9,
                "lag": 312,
                "lag_most": 7200,
            },
            "refusals": {"resent": 3, "quarantined": 1},
        }
    ]
}

EVENTS = {
    "events": [
        {
            "facility": "01003",
            "wire": "qd130-xml",
            "kind": "silent",
            "at": "2026-03-05T01:00:00.000000Z",
            "cursor": 1772672400000000,
            "last_received_at": "2026-03-02T03:11:42Z",
        }
    ]
}

QUALITY = {
    "facility": "01003",
    "first": "2026-03-01",
    "last": "2026-03-31",
    "messages": 3600,
    "records": 3610,
    "measures": [
        {
            "indicator": "filled",
            "word": "complete",
            "vi": "Trường bắt buộc đã điền",
            "en": "Required fields filled",
            "part": 98112,
            "whole": 99001,
            "share": 0.991,
        }
    ],
    "broken": [
        {
            "rule": "q-ward-missing",
            "vi": "Thiếu mã xã, phường cư trú",
            "en": "The ward of residence is missing",
            "many": 12,
            "of": 3610,
            "examples": ["01003|LK20260302-17"],
        }
    ],
}
