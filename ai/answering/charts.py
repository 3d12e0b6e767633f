"""The picture of an answer: a Vega-Lite specification, and SVG or PNG made from it here.

Hidden rows are not in the data of the picture. Nothing is fetched: fonts and data are local.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

from ai.query import Chart
from mpi.errors import BadInput

_WIDTH, _BAR_HEIGHT, _LINE_HEIGHT = 560, 22, 280
_INK, _BLUE, _GREY = "#1f2933", "#1d6fa5", "#9aa5b1"
#: Series, apart for readers who do not see colours (Okabe and Ito 2008).
_SERIES = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#9aa5b1", "#f0e442",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A mark: where, how much, and the ends of its interval where it has one."""

    place: str
    value: float
    low: float | None = None
    high: float | None = None
    series: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn. `percent` shows fractions as per cent.

    `compared` names the series of the period before and of this one, where they are that.
    """

    heading: str
    subtitle: str
    axis: str
    kind: Chart
    points: tuple[Point, ...]
    percent: bool = False
    vietnamese: bool = True
    compared: tuple[str, ...] = ()


def specification(picture: Picture) -> dict[str, Any]:
    """Give the Vega-Lite specification."""
    rows = [
        {"place": p.place, "value": p.value, "low": p.low, "high": p.high, "series": p.series}
        for p in picture.points
    ]
    base = alt.Chart(alt.InlineData(values=rows))
    drawn = _line(base, picture) if picture.kind is Chart.LINE else _bars(base, picture)
    heading = alt.TitleParams(picture.heading, subtitle=picture.subtitle, anchor="start")
    shown = drawn.properties(width=_WIDTH, title=heading)
    styled = shown.configure(background="white", font="DejaVu Sans").configure_view(stroke=None)
    return dict(styled.configure_title(color=_INK, fontSize=15, subtitleColor=_GREY).to_dict())


def svg(spec: Mapping[str, Any], *, vietnamese: bool = True) -> str:
    """Draw a specification as SVG."""
    return str(vl_convert.vegalite_to_svg(dict(spec), **_options(vietnamese)))


def png(spec: Mapping[str, Any], *, vietnamese: bool = True) -> bytes:
    """Draw a specification as PNG at twice the screen's resolution."""
    return bytes(vl_convert.vegalite_to_png(dict(spec), scale=2, **_options(vietnamese)))


def drawing(spec: Mapping[str, Any], name: str, *, vietnamese: bool = True) -> bytes:
    """Draw for a file name. Raises BadInput unless it ends in .svg or .png."""
    if name.endswith(".svg"):
        return svg(spec, vietnamese=vietnamese).encode()
    if name.endswith(".png"):
        return png(spec, vietnamese=vietnamese)
    raise BadInput("--chart", "must end in .svg or .png", name)


def _options(vietnamese: bool) -> dict[str, Any]:  # noqa: FBT001
    return {"allowed_base_urls": [], "format_locale": _LOCALE if vietnamese else "en-US"}


_LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}


def _value(picture: Picture) -> dict[str, Any]:
    form = ".1%" if picture.percent else ",~f"
    return {"title": picture.axis, "axis": alt.Axis(format=form, tickCount=6, gridColor="#e4e7eb")}


def _order(points: Sequence[Point]) -> list[str]:
    return list(dict.fromkeys(p.place for p in points))


def _bars(base: alt.Chart, picture: Picture) -> Any:
    place = alt.Y("place:N", sort=_order(picture.points), title=None, axis=alt.Axis(labelLimit=260))
    series = {p.series for p in picture.points}
    bars = base.mark_bar(color=_BLUE, height=alt.RelativeBandSize(0.7)).encode(
        x=alt.X("value:Q", stack=None, **_value(picture)), y=place
    )
    if len(series) > 1:
        return _grouped(bars, picture)
    height = max(60, _BAR_HEIGHT * len(_order(picture.points)))
    return alt.layer(bars, _whiskers(base, place)).properties(height=height)


def _grouped(bars: alt.Chart, picture: Picture) -> Any:
    order = _series(picture)
    return alt.layer(
        bars.encode(color=_coloured(order, picture), yOffset=alt.YOffset("series:N", sort=order))
    )


def _series(picture: Picture) -> list[str]:
    return list(picture.compared or dict.fromkeys(p.series for p in picture.points))


def _coloured(order: list[str], picture: Picture) -> alt.Color:
    colours = [_GREY, _BLUE] if picture.compared else list(_SERIES)
    scale = alt.Scale(domain=order, range=colours)
    return alt.Color("series:N", title=None, sort=order, scale=scale)


def _whiskers(base: alt.Chart, place: alt.Y) -> Any:
    known = base.transform_filter("isValid(datum.low)")
    return known.mark_rule(color=_INK).encode(x="low:Q", x2="high:Q", y=place)


def _line(base: alt.Chart, picture: Picture) -> Any:
    place = alt.X("place:N", sort=_order(picture.points), title=None, axis=alt.Axis(labelAngle=-40))
    mark = base.mark_line(point=alt.OverlayMarkDef(size=40, color=_BLUE), color=_BLUE)
    line = mark.encode(x=place, y=alt.Y("value:Q", scale=alt.Scale(zero=True), **_value(picture)))
    if len(_series(picture)) > 1:
        mark = base.mark_line(point=True)
        line = mark.encode(x=line.encoding.x, y=line.encoding.y)
        return alt.layer(line.encode(color=_coloured(_series(picture), picture))).properties(
            height=_LINE_HEIGHT
        )
    return alt.layer(line).properties(height=_LINE_HEIGHT)
