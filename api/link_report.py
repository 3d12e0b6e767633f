"""The report of a run as JSON and as one HTML page that needs nothing from outside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

from api import link_charts as charts
from mpi.training.train import Learning

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.15rem .7rem;text-align:left;"
    "border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "svg{max-width:100%;height:auto}"
)
_UNSETTLED = (
    "<p>These figures are more what was set than what was found: the last round still changed them "
    "by more than the tolerance, too few pairs tell of them, or a bound holds them.</p>"
)


def write_report(
    out: Path, figures: dict[str, Any], learnt: Learning, name: str = "report"
) -> None:
    """Write `name`.json and `name`.html into a folder."""
    steps = [
        {"round": n, "matches": s.matches, "change": s.change}
        for n, s in enumerate(learnt.rounds, 1)
    ]
    whole = {**figures, "training": steps, "unsettled": [asdict(it) for it in learnt.unsettled]}
    (out / f"{name}.json").write_text(
        json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    title = "Linking report" if name == "report" else "Training report"
    (out / f"{name}.html").write_text(_page(whole, title), "utf-8")


def _page(figures: dict[str, Any], title: str) -> str:
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>",
        f"<style>{_STYLE}</style><h1>{title}</h1>",
        _facts(figures),
        "<h2>Values that cannot be read</h2>", _table(figures["unread"]),
        "<h2>Match weights</h2>", _svg(charts.weights(figures["weights"], figures["thresholds"])),
        "<h2>Expected precision and recall over the threshold</h2>",
        _svg(charts.expected(figures["expected"], figures["thresholds"])),
        "<h2>What each level says</h2>", _svg(charts.levels(figures["fields"])),
        "<h2>m and u of every level</h2>", _table(figures["fields"]),
        "<h2>Blocking</h2>", _recall(figures["blocking"]), _table(figures["blocking"]["rules"]),
        "<h2>Rounds of training</h2>", _table(figures["training"]),
        "<h2>Parameters that did not settle</h2>", _UNSETTLED, _table(figures["unsettled"]),
        "</html>",
    ]  # fmt: skip
    return "\n".join(parts)


def _facts(figures: dict[str, Any]) -> str:
    plain = {k: v for k, v in figures.items() if isinstance(v, int | float | str)}
    plain["population"] = round(figures["population"])
    flat = plain | {f"decided {k}": v for k, v in figures["decisions"].items()}
    return _table([{"figure": k.replace("_", " "), "value": v} for k, v in flat.items()])


def _recall(blocking: dict[str, Any]) -> str:
    recall = blocking["estimated_recall"]
    told = "not known, since no pair was found" if recall is None else f"{recall:.4f}"
    return f"<p>Estimated recall of all rules together: {told}</p>"


def _table(rows: Sequence[dict[str, Any]]) -> str:
    if not rows:
        return "<p>none</p>"
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in rows[0])
    body = "".join(f"<tr>{''.join(map(_cell, row.values()))}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return f"<td>{'yes' if value else ''}</td>"
    if isinstance(value, int):
        return f"<td class=n>{value:,}</td>"
    if isinstance(value, float):
        return f"<td class=n>{value:.4g}</td>"
    return f"<td>{escape(str(value))}</td>"


def _svg(chart: Any) -> str:
    import vl_convert  # noqa: PLC0415  it takes a second to load and only a report needs it

    return str(vl_convert.vegalite_to_svg(chart.to_json()))
