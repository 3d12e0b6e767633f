"""What forbids two records to be of one person: kin, and ranks in one birth."""

from __future__ import annotations

import numpy as np

from mpi.batch.citizens.dates import Dates, dates
from mpi.batch.citizens.names import Names, names
from mpi.batch.citizens.numbering import Ids, Mask
from mpi.batch.coded import Codes, Columns, Levels
from mpi.compare.births import BirthLevel
from mpi.compare.kin import KinLevel, ParentLevel
from mpi.profile import GENERATION_YEARS

_KIN = {level: n for n, level in enumerate(KinLevel)}
_PARENT = {level: n for n, level in enumerate(ParentLevel)}
_BIRTH = {level: n for n, level in enumerate(BirthLevel)}


def parent_levels(known: Names, parent: Ids, first: Codes, second: Codes) -> Levels:
    """Compare the mothers, or the fathers, that records name; -1 where either names none."""
    a, b = parent[first], parent[second]
    alike = known.alike(a, b)
    levels = np.where(alike, _PARENT[ParentLevel.SAME_NAME], _PARENT[ParentLevel.DIFFERENT])
    return np.where((a >= 0) & (b >= 0), levels, -1).astype(np.int8)


def kin_levels(columns: Columns, first: Codes, second: Codes) -> Levels:
    """Say which records are parent and child, or a newborn and somebody a generation older."""
    known, born = columns.once(names), columns.once(dates)
    parent, adult = np.zeros((2, len(first)), np.bool_)
    speaks = known.newborn | (known.mother >= 0) | (known.father >= 0)
    for child, other in ((first, second), (second, first)):
        at = np.flatnonzero(speaks[child])
        at = at[_older(born, other[at], child[at])]
        parent[at] |= _names_as_parent(known, child[at], other[at])
        adult[at] |= known.newborn[child[at]] & ~known.newborn[other[at]]
    found = np.where(adult, _KIN[KinLevel.NEWBORN_ADULT], -1)
    return np.where(parent, _KIN[KinLevel.PARENT], found).astype(np.int8)


def _older(born: Dates, other: Codes, child: Codes) -> Mask:
    said = (born.year[other] > 0) & (born.year[child] > 0)
    return np.asarray(said & (born.year[child] - born.year[other] >= GENERATION_YEARS))


def _names_as_parent(known: Names, child: Codes, other: Codes) -> Mask:
    own = known.own[other]
    return known.alike(known.mother[child], own) | known.alike(known.father[child], own)


def birth_levels(columns: Columns, first: Codes, second: Codes) -> Levels:
    """Say which records of one day of birth are of two ranks in one birth; files give no hour."""
    order, born = columns.once(names).order, columns.once(dates)
    ranked = (order[first] > 0) & (order[second] > 0) & (order[first] != order[second])
    day = born.exact[first] & born.exact[second] & (born.codes[first] == born.codes[second])
    return np.where(ranked & day, _BIRTH[BirthLevel.OTHER_CHILD], -1).astype(np.int8)


def single_birth_levels(first: Codes) -> Levels:
    """Say nothing: files do not tell how many children a birth had."""
    return np.full(len(first), -1, np.int8)
