"""The leaders' six words, measured: each indicator is a share with numerator and denominator.

docs/quality.md defines every one of them; a test holds that page against `INDICATORS`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.facility_quality import Share, graph_shares
from graph.feed_days import feed
from graph.feed_state import expected, first_day
from graph.feed_values import FeedDay
from graph.store import Store
from graph.stored import date, day
from ingest.quality.rules import Word as RuleWord
from ingest.quality.rules import rules_of, words
from mpi.errors import BadInput


class Word(StrEnum):
    """Đúng, đủ, sạch, sống, sâu, đồng bộ."""

    RIGHT = "right"
    COMPLETE = "complete"
    CLEAN = "clean"
    LIVE = "live"
    DEEP = "deep"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Defined:
    """An indicator: the word that it measures, and its name in Vietnamese and English."""

    word: Word
    vi: str
    en: str


INDICATORS: Mapping[str, Defined] = {
    "validity": Defined(Word.RIGHT, "Giá trị hợp lệ", "Valid values"),
    "agreement": Defined(Word.RIGHT, "Khớp với cơ sở khác", "Agrees with other facilities"),
    "filled": Defined(Word.COMPLETE, "Trường bắt buộc đã điền", "Required fields filled"),
    "arrived": Defined(Word.COMPLETE, "Đã nhận so với dự kiến", "Received of expected"),
    "consistency": Defined(Word.CLEAN, "Không mâu thuẫn", "Free of contradictions"),
    "unique": Defined(Word.CLEAN, "Không trùng người bệnh", "Patients recorded once"),
    "within_15m": Defined(Word.LIVE, "Trong 15 phút", "Within 15 minutes"),
    "within_legal": Defined(Word.LIVE, "Trong thời hạn pháp lý", "Within the legal time"),
    "within_day": Defined(Word.LIVE, "Trong một ngày", "Within a day"),
    "coded": Defined(Word.DEEP, "Có chẩn đoán mã hóa", "With a coded diagnosis"),
    "treated": Defined(Word.DEEP, "Có thuốc hoặc dịch vụ", "With drugs or services"),
    "observed": Defined(Word.DEEP, "Có kết quả cận lâm sàng", "With results"),
    "referrals": Defined(Word.STEP, "Chuyển đi đã đến nơi", "Referrals that arrived"),
    "arrivals": Defined(Word.STEP, "Đến có giấy của nơi gửi", "Arrivals whose letter came"),
    "appointments": Defined(Word.STEP, "Hẹn khám đã thực hiện", "Appointments kept"),
    "current": Defined(Word.STEP, "Mã theo danh mục hiện hành", "Codes of the current lists"),
}

#: Word of a rule -> the indicator that its rules make up.
_BY_RULES = {
    RuleWord.RIGHT: "validity",
    RuleWord.COMPLETE: "filled",
    RuleWord.CLEAN: "consistency",
    RuleWord.STEP: "current",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the facility broke: how often of how often, and encounters to look at.

    `of` is None for rules of a reader, which say only when they are broken.
    """

    rule: str
    vi: str
    en: str
    many: int
    of: int | None
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """One facility over a period (ISO days, both included): shares by indicator, broken rules."""

    facility: str
    first: str
    last: str
    messages: int
    records: int
    shares: Mapping[str, Share]
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, of one facility or of all; `further` is the deployment's own file of rules."""

    first: dt.date
    last: dt.date
    today: dt.date
    facility: str = ""
    further: str = ""

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise BadInput("from", "is after the last day", self.first.isoformat())


def measured(store: Store, asked: Asked) -> list[Quality]:
    """Measure every facility that sent or treated in the period, by its code."""
    since = first_day(asked.first)
    days = feed(store, day(since), day(asked.last), asked.facility)
    shares = graph_shares(
        store, day(asked.first), day(asked.last), day(asked.today), asked.facility
    )
    sent = {each.facility for each in days if date(each.day) >= asked.first}
    codes = sorted({*sent, *shares})
    return [
        _quality(code, [d for d in days if d.facility == code], shares.get(code, {}), asked)
        for code in codes
    ]


def _quality(
    facility: str, days: Sequence[FeedDay], shares: Mapping[str, Share], asked: Asked
) -> Quality:
    inside = [each for each in days if date(each.day) >= asked.first]
    applied, broken = _sum(d.applied for d in inside), _sum(d.broken for d in inside)
    found = {**_by_rules(applied, broken, asked.further), **_live(inside), **shares}
    found["arrived"] = _arrived(days, asked)
    if duplicates := found.pop("duplicates", None):
        found["unique"] = Share(duplicates.whole - duplicates.part, duplicates.whole)
    return Quality(
        facility=facility,
        first=asked.first.isoformat(),
        last=asked.last.isoformat(),
        messages=sum(each.messages for each in inside),
        records=sum(each.records for each in inside),
        shares={name: found.get(name, Share(0, 0)) for name in INDICATORS},
        broken=tuple(_broken(applied, broken, inside, asked.further)),
    )


def _sum(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return total


def _by_rules(
    applied: Mapping[str, int], broken: Mapping[str, int], further: str
) -> dict[str, Share]:
    found: dict[str, Share] = {}
    for rule in rules_of(further):
        name = _BY_RULES[rule.word]
        before = found.get(name, Share(0, 0))
        spoke, broke = applied.get(rule.code, 0), broken.get(rule.code, 0)
        found[name] = Share(before.part + spoke - broke, before.whole + spoke)
    return found


def _live(days: Sequence[FeedDay]) -> dict[str, Share]:
    messages = sum(each.messages for each in days)
    names = ("within_15m", "within_legal", "within_day")
    return {name: Share(sum(getattr(d, name) for d in days), messages) for name in names}


def _arrived(days: Sequence[FeedDay], asked: Asked) -> Share:
    """What came of what was expected, day by day; a day with more than expected counts as full."""
    part = whole = 0.0
    for wire in {each.wire for each in days}:
        of = {each.day: each for each in days if each.wire == wire}
        span = (min(asked.last, asked.today - dt.timedelta(days=1)) - asked.first).days + 1
        for on in (asked.first + dt.timedelta(days=n) for n in range(max(0, span))):
            due = expected(of, on)
            came = of[day(on)].messages if day(on) in of else 0
            part, whole = part + min(due, came), whole + due
    return Share(round(part), round(whole))


def _broken(
    applied: Mapping[str, int], broken: Mapping[str, int], days: Sequence[FeedDay], further: str
) -> Iterable[Broken]:
    """Every broken rule, most often broken first."""
    for rule, many in sorted(broken.items(), key=lambda item: (-item[1], item[0])):
        examples = dict.fromkeys(e for d in reversed(days) for e in d.examples.get(rule, ()))
        vi, en = words(rule, further)
        yield Broken(rule, vi, en, many, applied.get(rule), tuple(examples)[:5])
