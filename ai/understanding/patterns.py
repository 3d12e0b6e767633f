"""Phrases written short: `(a|b)` is either, `[a]` may be left out, both inside each other."""

from __future__ import annotations

import functools
import re
from itertools import product

from mpi.errors import BadInput

_PARTS = re.compile(r"[()\[\]|]|[^()\[\]|]+")
_CLOSING = {"(": ")", "[": "]"}


@functools.cache
def expanded(pattern: str) -> tuple[str, ...]:
    """Every phrase of a pattern, each once, blanks made single. Raises BadInput naming it.

    >>> expanded("[tỷ lệ] (mổ|đẻ) mổ")
    ('tỷ lệ mổ mổ', 'tỷ lệ đẻ mổ', 'mổ mổ', 'đẻ mổ')
    """
    parts = _PARTS.findall(pattern)
    phrases, end = _either(parts, 0, "")
    if end != len(parts):
        raise BadInput("words", "has a bracket that nothing opens", pattern)
    return tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases))


def _either(parts: list[str], at: int, closing: str) -> tuple[list[str], int]:
    """The phrases of "a|b|c" up to its closing bracket, and where that is."""
    found: list[str] = []
    while True:
        some, at = _row(parts, at)
        found += some
        if at < len(parts) and parts[at] == "|":
            at += 1
            continue
        if closing and (at >= len(parts) or parts[at] != closing):
            raise BadInput("words", f"has no closing {closing}", "".join(parts))
        return found, at


def _row(parts: list[str], at: int) -> tuple[list[str], int]:
    """The phrases of what stands side by side."""
    sides: list[list[str]] = []
    while at < len(parts) and parts[at] not in {"|", ")", "]"}:
        part = parts[at]
        if part in _CLOSING:
            some, at = _either(parts, at + 1, _CLOSING[part])
            sides.append([*some, ""] if part == "[" else some)
        else:
            sides.append([part])
        at += 1
    return ["".join(each) for each in product(*sides)], at
