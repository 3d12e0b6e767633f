"""Hanoi's hospitals by their code (MA_CSKCB). Codes not listed here are no error: there are 575."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ingest.reference import tables


@dataclass(frozen=True, slots=True)
class Facility:
    """A hospital; `level` is `city_general`, `city_specialised` or `district_general`."""

    code: str
    full_name: str
    level: str


@functools.cache
def facilities() -> dict[str, Facility]:
    """Give the known hospitals by code."""
    return {code: Facility(code, name, level) for code, name, level in tables.rows("facilities")}
