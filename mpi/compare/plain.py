"""Text of any language in a form that can be compared: folded, without marks and punctuation."""

from __future__ import annotations

import re

from mpi.names import fold

#: Letters that Unicode does not decompose, as they are written where they are missing.
_LATIN = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ß": "ss", "þ": "th", "ð": "d", "ı": "i"}
#: Cyrillic as passports write it (ICAO Doc 9303-3, section 6); marks are gone by then.
_CYRILLIC = """
а a б b в v г g д d е e з z и i к k л l м m н n о o п p р r с s т t у u ф f ы y э e і i ґ g ж zh х
kh ц ts ч ch ш sh щ shch ъ ie ю iu я ia є ie ђ d ј j љ lj њ nj ћ c џ dz
"""
#: Greek letter by letter, as ELOT 743 writes it.
_GREEK = """
α a β v γ g δ d ε e ζ z η i ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f ω o θ th
χ ch ψ ps
"""


def _written(rows: str) -> dict[str, str]:
    words = rows.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_LETTERS = str.maketrans(_LATIN | _written(_CYRILLIC) | _written(_GREEK) | {"ь": ""})
_APOSTROPHES = re.compile(r"['’`´]")
_OTHER = re.compile(r"[^\w]+|_")
#: What people write into a field to say that they know nothing.
_NOTHING = frozenset(
    {
        *("unknown", "unk", "none", "null", "nan", "na", "n a", "not known", "not stated"),
        *("missing", "khong ro", "khong biet"),
    }
)


def plain(text: str) -> str:
    """Lower case words without marks or punctuation, one blank between; empty for "unknown".

    >>> plain("O'Brien-Łukasz  "), plain("Иванов")
    ('obrien lukasz', 'ivanov')
    """
    letters = _APOSTROPHES.sub("", fold(text).translate(_LETTERS))
    words = " ".join(_OTHER.sub(" ", letters).split())
    return "" if words in _NOTHING else words


def compact(text: str) -> str:
    """Letters and digits alone, for codes that are grouped as senders please."""
    return plain(text).replace(" ", "")


def skeleton(word: str) -> str:
    """First letter and the consonants after it, doubles and lookalikes made one: how it sounds.

    >>> skeleton("phillips"), skeleton("filips")
    ('flps', 'flps')
    """
    text = _alike(word)
    kept = text[:1] + re.sub(r"[aeiouyhw]", "", text[1:])
    return re.sub(r"(.)\1+", r"\1", kept)[:5]


_SOUNDS = (("mc", "mac"), ("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("z", "s"), ("j", "g"))


def _alike(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return word
