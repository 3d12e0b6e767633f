"""Whether a question speaks of one person: a title before a name, or a name by itself."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from ai.understanding.time_words import PLAIN
from ai.understanding.words import Word
from mpi.names import syllable

_TITLES = {
    *map(syllable, ("ông", "bà", "anh", "chị", "cô", "chú", "bác", "cháu", "bé")),
    *("mr", "mrs", "ms", "miss"),
}
_PLAIN_TITLES = {"ong", "ba", "anh", "chi", "co", "chu", "bac", "chau", "benh nhan", "bn"}
_SURNAMES = {
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho",
    "ngo", "duong", "li", "dinh", "trinh", "doan", "luong", "mai", "to", "cao", "ta", "truong",
}  # fmt: skip
_MIDDLE = {"van", "thi", "duc", "huu", "minh", "ngoc", "quang", "xuan", "thanh", "kim", "hong"}
#: "Thì" is no "Thị": with marks they must be those of the name.
_MIDDLES = {"van", "thi", syllable("văn"), syllable("thị")}


def speaks_of_somebody(words: Sequence[Word], vocabulary: AbstractSet[str]) -> bool:
    """True when a surname is followed by a name and these words are no place that is known.

    A surname with "Văn" or "Thị", or a title before a surname, is a name whatever follows.
    """
    shouted = all(word.text.isupper() or not word.text.isalpha() for word in words)
    for at, word in enumerate(words[:-1]):
        surname = word.plain in _SURNAMES and word.text[:1].isupper() and not shouted
        if surname and words[at + 1].exact in _MIDDLES:
            return True
        before = words[at - 1].exact if at else ""
        if surname and before in _TITLES and words[at + 1].text[:1].isupper():
            return True
        if _lower_name(words, at) or (
            surname
            and words[at + 1].text.isalpha()
            and words[at + 1].plain not in {*vocabulary, *PLAIN}
        ):
            return True
    return False


def _lower_name(words: Sequence[Word], at: int) -> bool:
    """Know "benh nhan nguyen van a" in small letters: a title, a surname, a middle name."""
    some = [word.plain for word in words[at : at + 3]]
    if len(some) < 3 or some[0] not in {*_PLAIN_TITLES, "nhan"}:
        return False
    return some[1] in _SURNAMES and some[2] in {"van", "thi"}
