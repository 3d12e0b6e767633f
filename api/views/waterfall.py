"""An explanation as people read it: text in Vietnamese or English, and a waterfall chart (SVG)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from graph.explaining import Bar, Explanation
from graph.identity_words import Words

Language = Literal["vi", "en"]

_ROW, _TOP, _LEFT, _WIDTH, _RIGHT = 26, 56, 330, 460, 70
_FOR, _AGAINST, _SUM, _INK, _GRID = "#2f7d4f", "#b3472e", "#35506b", "#1c2733", "#d8dee4"

_STYLE = f'role="img" font-family="sans-serif" font-size="12" fill="{_INK}"'

_LINKED = Words("Hiện đang ghép vào một người", "One person today")
_APART = Words("Hiện là hai người", "Two people today")
_MAYBE, _SAME = Words("có thể", "maybe"), Words("cùng người", "same")
_TOTAL = Words("Tổng", "Sum")
_ONE_IN = Words("1 trên {:,.0f} người", "1 in {:,.0f} people")


def said(words: Words, language: Language) -> str:
    """Words in one language."""
    return words.vi if language == "vi" else words.en


def text(shown: Explanation, language: Language) -> str:
    """Lines of text: fields with bits, the sum, what decided. No identity is in them."""
    state = said(_LINKED if shown.linked else _APART, language)
    lines = [f"{shown.record} ↔ {shown.other}", f"{state}: {', '.join(_people(shown))}", ""]
    lines += [f"{bar.bits:+7.1f}  {_label(bar, language)}" for bar in shown.bars]
    lines += [f"{shown.bits:+7.1f}  {said(_TOTAL, language)} ({shown.model})", ""]
    for each in shown.constraints:
        decision = f" ({each.decision})" if each.decision else ""
        lines.append(f"• {said(each.words, language)}{decision}")
    return "\n".join(lines)


def svg(shown: Explanation, language: Language) -> str:
    """A waterfall: each field's bar starts where the one before ended; lines at the thresholds."""
    scale = _scale(shown)
    height = _TOP + _ROW * (len(shown.bars) + 1) + 30
    width = _LEFT + _WIDTH + _RIGHT
    title = escape(f"{shown.record} ↔ {shown.other}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {_STYLE}>',
        f"<title>{title}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="22" font-size="14" font-weight="bold">{title}</text>',
        *_thresholds(shown, scale, height, language),
        *_bars(shown, scale, language),
        "</svg>",
    ]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Bits to horizontal places."""

    low: float
    high: float

    def x(self, bits: float) -> float:
        """Place of a number of bits."""
        share = (bits - self.low) / (self.high - self.low)
        return round(_LEFT + share * _WIDTH, 1)


def _scale(shown: Explanation) -> _Scale:
    reached, sums = 0.0, [0.0, shown.same_from, shown.maybe_from]
    for bar in shown.bars:
        reached += bar.bits
        sums.append(reached)
    return _Scale(min(sums) - 2, max(sums) + 2)


def _thresholds(
    shown: Explanation, scale: _Scale, height: int, language: Language
) -> Iterator[str]:
    for words, bits in ((_MAYBE, shown.maybe_from), (_SAME, shown.same_from)):
        x, name = scale.x(bits), said(words, language)
        yield f'<line x1="{x}" y1="{_TOP - 8}" x2="{x}" y2="{height - 18}" stroke="{_GRID}"/>'
        yield f'<text x="{x}" y="{_TOP - 14}" text-anchor="middle">{name} {bits:g}</text>'


def _bars(shown: Explanation, scale: _Scale, language: Language) -> Iterator[str]:
    reached = 0.0
    for row, bar in enumerate(shown.bars):
        colour = _FOR if bar.bits >= 0 else _AGAINST
        yield from _bar(row, (reached, reached + bar.bits), colour, scale, _label(bar, language))
        reached += bar.bits
    yield from _bar(len(shown.bars), (0.0, reached), _SUM, scale, said(_TOTAL, language))


def _bar(
    row: int, span: tuple[float, float], colour: str, scale: _Scale, label: str
) -> Iterator[str]:
    top, (start, end) = _TOP + row * _ROW, span
    left, right = sorted((scale.x(start), scale.x(end)))
    middle = top + _ROW * 0.62
    yield f'<text x="12" y="{middle:.1f}">{escape(label)}</text>'
    yield (
        f'<rect x="{left}" y="{top + 4}" width="{max(1.0, right - left):.1f}" '
        f'height="{_ROW - 8}" fill="{colour}"/>'
    )
    yield f'<text x="{right + 5:.1f}" y="{middle:.1f}">{end - start:+.1f}</text>'


def _label(bar: Bar, language: Language) -> str:
    rare = f" ({said(_ONE_IN, language).format(bar.one_in)})" if bar.one_in else ""
    return f"{said(bar.words, language)}: {said(bar.level_words, language)}{rare}"


def _people(shown: Explanation) -> list[str]:
    return list(dict.fromkeys((shown.person, shown.other_person)))
