"""Probability against truth: of the pairs given some chance, how many are one person's.

Kept as JSON and as a picture beside the results.
"""

from __future__ import annotations

from pathlib import Path

import altair as alt
import numpy as np
import polars as pl
import vl_convert

from bench.linking_data import Truth
from mpi.batch.link import Linked
from mpi.batch.summary import chances

#: Edges of the parts into which probabilities are put.
EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


def calibration(truth: Truth, linked: Linked) -> list[dict[str, float]]:
    """Give for each part its pairs, their mean probability and the share that are one person's."""
    said = chances(linked.weighed.total)
    persons = np.unique(np.array(truth.person), return_inverse=True)[1]
    right = persons[linked.pairs.first] == persons[linked.pairs.second]
    part = np.digitize(said, EDGES[1:-1])
    return [
        {
            "from": EDGES[n],
            "pairs": int(here.sum()),
            "said": round(float(said[here].mean()), 4),
            "true": round(float(right[here].mean()), 4),
        }
        for n in range(len(EDGES) - 1)
        for here in [part == n]
        if here.any()
    ]


def maybe(truth: Truth, linked: Linked) -> dict[str, float]:
    """Give how many questions are left open, how many of them are of one person, and expected."""
    reviews = linked.outcomes.reviews
    same = sum(truth.person[r.first] == truth.person[r.second] for r in reviews)
    return {
        "reviews": len(reviews),
        "reviews_same": same,
        "share_same": round(same / len(reviews), 4) if reviews else 0.0,
        "share_expected": round(float(np.mean([r.probability for r in reviews])), 4)
        if reviews
        else 0.0,
    }


def draw(rows_by_set: dict[str, list[dict[str, float]]], path: Path) -> None:
    """Draw all sets in one picture, beside the line on which said is true."""
    rows = [{"set": name, **row} for name, found in rows_by_set.items() for row in found]
    points = alt.Chart(pl.DataFrame(rows), width=420, height=420).encode(
        x=alt.X("said:Q", title="probability said", scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("true:Q", title="share that is one person's", scale=alt.Scale(domain=[0, 1])),
        color="set:N",
    )
    right = alt.Chart(pl.DataFrame({"x": [0, 1], "y": [0, 1]})).mark_line(color="#999")
    line = right.encode(x="x:Q", y="y:Q")
    size = alt.Size("pairs:Q", scale=alt.Scale(type="log"))
    chart = line + points.mark_line() + points.mark_circle().encode(size=size)
    path.write_text(str(vl_convert.vegalite_to_svg(chart.to_json())), encoding="utf-8")
