"""The numbers and phones that an identity carries, in the one form in which two of them agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mpi.identity import Identity, Kinship
from mpi.numbers import insurance_number, personal_number
from mpi.phones import phone

PERSONAL, INSURANCE, PHONE = "personal", "insurance", "phone"


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A number of one system: `personal`, `insurance` (its last ten digits) or `phone`."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class NamedParent:
    """A parent whom a record names by number."""

    kinship: Kinship
    name: str
    number: Identifier


def identifiers(identity: Identity) -> tuple[Identifier, ...]:
    """Every usable number of an identity, each once; one that cannot be read is left out."""
    return tuple(sorted(set(_carried(identity))))


def parents(identity: Identity) -> tuple[NamedParent, ...]:
    """The relatives that an identity names by a usable number, one row a number."""
    return tuple(
        NamedParent(relative.kinship, relative.name, number)
        for relative in identity.relatives
        for number in sorted(
            {
                *_personal(relative.personal_number),
                *_insurance(relative.insurance_numbers),
            }
        )
    )


def _carried(identity: Identity) -> Iterator[Identifier]:
    yield from _personal(identity.personal_number)
    yield from _insurance(identity.insurance_numbers)
    yield from (Identifier(PHONE, known) for text in identity.phones if (known := phone(text)))


def _personal(text: str) -> Iterator[Identifier]:
    number = personal_number(text)
    if number is not None and number.valid:
        yield Identifier(PERSONAL, number.text)


def _insurance(cards: tuple[str, ...]) -> Iterator[Identifier]:
    return (Identifier(INSURANCE, known) for card in cards if (known := insurance_number(card)))
