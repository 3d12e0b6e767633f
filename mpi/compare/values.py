"""The general kinds by name: what a field of a model may be when no code of Vietnam's applies."""

from __future__ import annotations

from collections.abc import Mapping

from mpi.compare.general_dates import DATE, YEAR
from mpi.compare.levels import ValueKind
from mpi.compare.people_names import NAME_PART, WHOLE_NAME
from mpi.compare.texts import ADDRESS, CODE, NUMBER, PLACE, POSTCODE, TEXT

#: Every general kind; a field of one of these names the column that it reads.
VALUE_KINDS: Mapping[str, ValueKind] = {
    "name part": NAME_PART,
    "whole name": WHOLE_NAME,
    "date": DATE,
    "year": YEAR,
    "number": NUMBER,
    "code": CODE,
    "postcode": POSTCODE,
    "place": PLACE,
    "text": TEXT,
    "address text": ADDRESS,
}
