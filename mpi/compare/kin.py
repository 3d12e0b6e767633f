"""What named parents say: the same parents support, being the parent forbids."""

from __future__ import annotations

from enum import StrEnum

from mpi.compare.names import NameLevel, name_level
from mpi.names import NameForm
from mpi.profile import GENERATION_YEARS, Parent, Profile


class ParentLevel(StrEnum):
    """Levels of two statements about a mother (or about a father), best first."""

    SAME_NUMBER = "same number"
    SAME_NAME = "same name"
    DIFFERENT = "different"


class KinLevel(StrEnum):
    """Relations that forbid two records to be about one person."""

    PARENT = "parent and child"
    NEWBORN_ADULT = "newborn and adult"


_ALIKE = frozenset(
    {
        NameLevel.SAME,
        NameLevel.MARKS_LOST,
        NameLevel.MARKS_DIFFER,
        NameLevel.ORDER,
        NameLevel.MIDDLE_DROPPED,
        NameLevel.SLIP,
    }
)


def compare_mothers(a: Profile, b: Profile) -> ParentLevel | None:
    """Compare the mothers that two records name; None when either names none."""
    return parent_level(a.mother, b.mother)


def compare_fathers(a: Profile, b: Profile) -> ParentLevel | None:
    """Compare the fathers that two records name; None when either names none."""
    return parent_level(a.father, b.father)


def parent_level(a: Parent | None, b: Parent | None) -> ParentLevel | None:
    """Give the best level that holds; two different numbers alone say nothing, cards change."""
    if a is None or b is None:
        return None
    if _same_number(a.number, a.insurance, b.number, b.insurance):
        return ParentLevel.SAME_NUMBER
    if a.name is None or b.name is None:
        return None
    return ParentLevel.SAME_NAME if _alike(a.name, b.name) else ParentLevel.DIFFERENT


def compare_kin(a: Profile, b: Profile) -> KinLevel | None:
    """Say whether one record's patient is the parent, or of an age to be, of the other's."""
    if _names_as_parent(a, b) or _names_as_parent(b, a):
        return KinLevel.PARENT
    if _newborn_and_adult(a, b) or _newborn_and_adult(b, a):
        return KinLevel.NEWBORN_ADULT
    return None


def _names_as_parent(child: Profile, other: Profile) -> bool:
    if not _older(other, child):
        return False
    number = other.number.text if other.number else ""
    return any(
        _same_number(parent.number, parent.insurance, number, other.insurance)
        or _alike(parent.name, other.name)
        for parent in (child.mother, child.father)
        if parent is not None
    )


def _newborn_and_adult(child: Profile, other: Profile) -> bool:
    return child.newborn and not other.newborn and (_older(other, child) or _grown(child, other))


def _older(other: Profile, child: Profile) -> bool:
    if other.birth_date is None or child.birth_date is None:
        return False
    return child.birth_date.year - other.birth_date.year >= GENERATION_YEARS


def _grown(child: Profile, other: Profile) -> bool:
    """A nameless child whose papers carry no birth date, or the mother's, against an adult."""
    dateless = child.birth_date is None or child.adult
    return child.name is None and dateless and other.adult


def _same_number(number: str, cards: frozenset[str], other: str, others: frozenset[str]) -> bool:
    return (number != "" and number == other) or bool(cards & others)


def _alike(a: NameForm | None, b: NameForm | None) -> bool:
    return a is not None and b is not None and name_level(a, b) in _ALIKE
