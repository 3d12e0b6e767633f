"""An identity prepared once for comparing: values normalised, what they imply made explicit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mpi.addresses import AddressForm, address_form
from mpi.dates import PartialDate
from mpi.identity import Identity, Kinship, Relative, Sex
from mpi.names import NameForm, name_form
from mpi.newborns import Placeholder, newborn, placeholder, under_parents_name
from mpi.numbers import (
    NumberKind,
    PersonalNumber,
    insurance_number,
    personal_number,
    temporary_card,
)
from mpi.phones import phone

#: Years between two births from which one may be the other's parent.
GENERATION_YEARS = 12
#: Age in years below which parents stand in hospital papers (TT 56/2017, annex 3).
CHILD_YEARS = 16


_NOWHERE = AddressForm(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Parent:
    """A mother or father as a child's record names one; several statements are brought together."""

    name: NameForm | None = None
    birth_date: PartialDate | None = None
    number: str = ""
    insurance: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """What comparisons and blocking read. A field is None or empty when it says nothing.

    `name` is None under a parent's name; `tentative` is True for a name said in the first 28 days,
    which may be the mother's. `number_fits` says that a CCCD does not contradict the sex and birth
    year stated with it; `number_foreign` that it is a generation off, so another person's. `adult`
    speaks of the birth date alone: a child's placeholder may carry its mother's.
    """

    name: NameForm | None = None
    tentative: bool = False
    newborn: bool = False
    child: bool = False
    adult: bool = False
    birth_date: PartialDate | None = None
    birth_time: str = ""
    birth_order: int = 0
    births: int = 0
    sex: Sex = Sex.UNKNOWN
    number: PersonalNumber | None = None
    number_fits: bool = True
    number_foreign: bool = False
    insurance: frozenset[str] = frozenset()
    temporary: frozenset[str] = frozenset()
    phones: tuple[str, ...] = ()
    address: AddressForm = _NOWHERE
    mother: Parent | None = None
    father: Parent | None = None
    other: tuple[tuple[str, str], ...] = ()

    def texts(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Give the further columns of these names as text, empty where nothing is said."""
        said = dict(self.other)
        return tuple(said.get(column, "") for column in columns)


@lru_cache(maxsize=32768)
def profile(identity: Identity) -> Profile:
    """Prepare an identity; the same identity gives the same profile without work."""
    dummy = placeholder(identity.name)
    number = personal_number(identity.personal_number)
    phones = tuple(dict.fromkeys(filter(None, map(phone, identity.phones))))
    return Profile(
        name=None if under_parents_name(identity) else name_form(identity.name),
        tentative=newborn(identity),
        newborn=dummy is not None or newborn(identity),
        child=dummy is not None or 0 <= _age(identity) < CHILD_YEARS,
        adult=_age(identity) >= CHILD_YEARS,
        birth_date=identity.birth_date,
        birth_time="" if identity.birth_time == "0000" else identity.birth_time,
        birth_order=identity.birth_order or (dummy.order if dummy else 0),
        births=identity.births,
        sex=identity.sex,
        number=number,
        number_fits=_fits(number, identity),
        number_foreign=_foreign(number, identity.birth_date),
        insurance=_insurance(identity.insurance_numbers),
        temporary=frozenset(filter(None, map(temporary_card, identity.insurance_numbers))),
        phones=phones,
        address=address_form(identity.address),
        mother=_parent(identity, Kinship.MOTHER, dummy),
        father=_parent(identity, Kinship.FATHER, None),
        other=identity.other,
    )


def _age(identity: Identity) -> int:
    """Years of age when it was said, -1 when birth date or that day is unknown."""
    born, said = identity.birth_date, identity.said_on
    return -1 if born is None or said is None else said.year - born.year


def _fits(number: PersonalNumber | None, identity: Identity) -> bool:
    if number is None or number.kind is not NumberKind.CCCD:
        return True
    born = identity.birth_date
    sex_fits = Sex.UNKNOWN in {identity.sex, number.sex} or identity.sex is number.sex
    return sex_fits and (born is None or born.year == number.birth_year)


def _foreign(number: PersonalNumber | None, born: PartialDate | None) -> bool:
    if number is None or born is None or number.kind is not NumberKind.CCCD:
        return False
    return abs(number.birth_year - born.year) >= GENERATION_YEARS


def _insurance(cards: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, map(insurance_number, cards)))


def _parent(identity: Identity, kinship: Kinship, dummy: Placeholder | None) -> Parent | None:
    named = [r for r in identity.relatives if r.kinship is kinship]
    if dummy is not None and dummy.parent:
        named.append(Relative(kinship, name=dummy.parent))
    if not named:
        return None
    return Parent(
        name=next(filter(None, (name_form(r.name) for r in named)), None),
        birth_date=next(filter(None, (r.birth_date for r in named)), None),
        number=next(filter(None, map(_relative_number, named)), ""),
        insurance=_insurance(tuple(card for r in named for card in r.insurance_numbers)),
    )


def _relative_number(relative: Relative) -> str:
    number = personal_number(relative.personal_number)
    return number.text if number else ""
