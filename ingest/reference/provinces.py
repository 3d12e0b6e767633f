"""Provinces of birth registration, the first three digits of a personal number."""

from __future__ import annotations

import functools

from ingest.reference import tables


@functools.cache
def provinces() -> dict[str, str]:
    """Give the names of the 63 provinces before July 2025 by their code in the number."""
    return dict(row for row in tables.rows("provinces") if len(row) == 2)
