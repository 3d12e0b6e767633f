"""Sexes of all records as numbers."""

from __future__ import annotations

import numpy as np

from mpi.batch.citizens.numbering import Ids, gathered
from mpi.batch.coded import Codes, Columns, Levels
from mpi.batch.said import sex_of
from mpi.identity import Sex

#: The sexes by their number; -1 where it is not known.
SEXES = (Sex.MALE, Sex.FEMALE)


def sexes(columns: Columns) -> Ids:
    """Read every sex of a frame."""
    said = columns.texts("sex")
    read = [sex_of(text) for text in said.forms]
    places = [-1 if sex is Sex.UNKNOWN else SEXES.index(sex) for sex in read]
    return gathered(np.array(places, np.int32), said.codes)


def levels(own: Ids, first: Codes, second: Codes) -> Levels:
    """Give 0 for the same sex, 1 for the other, -1 where either is unknown."""
    a, b = own[first], own[second]
    return np.where((a < 0) | (b < 0), -1, a != b).astype(np.int8)
