"""Bounded mistakes: one letter from four letters on, two from nine; never in short words."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache

from rapidfuzz.distance import OSA

#: Shorter words must be right: "ho", "lao", "ung" are each a letter from many others.
_SHORTEST = 4
_LONG = 9
#: More words than these at the least distance say that nobody can know which was meant.
_MOST = 4


@lru_cache(maxsize=4096)
def corrections(word: str, vocabulary: AbstractSet[str]) -> tuple[str, ...]:
    """The nearest words of the vocabulary, all at one distance; none when there are too many.

    The first letter must be right. Digits are never corrected.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return ()
    allowed = 2 if len(word) >= _LONG else 1
    near: dict[int, list[str]] = {}
    for each in vocabulary:
        if each[0] == word[0] and abs(len(each) - len(word)) <= allowed and each.isalpha():
            distance = OSA.distance(word, each, score_cutoff=allowed)
            if distance <= allowed and len(each) >= _SHORTEST - 1:
                near.setdefault(distance, []).append(each)
    found = near[min(near)] if near else []
    return tuple(sorted(found)) if len(found) <= _MOST else ()
