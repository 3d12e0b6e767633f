"""The links that `healthgraph link` wrote against truth: the same figures as for a store."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.evaluation import measured
from api.texts import text_of
from mpi.errors import BadInput
from mpi.evaluate import Unit, evaluate

_LINKS = ("record_id", "person_id", "decision")
_TRUTH = ("record_id", "person_id")
_REVIEWS = ("record_id_1", "record_id_2")

Rows = list[dict[str, str]]


def links_against_truth(links: Path, truth: Path) -> dict[str, Any]:
    """Measure links.csv against record_id, person_id and, if there is one, household_id.

    `maybe` are records alone of which some other may be the same; `missing` are rows of truth that
    have no link. Of reviews.csv beside it, `reviews` counts the questions and `reviews_same` those
    whose answer is yes. Raises NotFound without a file, BadInput naming a column that is missing.
    """
    linked = {row["record_id"]: row for row in _rows(links, "--links", _LINKS)}
    true = {row["record_id"]: row for row in truth_rows(truth)}
    known = [record for record in true if record in linked]
    figures = evaluate(_unit(record, linked[record], true[record]) for record in known)
    maybe = sum(linked[record]["decision"] == "maybe" for record in known)
    counts = {"maybe": maybe, "records": len(known), "missing": len(true) - len(known)}
    return {**measured(figures), **counts, **_asked(links.with_name("reviews.csv"), true)}


def truth_rows(truth: Path) -> Rows:
    """Read truth about records of files. Raises NotFound, BadInput naming a missing column."""
    return _rows(truth, "--truth", _TRUTH)


def by_code(truth: Path) -> bool:
    """Tell whether truth names records by their codes alone, without visits and facilities."""
    with text_of(truth, "--truth") as file:
        return "record_id" in (csv.DictReader(file).fieldnames or ())


def _rows(path: Path, option: str, columns: tuple[str, ...]) -> Rows:
    with text_of(path, option) as file:
        reader = csv.DictReader(file)
        for column in columns:
            if column not in (reader.fieldnames or ()):
                raise BadInput(option, f"column {column} is missing")
        return list(reader)


def _unit(record: str, linked: Mapping[str, str], true: Mapping[str, str]) -> Unit:
    household = true.get("household_id") or ""
    return Unit(record, linked["person_id"], true["person_id"], household)


def _asked(path: Path, true: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """Count the questions, of those whose answer truth knows."""
    if not path.is_file():
        return {}
    pairs = [tuple(row[c] for c in _REVIEWS) for row in _rows(path, "reviews.csv", _REVIEWS)]
    known = [(a, b) for a, b in pairs if a in true and b in true]
    same = sum(true[a]["person_id"] == true[b]["person_id"] for a, b in known)
    return {"reviews": len(known), "reviews_same": same}
