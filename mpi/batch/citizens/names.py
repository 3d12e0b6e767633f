"""Names of all records as numbers, and the levels of `mpi.compare.names` between them.

Own names, mothers' and fathers' stand in one table. Pairs of names that differ in more than marks
are compared once for each pair of names without marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from mpi.batch.citizens.numbering import (
    Ids,
    Mask,
    each_once,
    gathered,
    numbered_texts,
)
from mpi.batch.citizens.regular import folded, perhaps_placeholders, syllables
from mpi.batch.citizens.spelling import Spellings, a_slip_apart
from mpi.batch.coded import Coded, Codes, Columns, Levels
from mpi.batch.distinct import distinct
from mpi.batch.said import own_name
from mpi.compare.names import NameLevel, name_level
from mpi.names import NameForm, fold_word
from mpi.newborns import Placeholder, placeholder

_AT = {level: n for n, level in enumerate(NameLevel)}
#: Begins the text of middle names, so that having none is a text too.
_MIDDLE = "-"
_ALIKE = tuple(
    _AT[level]
    for level in (
        NameLevel.SAME, NameLevel.MARKS_LOST, NameLevel.MARKS_DIFFER, NameLevel.ORDER,
        NameLevel.MIDDLE_DROPPED, NameLevel.SLIP,
    )
)  # fmt: skip


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
    letters: Spellings
    turned_letters: Spellings
    middles: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """What records say of names: `own`, `mother` and `father` are places in `forms`.

    `newborn` says that the name is a placeholder, `order` which child of a birth it speaks of, 0
    for none.
    """

    forms: list[NameForm]
    plain_of: Ids
    marked: Mask
    plain: Plain
    own: Ids
    mother: Ids
    father: Ids
    newborn: Mask
    order: Ids

    def levels(self, a: Ids, b: Ids) -> Levels:
        """Give the level of pairs of names, all of which are said."""
        first, second = self.plain_of[a], self.plain_of[b]
        lost = np.where(self.marked[a] & self.marked[b], _AT[NameLevel.MARKS_DIFFER], 1)
        found = np.where(a == b, _AT[NameLevel.SAME], lost).astype(np.int8)
        other = np.flatnonzero(first != second)
        found[other] = each_once(first[other], second[other], self._apart)
        return found

    def alike(self, a: Ids, b: Ids) -> Mask:
        """Say of pairs of names whether they may be one, false where one is not said."""
        found = np.zeros(len(a), np.bool_)
        both = np.flatnonzero((a >= 0) & (b >= 0))
        found[both] = np.isin(self.levels(a[both], b[both]), _ALIKE)
        return found

    def _apart(self, a: Codes, b: Codes) -> Levels:
        """Levels of names that differ without their marks."""
        plain = self.plain
        ends = _ends_agree(plain, a, b)
        found = np.select(
            [
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
        for n in np.flatnonzero(found == _AT[NameLevel.INITIALS]).tolist():
            found[n] = _AT[name_level(plain.forms[a[n]], plain.forms[b[n]])]
        return found


#: The tests of names that differ without marks, in the order of `mpi.compare.names`.
_IN_ORDER = (
    NameLevel.ORDER, NameLevel.MIDDLE_DROPPED, NameLevel.INITIALS, NameLevel.SLIP,
    NameLevel.MIDDLE_DIFFERS, NameLevel.SURNAME_DIFFERS, NameLevel.GIVEN_DIFFERS,
)  # fmt: skip

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


def _slip(plain: Plain, a: Codes, b: Codes) -> Mask:
    sent, turned = plain.letters, plain.turned_letters
    found = np.zeros(len(a), np.bool_)
    for one, other in ((sent, sent), (turned, sent), (sent, turned)):
        found |= a_slip_apart(one, a, other, b)
    return found


def names(columns: Columns) -> Names:
    """Read every name of a frame."""
    own = own_names(columns)
    said = _placeholders(pl.Series(own.forms, dtype=pl.String))
    table = _Table()
    mothers, fathers = (columns.texts(column) for column in ("mother_name", "father_name"))
    named = gathered(table.places(mothers.forms), mothers.codes)
    father = gathered(table.places(fathers.forms), fathers.codes)
    implied = table.places(dummy.parent if dummy else "" for dummy in said)
    own_at = table.places("" if d else t for t, d in zip(own.forms, said, strict=True))
    plain_of = _joined(form.plain for form in table.forms)
    newborn = np.array([dummy is not None for dummy in said], np.bool_)
    order = np.array([dummy.order if dummy else 0 for dummy in said], np.int32)
    return Names(
        forms=table.forms,
        plain_of=plain_of,
        marked=np.array([form.marked for form in table.forms], np.bool_),
        plain=_plain(table.forms, plain_of),
        own=gathered(own_at, own.codes),
        mother=np.where(named >= 0, named, gathered(implied, own.codes)),
        father=father,
        newborn=gathered(newborn, own.codes, nothing=0),
        order=gathered(order, own.codes, nothing=0),
    )


def own_names(columns: Columns) -> Coded:
    """Give the texts of own names as `mpi.batch.said` reads them: a mother's is a newborn's."""
    name, mother = columns.texts("full_name"), columns.texts("mother_name")
    both = np.flatnonzero((name.codes >= 0) & (mother.codes >= 0))
    texts = [np.array([*each.forms, ""], np.object_)[each.codes[both]] for each in (name, mother)]
    bare = [folded(pl.Series(each.tolist(), dtype=pl.String)) for each in texts]
    forms, codes = [*name.forms], name.codes.copy()
    places = {text: place for place, text in enumerate(forms)}
    for at in (bare[0] == bare[1]).arg_true().to_list():
        said = own_name(texts[0][at], texts[1][at])
        codes[both[at]] = places.setdefault(said, len(forms))
        forms += [said] if places[said] == len(forms) else []
    return Coded(codes, tuple(forms))


def _placeholders(texts: pl.Series) -> list[Placeholder | None]:
    found: list[Placeholder | None] = [None] * len(texts)
    for at in perhaps_placeholders(texts).arg_true().to_list():
        found[at] = placeholder(texts[at])
    return found


class _Table:
    """Names by place: each spelling once."""

    def __init__(self) -> None:
        self.forms: list[NameForm] = []
        self._known: dict[str, int] = {}

    def places(self, said: Iterable[str]) -> Ids:
        """Read texts; -1 for what is no name."""
        known, at = distinct(syllables(pl.Series([*said], dtype=pl.String)))
        return np.array([self._place(exact) for exact in known.to_list()], np.int32)[at]

    def _place(self, exact: str) -> int:
        if not exact:
            return -1
        place = self._known.setdefault(exact, len(self.forms))
        if place == len(self.forms):
            words = tuple(exact.split(" "))
            self.forms.append(NameForm(words, tuple(map(fold_word, words))))
        return place


def _plain(forms: list[NameForm], plain_of: Ids) -> Plain:
    """Take one form of each name without marks, and number its parts."""
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
        tail=_joined(parts[1:] for parts in sent),
        syllables=np.array([len(parts) for parts in sent], np.int32),
        initialled=np.array([any(len(p) == 1 for p in parts) for parts in sent], np.bool_),
        letters=_letters("".join(parts) for parts in sent),
        turned_letters=_letters("".join((*parts[1:], parts[0])) for parts in sent),
        middles=[tuple(middle.split(" ")[1:]) for middle in middles.to_list()],
    )


def _joined(parts: Iterable[tuple[str, ...]]) -> Ids:
    """Number syllables in their order; -1 for none."""
    return numbered_texts(map(" ".join, parts))[1][0]


def _letters(texts: Iterable[str]) -> Spellings:
    return Spellings.of(pl.Series([*texts], dtype=pl.String))
