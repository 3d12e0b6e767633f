"""The answer as a sentence, from nothing but the published rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ai.answering.comparing import Change
from ai.answering.numbers import Language, number_words
from ai.answering.wording import day_words, named, unit_words, value_words
from ai.catalogue import Catalogue, Metric
from ai.query import Filter, Period, Query

#: What a member of a dimension is called: dimension, member, language.
Label = Callable[[str, str, Language], str]

_NAMED_ROWS = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A published row in words: its place, its numbers (None: hidden or none), and the changes."""

    place: str
    values: tuple[float | None, ...]
    hidden: tuple[bool, ...]
    changes: tuple[Change | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """In which language, of what, and how members are called."""

    catalogue: Catalogue
    label: Label
    language: Language

    def pick(self, vi: str, en: str) -> str:
        """Give the text of the language."""
        return vi if self.language is Language.VI else en

    def sentence(self, query: Query, rows: Sequence[Told], before: Period | None) -> str:
        """Say the whole answer."""
        metrics = [self.catalogue.metrics[m] for m in query.metrics]
        head = f"{self.heading(query)}, {self.period(query.period)}"
        if not rows:
            return f"{head}: {self._nothing(metrics)}."
        if not query.dimensions:
            return f"{head}: {self._one(metrics, rows[0], before)}."
        return f"{head}: {self._several(metrics, rows)}."

    def heading(self, query: Query) -> str:
        """Say what is counted, by what, of whom."""
        names = [named(self.catalogue.metrics[m].names, self.language) for m in query.metrics]
        said = self.pick(" và ", " and ").join(names)
        by = [named(self.catalogue.dimensions[d].names, self.language) for d in query.dimensions]
        said += self.pick(" theo ", " by ") + ", ".join(by) if by else ""
        filters = "; ".join(map(self._filter, query.filters))
        heading = f"{said} ({filters})" if filters else said
        return heading[:1].upper() + heading[1:]

    def period(self, period: Period) -> str:
        """Say the first and the last day."""
        first, last = day_words(period.first), day_words(period.last)
        if first == last:
            return self.pick(f"ngày {first}", first)
        return self.pick(f"từ {first} đến {last}", f"{first} to {last}")

    def _filter(self, each: Filter) -> str:
        names = ", ".join(self.label(each.dimension, m, self.language) for m in each.members)
        dimension = named(self.catalogue.dimensions[each.dimension].names, self.language)
        return f"{dimension}{self.pick(' trừ ', ' other than ') if each.excluded else ' '}{names}"

    def _nothing(self, metrics: Sequence[Metric]) -> str:
        """Say 0 where all are counts: a breakdown without rows; a rate of nothing is not known."""
        if all(metric.countable for metric in metrics):
            return "; ".join(value_words(metric, 0, self.language) for metric in metrics)
        return self.pick("không có dữ liệu", "no data")

    def _one(self, metrics: Sequence[Metric], row: Told, before: Period | None) -> str:
        parts = []
        for at, metric in enumerate(metrics):
            text = self._value(metric, row, at)
            if before and row.changes and row.changes[at]:
                text += self._change(metric, row.changes[at], before)
            name = named(metric.names, self.language)
            parts.append(f"{name} {text}" if len(metrics) > 1 else text)
        return "; ".join(parts)

    def _several(self, metrics: Sequence[Metric], rows: Sequence[Told]) -> str:
        said = [
            f"{row.place} {', '.join(self._value(m, row, at) for at, m in enumerate(metrics))}"
            for row in rows[:_NAMED_ROWS]
        ]
        more = len(rows) - _NAMED_ROWS
        tail = self.pick(f"và {more} dòng nữa", f"and {more} more rows")
        return "; ".join([*said, tail] if more > 0 else said)

    def _value(self, metric: Metric, row: Told, at: int) -> str:
        if row.hidden[at]:
            return self.pick("được che (ô nhỏ)", "hidden (small cell)")
        return value_words(metric, row.values[at], self.language)

    def _change(self, metric: Metric, change: Change | None, before: Period) -> str:
        if change is None or change.before is None:
            return ""
        was = value_words(metric, change.before, self.language)
        text = f", {self.pick('so với', 'against')} {was} {self.period(before)}"
        if change.difference is None:
            return text
        return f"{text} ({self._moved(metric, change)})"

    def _moved(self, metric: Metric, change: Change) -> str:
        by = change.difference or 0.0
        if by == 0:
            return self.pick("không đổi", "no change")
        word = self.pick("tăng", "up") if by > 0 else self.pick("giảm", "down")
        if metric.unit == "share":
            points = number_words(abs(by) * 100, self.language)
            return f"{word} {points} {self.pick('điểm phần trăm', 'percentage points')}"
        size = f"{number_words(abs(by), self.language)} {unit_words(metric, self.language)}"
        if change.ratio is None:
            return f"{word} {size}"
        percent = number_words(abs(change.ratio - 1) * 100, self.language)
        return f"{word} {size}, {percent} %"
