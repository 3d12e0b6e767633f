"""Comparisons: one pure function per kind of field, two profiles in, a level or None out.

None is "nothing to compare": missing values are missing at random and weigh 0 bits. All are
symmetric. A new kind is one module and one row in `KINDS`; its weights are in the model file.
Kinds for the columns of any data set are rows of `mpi.compare.values`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mpi.compare.births import BirthLevel, SingleLevel, compare_births, compare_single_births
from mpi.compare.contacts import AddressLevel, PhoneLevel, compare_addresses, compare_phones
from mpi.compare.dates import DateLevel, compare_dates
from mpi.compare.kin import (
    KinLevel,
    ParentLevel,
    compare_fathers,
    compare_kin,
    compare_mothers,
)
from mpi.compare.names import NameLevel, compare_names
from mpi.compare.numbers import InsuranceLevel, NumberLevel, compare_insurance, compare_numbers
from mpi.compare.sexes import SexLevel, compare_sexes
from mpi.compare.values import VALUE_KINDS, value_kind
from mpi.model_parts import Field
from mpi.profile import Profile

Compare = Callable[[Profile, Profile], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field: its levels, best first, and the function that finds the one that holds."""

    levels: type[StrEnum]
    compare: Compare


#: Every kind that a field of the model file may have.
KINDS: Mapping[str, Kind] = {
    "name": Kind(NameLevel, compare_names),
    "birth date": Kind(DateLevel, compare_dates),
    "sex": Kind(SexLevel, compare_sexes),
    "personal number": Kind(NumberLevel, compare_numbers),
    "insurance": Kind(InsuranceLevel, compare_insurance),
    "phone": Kind(PhoneLevel, compare_phones),
    "address": Kind(AddressLevel, compare_addresses),
    "birth": Kind(BirthLevel, compare_births),
    "single birth": Kind(SingleLevel, compare_single_births),
    "mother": Kind(ParentLevel, compare_mothers),
    "father": Kind(ParentLevel, compare_fathers),
    "kin": Kind(KinLevel, compare_kin),
}


def level_names(kind: str) -> list[str]:
    """Give the names of a kind's levels, best first, whichever table it stands in."""
    if kind in VALUE_KINDS:
        return VALUE_KINDS[kind].names
    return [level.value for level in KINDS[kind].levels]


def comparison(field: Field) -> Compare:
    """Give the comparison of a field: of its kind, and where that is general, of its column."""
    if field.kind in KINDS:
        return KINDS[field.kind].compare
    kind, columns = value_kind(field), tuple(field.column.split("|"))
    return lambda a, b: kind.level(a.texts(columns), b.texts(columns))


def share_keys(field: Field) -> Callable[[Profile], tuple[str, ...]]:
    """Give how a profile's values of a general field are written in the field's shares."""
    kind, columns = VALUE_KINDS[field.kind], tuple(field.column.split("|"))

    def read(said: Profile) -> tuple[str, ...]:
        form = kind.read(said.texts(columns))
        return ("",) if form is None else tuple(map(kind.share_key, kind.each(form)))

    return read
