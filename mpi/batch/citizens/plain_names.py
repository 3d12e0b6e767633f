"""Names without marks as numbers, and levels of `mpi.compare.names` between those that differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from mpi.batch.citizens.numbering import Ids, Mask, each_once, numbered_texts
from mpi.batch.citizens.spelling import Spellings, a_slip_apart
from mpi.batch.coded import Codes, Levels
from mpi.compare.names import NameLevel, name_level
from mpi.names import NameForm

_AT = {level: n for n, level in enumerate(NameLevel)}
#: Begins the text of middle names, so that having none is a text too.
_MIDDLE = "-"


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """Names without marks: a form of each, its parts as numbers, its letters as text.

    `turned` arrays read the name as if it had been sent with the given name first.
    """

    forms: list[NameForm]
    key: Ids
    surname: Ids
    given: Ids
    middle: Ids
    turned_surname: Ids
    turned_given: Ids
    turned_middle: Ids
    tail: Ids
    syllables: Ids
    initialled: Mask
    damaged: Mask
    letters: Spellings
    turned_letters: Spellings
    middles: list[tuple[str, ...]]


#: The tests of names that differ without marks, in the order of `mpi.compare.names`.
_IN_ORDER = (
    NameLevel.MARKS_LOST, NameLevel.ORDER, NameLevel.MIDDLE_DROPPED, NameLevel.INITIALS,
    NameLevel.SLIP, NameLevel.MIDDLE_DIFFERS, NameLevel.SURNAME_DIFFERS, NameLevel.GIVEN_DIFFERS,
)  # fmt: skip

#: What the tests only suspect, and the comparison of two names decides.
_UNSURE = (_AT[NameLevel.MARKS_LOST], _AT[NameLevel.INITIALS])


def apart(plain: Plain, a: Codes, b: Codes) -> Levels:
    """Give the level of pairs of names that differ without their marks."""
    ends = _ends_agree(plain, a, b)
    found = np.select(
        [
            _perhaps_lost(plain, a, b),
            plain.key[a] == plain.key[b],
            _dropped(plain, a, b, ends),
            _perhaps_initials(plain, a, b),
            _slip(plain, a, b),
            ends[0],
            (plain.tail[a] == plain.tail[b]) & (plain.tail[a] >= 0),
            (plain.surname[a] == plain.surname[b]) & (plain.surname[a] >= 0),
        ],
        [_AT[level] for level in _IN_ORDER],
        _AT[NameLevel.DIFFERENT],
    ).astype(np.int8)
    for n in np.flatnonzero(np.isin(found, _UNSURE)).tolist():
        found[n] = _AT[name_level(plain.forms[a[n]], plain.forms[b[n]])]
    return found


_Ends = tuple[Mask, Mask, Mask]


def _ends_agree(plain: Plain, a: Codes, b: Codes) -> _Ends:
    """As sent, and with either name turned."""

    def agree(one: tuple[Ids, Ids], a: Codes, other: tuple[Ids, Ids], b: Codes) -> Mask:
        known = one[0][a] >= 0
        return np.asarray(known & (one[0][a] == other[0][b]) & (one[1][a] == other[1][b]))

    sent = (plain.surname, plain.given)
    turned = (plain.turned_surname, plain.turned_given)
    return agree(sent, a, sent, b), agree(turned, a, sent, b), agree(sent, a, turned, b)


def _dropped(plain: Plain, a: Codes, b: Codes, ends: _Ends) -> Mask:
    found = np.zeros(len(a), np.bool_)
    sides = (
        (plain.middle, plain.middle),
        (plain.turned_middle, plain.middle),
        (plain.middle, plain.turned_middle),
    )
    for agree, (one, other) in zip(ends, sides, strict=True):
        at = np.flatnonzero(agree)
        found[at] |= each_once(one[a[at]], other[b[at]], lambda x, y: _within(plain.middles, x, y))
    return found


def _within(middles: list[tuple[str, ...]], a: Codes, b: Codes) -> Mask:
    """Say of middle names whether the shorter is the longer with parts left out."""
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    return np.array([_left_out(middles[x], middles[y]) for x, y in pairs], np.bool_)


def _left_out(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    short, long = sorted((a, b), key=len)
    remaining = iter(long)
    return all(part in remaining for part in short)


def _perhaps_initials(plain: Plain, a: Codes, b: Codes) -> Mask:
    short = plain.initialled[a] | plain.initialled[b]
    return np.asarray(short & (plain.syllables[a] == plain.syllables[b]))


def _perhaps_lost(plain: Plain, a: Codes, b: Codes) -> Mask:
    lost = plain.damaged[a] | plain.damaged[b]
    return np.asarray(lost & (plain.syllables[a] == plain.syllables[b]))


def _slip(plain: Plain, a: Codes, b: Codes) -> Mask:
    sent, turned = plain.letters, plain.turned_letters
    found = np.zeros(len(a), np.bool_)
    for one, other in ((sent, sent), (turned, sent), (sent, turned)):
        found |= a_slip_apart(one, a, other, b)
    return found


def plain_names(forms: list[NameForm], plain_of: Ids) -> Plain:
    """Take one form of each name without marks, and number its parts; `plain_of` names them."""
    first = np.unique(plain_of, return_index=True)[1]
    ones = [forms[at] for at in first.tolist()]
    sent = [form.plain for form in ones]
    _, words = numbered_texts(
        (form.surname for form in ones),
        (parts[-1] for parts in sent),
        (parts[1] if len(parts) > 1 else "" for parts in sent),
        (parts[0] for parts in sent),
    )
    middles, between = numbered_texts(
        (" ".join((_MIDDLE, *parts[1:-1])) for parts in sent),
        (" ".join((_MIDDLE, *parts[2:])) for parts in sent),
    )
    return Plain(
        forms=ones,
        key=numbered_texts(form.key for form in ones)[1][0],
        surname=words[0],
        given=words[1],
        middle=between[0],
        turned_surname=words[2],
        turned_given=words[3],
        turned_middle=between[1],
        tail=joined(parts[1:] for parts in sent),
        syllables=np.array([len(parts) for parts in sent], np.int32),
        initialled=np.array([any(len(p) == 1 for p in parts) for parts in sent], np.bool_),
        damaged=np.array([form.damaged for form in ones], np.bool_),
        letters=_letters("".join(parts) for parts in sent),
        turned_letters=_letters("".join((*parts[1:], parts[0])) for parts in sent),
        middles=[tuple(middle.split(" ")[1:]) for middle in middles.to_list()],
    )


def joined(parts: Iterable[tuple[str, ...]]) -> Ids:
    """Number syllables in their order; -1 for none."""
    return numbered_texts(map(" ".join, parts))[1][0]


def _letters(texts: Iterable[str]) -> Spellings:
    return Spellings.of(pl.Series([*texts], dtype=pl.String))
