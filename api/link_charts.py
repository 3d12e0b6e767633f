"""Charts of a linking report: match weights, precision and recall expected, bits of each level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

_WIDTH, _HEIGHT = 640, 240
_MUTED = "#777"
#: A browser's letters may be wider than those that the chart was laid out with.
_MARGIN = {"left": 60, "right": 30, "top": 5, "bottom": 5}
#: Powers of ten at which pairs are marked.
_TENS = [0, *(10**n for n in range(10))]

Rows = Sequence[Mapping[str, Any]]


def weights(rows: Rows, thresholds: Mapping[str, float]) -> Any:
    """Count pairs by match weight, with the thresholds.

    Bars are two bits wide; the first holds all that is below as well.
    """
    told = [row for row in rows if row["pairs"]]
    data = [{"from": r["bits"], "to": r["bits"] + 2, "pairs": r["pairs"]} for r in told]
    bars = alt.Chart(_frame(data, ("from", "to", "pairs")), width=_WIDTH, height=_HEIGHT)
    drawn = bars.mark_bar(stroke="white").encode(
        x=alt.X("from:Q", title="match weight (bits: log2 of the odds); the first bar: less, too"),
        x2="to:Q",
        y2=alt.datum(0),
        y=alt.Y(
            "pairs:Q", title="pairs (logarithmic)",
            scale=alt.Scale(type="symlog"), axis=alt.Axis(values=_TENS, format=",d"),
        ),
    )  # fmt: skip
    return drawn + _thresholds(thresholds)


def expected(rows: Rows, thresholds: Mapping[str, float]) -> Any:
    """Draw what the model expects of each threshold, if its probabilities are right."""
    long = [
        {"bits": row["bits"], "share": row[what], "of": what}
        for row in rows
        for what in ("precision", "recall")
    ]
    frame = _frame(long, ("bits", "share", "of"))
    lines = alt.Chart(frame, width=_WIDTH, height=_HEIGHT).mark_line()
    drawn = lines.encode(
        x=alt.X("bits:Q", title="threshold (bits)"),
        y=alt.Y("share:Q", scale=alt.Scale(zero=False), title="expected share of pairs"),
        color=alt.Color("of:N", title=None),
    )
    return drawn + _thresholds(thresholds)


def levels(rows: Rows) -> Any:
    """Draw the bits of every level; where they follow a value's share, of a value as usual."""
    data = [
        {
            "level": f"{row['field']}: {row['level']}" + (" *" if row["share_of_value"] else ""),
            "bits": row["typical_bits"],
            "speaks": "for" if row["typical_bits"] > 0 else "against",
        }
        for row in rows
    ]
    frame = _frame(data, ("level", "bits", "speaks"))
    bars = alt.Chart(frame, width=_WIDTH * 2 // 3, height=alt.Step(14), padding=_MARGIN).mark_bar()
    return bars.encode(
        x=alt.X("bits:Q", title="bits: log2(m / u); * of a value as frequent as usual"),
        y=alt.Y("level:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
        color=alt.Color(
            "speaks:N", title="one person", sort=["for", "against"],
            scale=alt.Scale(domain=["for", "against"], range=["#4c78a8", "#e45756"]),
        ),
    )  # fmt: skip


def _thresholds(thresholds: Mapping[str, float]) -> Any:
    """Mark from where on a pair is *maybe* and *same*."""
    data = [{"bits": bits, "name": name} for name, bits in thresholds.items()]
    marks = alt.Chart(pl.DataFrame(data)).encode(x="bits:Q")
    rule = marks.mark_rule(color=_MUTED, strokeDash=[4, 3])
    words = marks.mark_text(dy=-7, color=_MUTED).encode(y=alt.value(0), text="name:N")
    return rule + words


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pl.DataFrame:
    """Give rows as a frame that has its columns even without a row."""
    return pl.DataFrame(rows) if rows else pl.DataFrame({name: [] for name in columns})
