"""What a follow-up changed, in words of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ai.catalogue_parts import Words
from ai.query import Comparison, Query
from ai.understanding.assembling import Setting
from ai.understanding.describing import by, described, narrowed, period

_COMPARED = {
    Comparison.NONE: Words("bỏ so sánh", "no comparison"),
    Comparison.PREVIOUS: Words("so với kỳ trước", "against the period before"),
    Comparison.LAST_YEAR: Words("so với cùng kỳ", "against the same period last year"),
}


def changes(before: Query, after: Query, setting: Setting) -> Iterator[Words]:
    """What a follow-up changed, in words."""
    if before.metrics != after.metrics:
        names = described(
            replace(after, filters=(), dimensions=()), setting.catalogue, setting.city
        )
        yield Words(f"chỉ số: {names.vi.split(' · ')[0]}", f"metric: {names.en.split(' · ')[0]}")
    for each in after.filters:
        if each not in before.filters:
            said = narrowed(each, setting.catalogue, setting.city)
            yield Words(f"chỉ {said.vi}", f"only {said.en}")
    gone = {f.dimension for f in before.filters} - {f.dimension for f in after.filters}
    for each in before.filters:
        if each.dimension in gone:
            said = narrowed(each, setting.catalogue, setting.city)
            yield Words(f"bỏ {said.vi}", f"without {said.en}")
    yield from _form_changes(before, after, setting)


def _form_changes(before: Query, after: Query, setting: Setting) -> Iterator[Words]:
    if before.dimensions != after.dimensions:
        said = [by(name, setting.catalogue) for name in after.dimensions]
        vi, en = ", ".join(s.vi for s in said), ", ".join(s.en for s in said)
        yield Words(vi or "tổng số", en or "in total")
    if before.period != after.period:
        yield Words(f"kỳ {period(after.period).vi}", f"period {period(after.period).en}")
    if before.comparison is not after.comparison:
        yield _COMPARED[after.comparison]
    if before.limit != after.limit:
        yield Words(f"{after.limit or 'mọi'} dòng", f"{after.limit or 'all'} rows")
