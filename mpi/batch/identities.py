"""Identities that are in hand, as columns for the batch linker: a store instead of a file."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields

import numpy as np
import polars as pl

from mpi.batch.coded import Coded, Columns, Read
from mpi.batch.said import NEEDS
from mpi.identity import Identity
from mpi.profile import Profile, profile

#: What of a profile each of our columns tells.
_TELLS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("name", "tentative", "newborn"),
    "mother_name": ("mother",),
    "father_name": ("father",),
    "birth_date": ("birth_date", "birth_time", "birth_order", "births", "child"),
    "sex": ("sex",),
    "personal_number": ("number", "number_fits", "number_foreign"),
    "insurance_number": ("insurance", "temporary"),
    "phone": ("phones",),
    "address": ("address",),
    "ward": ("address",),
}
_ALL = tuple(field.name for field in fields(Profile) if field.name != "other")
_PARENTS = ("mother", "father")
#: Kinds and parts of keys that read more of a profile than a file's columns can tell.
_MORE: Mapping[tuple[str, ...], tuple[str, ...]] = {
    NEEDS["kin"]: _ALL,
    NEEDS["name"]: _TELLS["full_name"],
    NEEDS["mother"]: ("mother",),
    NEEDS["parent's number"]: (*_PARENTS, "number", "number_foreign"),
    NEEDS["parent's name"]: (*_PARENTS, "name", "tentative"),
}


class IdentityColumns(Columns):
    """The same identities as `mpi.score` would weigh, as codes for `mpi.batch`."""

    def __init__(self, identities: Sequence[Identity]) -> None:
        super().__init__(pl.DataFrame({"record_id": range(len(identities))}))
        self._identities = identities
        self._coded: dict[Hashable, Coded] = {}

    def values(self, columns: tuple[str, ...], read: Read) -> Coded:
        """Code identities by what is read from their further columns."""
        if (columns, read) not in self._coded:
            said = (profile(each).texts(columns) for each in self._identities)
            self._coded[columns, read] = _coded([read(texts) for texts in said])
        return self._coded[columns, read]

    def profiles(self, columns: tuple[str, ...]) -> Coded:
        """Code identities by the part of their profiles that these columns tell."""
        told = _MORE.get(columns) or tuple(
            dict.fromkeys(name for column in columns for name in _TELLS[column])
        )
        if told not in self._coded:
            self._coded[told] = _coded([_part(profile(i), told) for i in self._identities])
        return self._coded[told]


def _part(whole: Profile, told: tuple[str, ...]) -> Profile:
    return Profile(**{name: getattr(whole, name) for name in told})


def _coded(forms: Sequence[Hashable | None]) -> Coded:
    numbers: dict[Hashable, int] = {}
    codes = [-1 if form is None else numbers.setdefault(form, len(numbers)) for form in forms]
    return Coded(np.array(codes, np.int32), tuple(numbers))
