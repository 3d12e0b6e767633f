"""Two witnesses for an unknown word: the model says what it stands for, and the letters agree.

The parser itself forgives one wrong letter in long words. Here shorter ones are mended, because a
second reader said the same; never a word that could be a Vietnamese syllable, for these lie one
letter apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from rapidfuzz.distance import OSA

from ai.understanding.words import normal, words

_SHORTEST, _LONG = 5, 7
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def near(word: str, known: str) -> bool:
    """Whether a word may be a slip for a known one; both without marks.

    >>> near("dengeu", "dengue"), near("truong", "phuong"), near("lao", "lan")
    (True, False, False)
    """
    if len(word) < _SHORTEST or not word.isalpha() or word[:1] != known[:1]:
        return False
    if _SYLLABLE.fullmatch(word):
        return False
    return bool(OSA.distance(word, known) <= (1 if len(word) < _LONG else 2))


def rivals(word: str, vocabulary: AbstractSet[str]) -> Iterator[str]:
    """Give every word of the vocabulary that is as good a guess."""
    return (known for known in sorted(vocabulary) if near(word, known))


def replaced(text: str, by: Mapping[str, str]) -> str:
    """Put other words in the place of words, which are known by their form without marks."""
    composed, found, at = normal(text), list[str](), 0
    for word in words(text):
        if word.plain in by:
            found += [composed[at : word.start], by[word.plain]]
            at = word.end
    return "".join([*found, composed[at:]])
