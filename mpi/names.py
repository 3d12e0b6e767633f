"""Vietnamese names in a form that can be compared: spelling habits removed, marks kept apart.

Hospitals write one name in many ways that mean nothing (hoà/hòa, Mỹ/Mĩ, Ð for Đ, capitals, NFD);
these are made equal here. Marks (Hà/Hạ) carry meaning and are kept beside a form without them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Letters that look like Đ but are Icelandic eth or African D: U+00D0, U+00F0, U+0189, U+0256.
_LOOKALIKES = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
#: Letters, each with marks that have no composed form.
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*|[?\ufffd](?=[^\W\d_])|(?<=[^\W\d_])[?\ufffd])+")
#: Stands in a name for a letter that a sender's software could not write ("Nguy?n").
LOST = "?"
#: Consonants after which a lone final y and i are one sound (spelling rule of 30 November 1980).
_I_FOR_Y = re.compile(r"^(h|k|l|m|s|t|qu)y$")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as syllables: `exact` keeps marks, `plain` has none. Both are lower case.

    The order is surname, middle, given, as Vietnamese law writes it; a lone syllable is given.
    """

    exact: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def surname(self) -> str:
        """The first syllable without marks, empty when there is only one."""
        return self.plain[0] if len(self.plain) > 1 else ""

    @property
    def middle(self) -> tuple[str, ...]:
        """Whatever stands between surname and given name, without marks."""
        return self.plain[1:-1]

    @property
    def given(self) -> str:
        """The last syllable without marks: the name by which a person is called."""
        return self.plain[-1]

    @property
    def marked(self) -> bool:
        """True when any syllable carries a mark, so that the sender's software can write them."""
        return self.exact != self.plain

    @property
    def damaged(self) -> bool:
        """True when letters are lost, with `LOST` in their place."""
        return any(LOST in part for part in self.plain)

    @property
    def key(self) -> str:
        """The syllables without marks in alphabetical order: the same whatever the order sent."""
        return " ".join(sorted(self.plain))


def repair(text: str) -> str:
    """NFC, with the look-alikes of Đ made Đ and runs of blanks made one."""
    composed = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    return " ".join(composed.split())


def fold(text: str) -> str:
    """Lower case without any mark, for keys and for searching; đ becomes d.

    >>> fold("ÐẶNG Thị Hoà")
    'dang thi hoa'
    """
    lower = unicodedata.normalize("NFD", repair(text)).casefold()
    return unicodedata.normalize("NFD", lower).translate(_UNMARKED)


class _Unmarked(dict[int, str | None]):
    """Takes marks away: a letter met for the first time is looked up in Unicode."""

    def __missing__(self, letter: int) -> str | None:
        character = chr(letter)
        self[letter] = kept = None if unicodedata.category(character) == "Mn" else character
        return kept


_UNMARKED = _Unmarked({ord("đ"): "d"})


def syllable(text: str) -> str:
    """One syllable in the form in which equal sounds are equal strings; the tone mark comes last.

    >>> syllable("Hoà") == syllable("hòa"), syllable("Mỹ") == syllable("mĩ")
    (True, True)
    >>> syllable("Thúy") == syllable("Thúi")
    False
    """
    letters = unicodedata.normalize("NFD", repair(text).casefold())
    tone = "".join(sorted(c for c in letters if c in _TONES))
    base = "".join(c for c in letters if c not in _TONES)
    base = _I_FOR_Y.sub(r"\1i", base)
    return unicodedata.normalize("NFC", base + tone)


#: Names are made of few words, so these are worked out once each.
syllable_of, fold_word = lru_cache(maxsize=32768)(syllable), lru_cache(maxsize=32768)(fold)


@lru_cache(maxsize=65536)
def name_form(text: str) -> NameForm | None:
    """Read a full name; None when it holds no letter. Titles and placeholders are not known here.

    >>> name_form("NGUYỄN VĂN AN").given
    'an'
    """
    exact = tuple(map(syllable_of, _WORD.findall(repair(text).replace("\ufffd", LOST))))
    return NameForm(exact, tuple(map(fold_word, exact))) if exact else None
