"""Tests on numbers taken from values, for whole columns: what cannot pass never meets a predicate.

Written with `==`, `&` and `|` alone, a test does for one pair of values and for arrays of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

#: Bits of a mask of words; a number of 64 bits has a sign.
_BITS = 63


@dataclass(frozen=True, slots=True)
class Counted:
    """A test of numbers that `of` takes from a form; `test` is given those of both, symmetric.

    Of many pairs the numbers are arrays, one row for each number.
    """

    of: Callable[[Any], tuple[int, ...]]
    test: Callable[[Any, Any], Any]

    def passes(self, a: Any, b: Any) -> bool:
        """Say whether it holds for two forms."""
        return bool(self.test(self.of(a), self.of(b)))


def number(text: str) -> int:
    """Stand for a text: equal texts have equal numbers, and other texts nearly always others."""
    return crc32(text.encode()) + 1 if text else 0


def mask(words: Iterable[str]) -> int:
    """Stand for a set of words: each sets one bit, and several may set the same."""
    found = 0
    for word in words:
        found |= 1 << number(word) % _BITS
    return found


def alike(text: Callable[[Any], str]) -> Counted:
    """Let pass what has the same text, which must not be empty, and hardly anything else."""
    return Counted(lambda form: (number(text(form)),), lambda a, b: (a[0] == b[0]) & (a[0] > 0))


def meeting(words: Callable[[Any], Iterable[str]]) -> Counted:
    """Let pass what may have a word in common."""
    return Counted(lambda form: (mask(words(form)),), lambda a, b: (a[0] & b[0]) != 0)


def within(words: Callable[[Any], Iterable[str]]) -> Counted:
    """Let pass those of which all words of the one may be words of the other."""
    return Counted(
        lambda form: (mask(words(form)),),
        lambda a, b: ((a[0] & b[0]) == a[0]) | ((a[0] & b[0]) == b[0]),
    )
