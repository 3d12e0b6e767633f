"""In which language a question is put: its answer speaks the same where nothing else is asked for.

A Vietnamese word is one syllable of a strict build, with or without its marks; most English words
are none. What both languages could write says nothing, and neither does a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ai.understanding.words import Word, words

_SYLLABLE = re.compile(
    "(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    "(?:[aeiouy]|[aiou][aeiouy]|oo|ie|ye|ue|uye|uya|ieu|yeu|uoi|uou|oai|oay|oeo|uay|uyu)"
    "(?:c|ch|m|n|ng|nh|p|t)?"
)
_VOWEL = re.compile("[aeiou]")
#: English words in the build of a Vietnamese syllable that nobody writes for one.
_ENGLISH = re.compile("by|how|many|show|me|give|what|when|which|who|why|without|than")
#: Words of both.
_EITHER = re.compile(
    "an|at|can|do|he|in|it|long|may|men|no|not|on|out|phone|so|that|the|then|to|top|up"
)


def tongue(text: str) -> str:
    """Give "en" where more words are English than Vietnamese, else "vi".

    >>> tongue("top 5 diagnoses in 2026"), tongue("so ca sxh tuan 32 theo phuong")
    ('en', 'vi')
    """
    return tongue_of(words(text))


def tongue_of(said: Sequence[Word]) -> str:
    """Give "en" where more of these words are English than Vietnamese, else "vi"."""
    return "en" if sum(map(_leaning, said)) > 0 else "vi"


def _leaning(word: Word) -> int:
    if word.marked:
        return -1
    plain = word.plain
    if _ENGLISH.fullmatch(plain):
        return 1
    if _EITHER.fullmatch(plain) or not plain.isalpha() or not _VOWEL.search(plain):
        return 0
    if len(plain) == 1 or (word.start and word.text[0].isupper()):
        return 0
    return -1 if _SYLLABLE.fullmatch(plain) else 1
