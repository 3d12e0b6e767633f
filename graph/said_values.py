"""What a record says of each field that is compared, as text for a steward's eyes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mpi.identity import Identity, Kinship, Sex


def _relative(kinship: Kinship) -> Callable[[Identity], str]:
    def said(identity: Identity) -> str:
        named = (each for each in identity.relatives if each.kinship is kinship)
        return "; ".join(
            " ".join(filter(None, (each.name, each.personal_number))) for each in named
        )

    return said


def _birth(identity: Identity) -> str:
    order = f"({identity.birth_order})" if identity.birth_order else ""
    return " ".join(filter(None, (identity.birth_time, order)))


#: By the fields of the evidence, in the order shown.
SAYS: Mapping[str, Callable[[Identity], str]] = {
    "name": lambda said: said.name,
    "birth_date": lambda said: said.birth_date.iso if said.birth_date else "",
    "sex": lambda said: "" if said.sex is Sex.UNKNOWN else said.sex.value,
    "personal_number": lambda said: said.personal_number,
    "insurance": lambda said: ", ".join(said.insurance_numbers),
    "phone": lambda said: ", ".join(said.phones),
    "address": lambda said: said.address.text,
    "birth": _birth,
    "mother": _relative(Kinship.MOTHER),
    "father": _relative(Kinship.FATHER),
}
