"""A row of a file as an identity: which of our fields there are, and what each kind reads."""

from __future__ import annotations

from collections.abc import Mapping

from mpi.compare.general_dates import read_date
from mpi.identity import Address, Identity, Kinship, Relative, Sex
from mpi.names import fold

#: Columns that a file may be mapped to; several values of one column are joined by this.
BETWEEN = ";"
OURS = (
    "record_id", "source", "full_name", "family_name", "middle_name", "given_name", "birth_date",
    "sex", "personal_number", "insurance_number", "phone", "address", "street", "ward", "postcode",
    "mother_name", "father_name",
)  # fmt: skip

#: Which columns a kind of field, or a part of a blocking key, reads through `mpi.profile`.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "name": ("full_name", "mother_name"),
    "birth date": ("birth_date",),
    "sex": ("sex",),
    "personal number": ("personal_number", "sex", "birth_date"),
    "insurance": ("insurance_number",),
    "phone": ("phone",),
    "address": ("address", "ward"),
    "birth": ("full_name", "mother_name", "birth_date"),
    "single birth": ("birth_date",),
    "mother": ("mother_name", "full_name"),
    "father": ("father_name",),
    "kin": ("full_name", "birth_date", "mother_name", "father_name", "personal_number"),
    "number": ("personal_number",),
    "given name": ("full_name", "mother_name"),
    "birth year": ("birth_date",),
    "child's birth year": ("birth_date", "full_name", "mother_name"),
    "ward": ("ward",),
    "house number": ("address",),
    "parent's number": ("personal_number", "birth_date"),
    "parent's name": ("mother_name", "father_name", "full_name"),
}

_SEXES: Mapping[str, Sex] = {
    **dict.fromkeys(("m", "male", "man", "boy", "nam", "1", "trai"), Sex.MALE),
    **dict.fromkeys(("f", "female", "woman", "girl", "nu", "2", "gai", "w"), Sex.FEMALE),
}


def sex_of(text: str) -> Sex:
    """Read the usual words and codes of both sexes; unknown for anything else."""
    return _SEXES.get(fold(text).strip("."), Sex.UNKNOWN)


def identity_of(row: Mapping[str, str]) -> Identity:
    """Read an identity from a row of our columns; whatever else is in the row becomes `other`."""
    relatives = (
        Relative(kinship, name=row[column])
        for kinship, column in (
            (Kinship.MOTHER, "mother_name"),
            (Kinship.FATHER, "father_name"),
        )
        if row.get(column)
    )
    return Identity(
        name=own_name(row.get("full_name", ""), row.get("mother_name", "")),
        birth_date=read_date(row.get("birth_date", "")),
        sex=sex_of(row.get("sex", "")),
        personal_number=row.get("personal_number", ""),
        insurance_numbers=several(row.get("insurance_number", "")),
        phones=several(row.get("phone", "")),
        address=Address(row.get("address", ""), wards=several(row.get("ward", ""))),
        relatives=tuple(relatives),
        other=tuple((column, text) for column, text in sorted(row.items()) if text),
    )


def own_name(name: str, mother: str) -> str:
    """Give the name, unless it is the mother's: then it is a newborn's, said as such.

    QĐ 4750 table 1, HO_TEN. Files do not say on which day a name was given.
    """
    return f"Con bà {mother}" if mother and fold(name) == fold(mother) else name


def several(text: str) -> tuple[str, ...]:
    """Give the values of a column that may hold several."""
    return tuple(filter(None, (part.strip() for part in text.split(BETWEEN))))
