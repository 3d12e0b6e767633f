"""Antibiotics among the drugs of a visit, by their AWaRe group."""

from __future__ import annotations

import numpy as np

from ai import codes
from ai.columns import Column, Snapshot
from ai.fields.reading import derives, text_of
from ai.fields.shapes import mapped


@derives("aware", "item")
def aware(facts: Snapshot, _subject: str) -> Column:
    """Access, watch or reserve; none for what is no antibiotic."""
    return mapped(facts.text("item", "ingredient"), codes.aware)


@derives("antibiotics", "visit")
def antibiotics(facts: Snapshot, _subject: str) -> Column:
    """How many antibiotic items a visit has."""
    found = text_of(facts, "item", "aware").codes >= 0
    rows = np.asarray(facts.floats("item", "visit"), np.int64)[found]
    return np.bincount(rows, minlength=facts.rows("visit")).astype(np.float64)
