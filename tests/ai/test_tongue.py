"""An answer speaks the language of its question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ai.understanding.tongue import tongue

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.jsonl"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How many visits at Đống Đa in Ba Đình district by month?", "en"),
        ("visits Bach Mai", "en"),
        ("the same for 2025", "en"),
        ("so luot kham BV Bach Mai", "vi"),
        ("số ca COVID-19 tại Vinmec Times City", "vi"),
        ("2026?", "vi"),
        ("", "vi"),
    ],
)
def test_names_do_not_decide(text: str, language: str) -> None:
    """Names of the other language, with marks or without, leave the language as it is."""
    assert tongue(text) == language


def test_the_language_of_nearly_every_question_is_told() -> None:
    """At least 98 of 100 of the corpus: what is missed is misspelt or hardly any word."""
    rows = [json.loads(line) for file in CORPUS for line in file.read_text("utf-8").splitlines()]
    right = sum(tongue(row["text"]) == row["language"] for row in rows)
    assert right / len(rows) >= 0.98
