"""Remembering what short texts were read into.

Long ones are read anew: a sender must not be able to fill the memory of a service that runs for
months.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def remembered(size: int, longest: int = 64) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Keep a pure function's answers for the `size` last texts of at most `longest` letters."""

    def around(function: Callable[[str], T]) -> Callable[[str], T]:
        known = functools.lru_cache(size)(function)

        @functools.wraps(function)
        def answer(text: str) -> T:
            return known(text) if len(text) <= longest else function(text)

        return answer

    return around
