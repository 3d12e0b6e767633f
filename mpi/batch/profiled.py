"""Records of which more is known than a file tells: compared and keyed by their whole profiles.

Slower than `mpi.batch.citizens`, since every distinct pair of profiles is compared by itself, but
it reads all that `mpi.compare` does: hours of birth, names of the first month, parents' numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

import numpy as np

from mpi.batch.citizens.numbering import Lists, Numbering, each_once
from mpi.batch.coded import Coded, Codes, Levels
from mpi.batch.said import NEEDS
from mpi.blocking import PARTS
from mpi.compare import KINDS, level_names
from mpi.profile import Profile

#: Values that one part of a key gives for one record, as in `mpi.blocking`.
_MOST = 4


@runtime_checkable
class Profiled(Protocol):
    """Columns that give profiles for those of our columns that something needs."""

    def profiles(self, columns: tuple[str, ...]) -> Coded:
        """Code records by the part of their profiles that these columns tell."""
        ...


def column(columns: Profiled, kind: str) -> Coded:
    """Give the column of a kind of the default model, with the name of each form."""
    said = columns.profiles(NEEDS[kind])
    compare = partial(_each, said.forms, kind)
    return Coded(said.codes, tuple(p.name for p in said.forms), _on_records(said.codes, compare))


def part(columns: Profiled, name: str) -> Lists:
    """Give a part of a blocking key."""
    said, known = columns.profiles(NEEDS.get(name, (name,))), Numbering[str]()
    values = [tuple(map(known.of, sorted(PARTS[name](p))[:_MOST])) for p in said.forms]
    return Lists.of(values, said.codes)


def _on_records(
    codes: Codes, compare: Callable[[Codes, Codes], Levels]
) -> Callable[[Codes, Codes], Levels]:
    def levels(first: Codes, second: Codes) -> Levels:
        a, b = codes[first], codes[second]
        found = np.full(len(a), -1, np.int8)
        both = np.flatnonzero((a >= 0) & (b >= 0))
        found[both] = each_once(a[both], b[both], compare)
        return found

    return levels


def _each(forms: tuple[Profile, ...], kind: str, a: Codes, b: Codes) -> Levels:
    number = {name: n for n, name in enumerate(level_names(kind))}
    compare, pairs = KINDS[kind].compare, zip(a.tolist(), b.tolist(), strict=True)
    found = (compare(forms[x], forms[y]) for x, y in pairs)
    return np.array([-1 if level is None else number[level] for level in found], np.int8)
