"""A file's own two words for the sexes, in whatever language: M and V, H and M, L and P, 0 and 1.

A register of the Netherlands says M and V, one of Spain H and M, where M is a woman. Only that two
records differ counts in linking: a word that nobody knows is the other one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from mpi.batch.said import sex_of
from mpi.identity import Sex
from mpi.names import fold

#: Share of what a column says that its two commonest words must be, and the rarer of them.
_MOST, _SOME = 0.9, 0.05
#: Words that say that the sex is not known.
SAY_UNKNOWN = frozenset({"u", "unk", "unknown", "i", "x", "o", "other", "?", "-", "na", "3", "9"})
#: Words that together mean something else than alone, with the man's: Spanish and Turkish.
_TOGETHER: Mapping[frozenset[str], str] = {frozenset("hm"): "h", frozenset("ek"): "e"}


def two_sexes(frame: pl.DataFrame) -> pl.DataFrame:
    """Write a column `sex` as 1 and 2 where `sex_of` does not read its two words.

    Where neither is known, who is 1 is a guess.
    """
    words = _words(frame["sex"]) if "sex" in frame.columns else ()
    if not words or _read(words):
        return frame
    codes = _codes(words)
    code = pl.col("sex").map_elements(lambda text: codes.get(fold(text), text), pl.String)
    return frame.with_columns(code)


def _words(said: pl.Series) -> tuple[str, ...]:
    """Give the two words that nearly all of a column are, or none."""
    folded = Counter(map(fold, said.drop_nulls()))
    told = {word: many for word, many in folded.items() if word not in SAY_UNKNOWN}
    first = sorted(told, key=lambda word: (-told[word], word))[:2]
    whole, both = sum(told.values()), sum(told[word] for word in first)
    enough = both >= _MOST * whole and told[first[-1]] >= _SOME * whole if first else False
    return tuple(first) if enough and len(first) > 1 else ()


def _read(words: tuple[str, ...]) -> bool:
    """Say whether both words are known; two words of one sex are as well."""
    known = {sex_of(word) for word in words}
    return Sex.UNKNOWN not in known and frozenset(words) not in _TOGETHER


def _codes(words: tuple[str, ...]) -> Mapping[str, str]:
    """Give 1 to the man's word where one is known, else to the first of the alphabet."""
    a, b = sorted(words)
    known = {sex_of(a): a, sex_of(b): b}
    man = _TOGETHER.get(frozenset(words)) or known.get(Sex.MALE)
    man = man or (b if known.get(Sex.FEMALE) == a else a)
    return {word: "1" if word == man else "2" for word in (a, b)}
