"""Parts of blocking keys of all records as numbers: the values of `mpi.blocking.PARTS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from mpi.batch.citizens.cards import cards, phones
from mpi.batch.citizens.dates import dates
from mpi.batch.citizens.homes import homes
from mpi.batch.citizens.names import names
from mpi.batch.citizens.numbering import Ids, Lists, gathered
from mpi.batch.citizens.numbers import numbers
from mpi.batch.citizens.sexes import SEXES, sexes
from mpi.batch.coded import Columns

#: One number for each record, -1 for none, or several.
Part = NDArray[np.int64] | Lists

_SHORTEST_NUMBER = 8
#: Values that one part gives for one record, as in `mpi.blocking`.
_MOST = 4


def _number(columns: Columns) -> Part:
    known = columns.once(numbers)
    long = known.spelt.length >= _SHORTEST_NUMBER
    return np.where(gathered(long, known.number, nothing=0), known.number, -1).astype(np.int64)


def _parents_number(columns: Columns) -> Part:
    """A number that is a generation off is a parent's; files name no parent's number."""
    known = columns.once(numbers)
    return np.where(known.foreign, known.number, -1).astype(np.int64)


def _insurance(columns: Columns) -> Part:
    known = columns.once(cards)
    return _merged(known.lifelong.lists, known.temporary.lists, len(known.lifelong.spelt))


def _merged(one: Lists, other: Lists, beyond: int) -> Lists:
    """Put the numbers of two lists of each record together, those of the second beyond others."""
    records = np.concatenate(
        [np.repeat(np.arange(len(x.starts) - 1), x.counts()) for x in (one, other)]
    )
    values = np.concatenate([one.values, other.values + beyond])
    order = np.argsort(records, kind="stable")
    return Lists(one.starts + other.starts, values[order])


def _plain(of: Callable[[Columns], Ids]) -> Callable[[Columns], Part]:
    return lambda columns: of(columns).astype(np.int64)


def _name_key(columns: Columns) -> Ids:
    return _of_names(columns, columns.once(names).own, columns.once(names).plain.key)


def _given(columns: Columns) -> Ids:
    return _of_names(columns, columns.once(names).own, columns.once(names).plain.given)


def _of_names(columns: Columns, said: Ids, part: Ids) -> Ids:
    return gathered(part, gathered(columns.once(names).plain_of, said))


def _parents_name(columns: Columns) -> Part:
    known = columns.once(names)
    keys = [_of_names(columns, said, known.plain.key) for said in (known.mother, known.father)]
    keys[1] = np.where(keys[0] == keys[1], -1, keys[1])
    return _several(np.stack(keys, axis=1))


def _several(values: NDArray[np.int32]) -> Lists:
    """Lists of what each row of a table holds, -1 left out."""
    said = values >= 0
    starts = np.concatenate([[0], np.cumsum(said.sum(axis=1))])
    return Lists(starts, values[said].astype(np.int64))


def _date(columns: Columns) -> Part:
    """Day and month in numeric order, since hospitals swap them."""
    born = columns.once(dates)
    low, high = np.minimum(born.month, born.day), np.maximum(born.month, born.day)
    whole = born.year * 10_000 + low * 100 + high
    return np.where(born.exact, whole, -1).astype(np.int64)


def _year(columns: Columns) -> Ids:
    year = columns.once(dates).year
    return np.where(year > 0, year, -1)


def _childs_year(columns: Columns) -> Ids:
    return np.where(columns.once(names).newborn, _year(columns), -1)


def _sex(columns: Columns) -> Part:
    """Both when it is not known, so that the record still meets either."""
    own = columns.once(sexes)
    known = [np.where((own == n) | (own < 0), n, -1) for n in range(len(SEXES))]
    return _several(np.stack(known, axis=1).astype(np.int32))


def _ward(columns: Columns) -> Part:
    known = columns.once(homes)
    place = {
        ward: n for n, ward in enumerate(sorted({w for each in known.ward_sets for w in each}))
    }
    sets = [tuple(place[ward] for ward in sorted(each)[:_MOST]) for each in known.ward_sets]
    return Lists.of(sets, known.wards)


PARTS: Mapping[str, Callable[[Columns], Part]] = {
    "number": _number,
    "insurance": _insurance,
    "phone": lambda columns: columns.once(phones).lists,
    "name": _plain(_name_key),
    "given name": _plain(_given),
    "birth date": _date,
    "birth year": _plain(_year),
    "child's birth year": _plain(_childs_year),
    "sex": _sex,
    "ward": _ward,
    "house number": _plain(lambda columns: columns.once(homes).numbers),
    "parent's number": _parents_number,
    "parent's name": _parents_name,
}
