"""What a pair of phones or residences says. A household shares both: the model knows how often."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from mpi.addresses import AddressForm
from mpi.profile import Profile


class PhoneLevel(StrEnum):
    """Levels of two sets of phone numbers, best first."""

    SAME = "same"
    DIFFERENT = "different"


class AddressLevel(StrEnum):
    """Levels of two residences, best first. Wards are today's; a split old ward is candidates."""

    SAME_HOUSE = "same house"
    SAME_STREET = "same street"
    SAME_WARD = "same ward"
    WARD_POSSIBLE = "perhaps the same ward"
    SAME_TEXT = "same words, ward unknown"
    DIFFERENT = "different"


def compare_phones(a: Profile, b: Profile) -> PhoneLevel | None:
    """Compare two profiles' phones, any with any; None when either has none."""
    if not (a.phones and b.phones):
        return None
    shared = not set(a.phones).isdisjoint(b.phones)
    return PhoneLevel.SAME if shared else PhoneLevel.DIFFERENT


def compare_addresses(a: Profile, b: Profile) -> AddressLevel | None:
    """Compare two profiles' residences; None when they have nothing comparable."""
    return address_level(a.address, b.address)


@lru_cache(maxsize=262144)
def address_level(a: AddressForm, b: AddressForm) -> AddressLevel | None:
    """Give the best level that holds for two residences; None when too little is known."""
    if not (a.wards and b.wards):
        return AddressLevel.SAME_TEXT if _same_street(a, b) and _same_numbers(a, b) else None
    if not a.wards & b.wards:
        return AddressLevel.DIFFERENT
    if _same_street(a, b):
        house = _same_numbers(a, b)
        return AddressLevel.SAME_HOUSE if house else AddressLevel.SAME_STREET
    certain = len(a.wards) == len(b.wards) == 1
    return AddressLevel.SAME_WARD if certain else AddressLevel.WARD_POSSIBLE


def _same_street(a: AddressForm, b: AddressForm) -> bool:
    """Words agree when the shorter text's are all in the longer's: parts are often left out."""
    short, long = sorted((a.street, b.street), key=len)
    if not short:
        return bool(a.numbers) and a.numbers == b.numbers
    return short <= long


def _same_numbers(a: AddressForm, b: AddressForm) -> bool:
    return bool(a.numbers) and a.numbers == b.numbers
