"""The answer as a sentence, from nothing but the published rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ai.answering.comparing import Change
from ai.answering.intervals import Interval
from ai.answering.numbers import Language, number_words, share_words
from ai.answering.wording import SHARE, day_words, named, value_words
from ai.catalogue import Catalogue, Metric
from ai.query import Filter, Period, Query

#: What a member of a dimension is called: dimension, member, language.
Label = Callable[[str, str, Language], str]

_NAMED_ROWS = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A published row in words: its place, its numbers (None: hidden or none), and the changes.

    Beside each number: the facts that it rests on, its interval where it has one, its share of all
    rows where that is asked for.
    """

    place: str
    values: tuple[float | None, ...]
    hidden: tuple[bool, ...]
    changes: tuple[Change | None, ...] = ()
    spreads: tuple[Interval | None, ...] = ()
    rests_on: tuple[int, ...] = ()
    shares: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """In which language, of what, and how members are called."""

    catalogue: Catalogue
    label: Label
    language: Language

    def pick(self, vi: str, en: str) -> str:
        """Give the text of the language."""
        return vi if self.language is Language.VI else en

    def value(self, metric: Metric, value: float | None) -> str:
        """Say a value of a metric with its unit."""
        return value_words(self.catalogue.unit_of(metric), value, self.language)

    def sentence(
        self, query: Query, rows: Sequence[Told], before: Period | None, *, largest: bool = False
    ) -> str:
        """Say the whole answer; `largest` says that the rows begin with the most."""
        metrics = [self.catalogue.metrics[m] for m in query.metrics]
        head = f"{self.heading(query)}, {self.period(query.period)}"
        if not rows:
            return f"{head}: {self._nothing(metrics)}."
        if not query.dimensions:
            return f"{head}: {self._one(metrics, rows[0], before)}."
        most = self.pick("nhiều nhất ", "most ") if largest and len(rows) > _NAMED_ROWS else ""
        return f"{head}: {most}{self._several(metrics, rows)}."

    def heading(self, query: Query) -> str:
        """Say what is counted, by what, of whom."""
        names = [named(self.catalogue.metrics[m].names, self.language) for m in query.metrics]
        said = self.pick(" và ", " and ").join(names)
        by = [named(self.catalogue.dimensions[d].names, self.language) for d in query.dimensions]
        said += self.pick(" theo ", " by ") + self.pick(" và ", " and ").join(by) if by else ""
        filters = "; ".join(map(self._filter, query.filters))
        heading = f"{said} ({filters})" if filters else said
        return heading[:1].upper() + heading[1:]

    def period(self, period: Period) -> str:
        """Say the first and the last day."""
        first, last = day_words(period.first), day_words(period.last)
        if first == last:
            return self.pick(f"ngày {first}", f"on {first}")
        return self.pick(f"từ {first} đến {last}", f"from {first} to {last}")

    def _filter(self, each: Filter) -> str:
        """Say members; with the dimension before them unless their names say what they are."""
        dimension = self.catalogue.dimensions[each.dimension]
        names = [self.label(each.dimension, m, self.language) for m in each.members]
        no = self.pick("trừ ", "other than ") if each.excluded else ""
        if dimension.bare and not set(names) & set(each.members):
            return no + ", ".join(names)
        return f"{named(dimension.names, self.language)} {no}{', '.join(names)}"

    def _nothing(self, metrics: Sequence[Metric]) -> str:
        """Say 0 where all are counts: a breakdown without rows; a rate of nothing is not known."""
        if all(metric.countable for metric in metrics):
            return "; ".join(self.value(metric, 0) for metric in metrics)
        return self.pick("không có dữ liệu", "no data")

    def _one(self, metrics: Sequence[Metric], row: Told, before: Period | None) -> str:
        parts = []
        for at, metric in enumerate(metrics):
            text = self._value(metric, row, at) + self._spread(metric, row, at)
            if before and row.changes and row.changes[at]:
                text += self._change(metric, row.changes[at], self.period(before))
            name = named(metric.names, self.language)
            parts.append(f"{name} {text}" if len(metrics) > 1 else text)
        return "; ".join(parts)

    def _several(self, metrics: Sequence[Metric], rows: Sequence[Told]) -> str:
        said = [f"{row.place} ({self._row(metrics, row)})" for row in rows[:_NAMED_ROWS]]
        more = len(rows) - _NAMED_ROWS
        tail = self.pick(f"và {more} dòng nữa", f"and {more} more {'row' if more == 1 else 'rows'}")
        return "; ".join([*said, tail] if more > 0 else said)

    def _row(self, metrics: Sequence[Metric], row: Told) -> str:
        parts = []
        for at, metric in enumerate(metrics):
            text = self._value(metric, row, at)
            share = row.shares[at] if row.shares else None
            text += f", {share_words(share, self.language)}" if share is not None else ""
            if row.changes and row.changes[at]:
                text += self._change(metric, row.changes[at], "")
            name = named(metric.names, self.language)
            parts.append(f"{name} {text}" if len(metrics) > 1 else text)
        return "; ".join(parts)

    def _value(self, metric: Metric, row: Told, at: int) -> str:
        if row.hidden[at]:
            return self.pick("được che, ô nhỏ", "hidden, small cell")
        return self.value(metric, row.values[at])

    def _spread(self, metric: Metric, row: Told, at: int) -> str:
        """Say of a share its interval, and of how many it is one."""
        spread = row.spreads[at] if row.spreads and not row.hidden[at] else None
        if metric.unit != SHARE or spread is None:
            return ""
        low, high = (share_words(end, self.language) for end in (spread.low, spread.high))
        many = number_words(row.rests_on[at], self.language)
        said = self.pick("khoảng tin cậy 95 %", "95 % interval")
        return f" ({said}: {low} {self.pick('đến', 'to')} {high}; n = {many})"

    def _change(self, metric: Metric, change: Change | None, then: str) -> str:
        if change is None or change.before is None:
            return ""
        was = f"{self.value(metric, change.before)} {then}".rstrip()
        moved = self._moved(metric, change)
        text = f", {self.pick('so với', 'against')} {was}"
        if not moved:
            return text
        return f"{text} ({moved})" if then else f"{text}, {moved}"

    def _moved(self, metric: Metric, change: Change) -> str:
        by = change.difference
        if by is None:
            return ""
        if by == 0:
            return self.pick("không đổi", "no change")
        word = self.pick("tăng", "up") if by > 0 else self.pick("giảm", "down")
        if metric.unit == SHARE:
            points = number_words(abs(by) * 100, self.language)
            return f"{word} {points} {self.pick('điểm phần trăm', 'percentage points')}"
        size = self.value(metric, abs(by))
        if change.ratio is None:
            return f"{word} {size}"
        return f"{word} {size}, {share_words(abs(change.ratio - 1), self.language)}"
