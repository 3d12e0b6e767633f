"""The report of a run as JSON and as one HTML page that needs nothing from outside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import altair as alt
import polars as pl

from mpi.training.fit import Step

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.15rem .7rem;text-align:left;"
    "border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "svg{max-width:100%;height:auto}"
)


def write_report(
    out: Path, figures: dict[str, Any], rounds: Sequence[Step], name: str = "report"
) -> None:
    """Write `name`.json and `name`.html into a folder."""
    steps = [{"round": n, "matches": s.matches, "change": s.change} for n, s in enumerate(rounds)]
    whole = {**figures, "training": steps}
    (out / f"{name}.json").write_text(
        json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    (out / f"{name}.html").write_text(_page(whole), "utf-8")


def _page(figures: dict[str, Any]) -> str:
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Linking report</title>",
        f"<style>{_STYLE}</style><h1>Linking report</h1>",
        _facts(figures),
        "<h2>Match weights</h2>", _svg(_weights(figures["weights"])),
        "<h2>Expected precision and recall over the threshold</h2>",
        _svg(_expected(figures["expected"])),
        "<h2>m and u of every level</h2>", _table(figures["fields"]),
        "<h2>Blocking</h2>", _recall(figures["blocking"]), _table(figures["blocking"]["rules"]),
        "<h2>Rounds of training</h2>", _table(figures["training"]),
        "</html>",
    ]  # fmt: skip
    return "\n".join(parts)


def _facts(figures: dict[str, Any]) -> str:
    plain = {k: v for k, v in figures.items() if isinstance(v, int | float | str)}
    flat = plain | {f"decided {k}": v for k, v in figures["decisions"].items()}
    return _table([{"figure": k.replace("_", " "), "value": v} for k, v in flat.items()])


def _recall(blocking: dict[str, Any]) -> str:
    return f"<p>Estimated recall of all rules together: {blocking['estimated_recall']:.4f}</p>"


def _table(rows: Sequence[dict[str, Any]]) -> str:
    if not rows:
        return "<p>none</p>"
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in rows[0])
    body = "".join(f"<tr>{''.join(map(_cell, row.values()))}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"<td class=n>{value:.4g}</td>"
    kind = " class=n" if isinstance(value, int) and not isinstance(value, bool) else ""
    return f"<td{kind}>{escape(str(value))}</td>"


def _weights(rows: list[dict[str, float]]) -> Any:
    chart = alt.Chart(pl.DataFrame(rows), width=640, height=220).mark_bar()
    return chart.encode(
        x=alt.X("bits:O", title="match weight in bits, from"),
        y=alt.Y("pairs:Q", scale=alt.Scale(type="symlog"), title="pairs"),
    )


def _expected(rows: list[dict[str, float]]) -> Any:
    long = [
        {"bits": row["bits"], "share": row[what], "of": what}
        for row in rows
        for what in ("precision", "recall")
    ]
    chart = alt.Chart(pl.DataFrame(long), width=640, height=220).mark_line()
    return chart.encode(
        x=alt.X("bits:Q", title="threshold in bits"),
        y=alt.Y("share:Q", scale=alt.Scale(zero=False), title=""),
        color=alt.Color("of:N", title=""),
    )


def _svg(chart: Any) -> str:
    import vl_convert  # noqa: PLC0415  it takes a second to load and only a report needs it

    return str(vl_convert.vegalite_to_svg(chart.to_json()))
