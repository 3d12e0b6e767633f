"""Newborns before they have a name: HO_TEN is then their mother's or father's, or a placeholder.

QĐ 4750 table 1, HO_TEN: a child not yet registered is written under the name of mother or father.
Such a name is a statement about the parent, never about the child.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mpi.identity import Identity
from mpi.names import fold_word, name_form, repair

#: Days of age up to which the law lets a child go under a parent's name (TT 30/2020/TT-BYT, 10).
NEWBORN_DAYS = 28

_TOKEN = re.compile(r"[^\W\d_]+|\d+")


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    phrases = (tuple(phrase.split()) for phrase in text.split(","))
    return tuple(sorted(phrases, key=len, reverse=True))


#: Ways to begin a placeholder, without marks; longer ones are tried first.
_HEADS = _phrases(
    "con,cb,tss,ss,so sinh,tre so sinh,tre ss,tre,be trai,be gai,be so sinh,be ss,be cua,be con,"
    "em be,chau be,chau trai,chau gai,baby,baby boy,baby girl,infant of,newborn,nb"
)
#: Words between the head and the parent's name ("con của bà ...", "con b. ...").
_LINKS = _phrases("cua,con,ba,b,me,m,chi,co,san phu,sp,ong,o,bo,of,trai,gai,so sinh,ss")
#: Whole names that say only that there is none.
_NAMELESS = frozenset(_phrases("vo danh,khong ten,khong ro,khong biet,chua dat ten,chua co ten,be"))
#: With which words a placeholder can begin.
FIRST_WORDS = frozenset(phrase[0] for phrase in (*_HEADS, *_NAMELESS))
_ORDERS = {"i": 1, "ii": 2, "iii": 3}
#: Surnames of their own when written with these marks: Bế (Tày), Côn, Trẻ.
_REAL_WHEN_MARKED = frozenset({"bế", "côn", "cồn"})


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that is none: `parent` is the name written in it, `order` the rank in a birth or 0."""

    parent: str = ""
    order: int = 0


@lru_cache(maxsize=65536)
def placeholder(name: str) -> Placeholder | None:
    """Recognise a newborn's placeholder in any case, with or without marks; None for a real name.

    >>> placeholder("CON BÀ Trần Thị Hoa 2")
    Placeholder(parent='Trần Thị Hoa', order=2)
    >>> placeholder("Bế Văn Đàn") is None
    True
    """
    words = _TOKEN.findall(repair(name))
    folded = tuple(map(fold_word, words))
    if folded in _NAMELESS:
        return Placeholder()
    head = _longest(_HEADS, folded)
    if not head or repair(words[0]).casefold() in _REAL_WHEN_MARKED:
        return None
    used = len(head)
    while link := _longest(_LINKS, folded[used:]):
        used += len(link)
    return _parent(words[used:])


def _longest(phrases: tuple[tuple[str, ...], ...], words: tuple[str, ...]) -> tuple[str, ...]:
    return next((phrase for phrase in phrases if words[: len(phrase)] == phrase), ())


def _parent(words: list[str]) -> Placeholder:
    last = words[-1].casefold() if words else ""
    order = _ORDERS.get(last, int(last) if last.isdigit() and len(last) == 1 else 0)
    kept = words[:-1] if order else words
    return Placeholder(" ".join(word for word in kept if not word.isdigit()), order)


def newborn(identity: Identity) -> bool:
    """Say whether the record spoke of a child of at most 28 days; needs a complete birth date."""
    born, said = identity.birth_date, identity.said_on
    if born is None or said is None or not born.complete:
        return False
    return 0 <= (said - born.earliest).days <= NEWBORN_DAYS


def under_parents_name(identity: Identity) -> bool:
    """Say whether the name given is known to be a parent's, or no name at all.

    Either it is a placeholder, or a newborn's name is that of a relative whom the record names.
    """
    if placeholder(identity.name) is not None:
        return True
    own = name_form(identity.name)
    if own is None or not newborn(identity):
        return False
    named = (name_form(relative.name) for relative in identity.relatives)
    return any(form is not None and form.plain == own.plain for form in named)
