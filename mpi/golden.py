"""The golden record: one identity for a person's header, made of what its records said.

Which value survives is the policy table `SURVIVORSHIP`: per field a list of merits, the first that
differs decides. Nothing is invented and nothing is lost: the records keep what they said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from mpi.identity import Identity, Relative
from mpi.names import fold, name_form
from mpi.newborns import newborn, under_parents_name
from mpi.numbers import insurance_number
from mpi.phones import phone
from mpi.profile import profile

Said = tuple[Identity, dt.datetime]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Everything that was said about one field of one person, and when."""

    field: str
    said: tuple[Said, ...]

    def value(self, said: Said) -> Any:
        """Read the field of one statement."""
        return getattr(said[0], self.field)

    def count(self, same: Callable[[Said], bool]) -> int:
        """Count the statements for which `same` holds."""
        return sum(same(other) for other in self.said)


Merit = Callable[[_Pool, Said], Any]


def _frequent(pool: _Pool, said: Said) -> int:
    return pool.count(lambda other: pool.value(other) == pool.value(said))


def _frequent_but_for_spelling(pool: _Pool, said: Said) -> int:
    key = fold(said[0].name)
    return pool.count(lambda other: fold(other[0].name) == key)


def _recent(_: _Pool, said: Said) -> dt.datetime:
    return said[1]


def _childs_own_name(_: _Pool, said: Said) -> bool:
    """Prefer a name said after the first 28 days; a parent's name is not even considered."""
    return not newborn(said[0])


def _marked(_: _Pool, said: Said) -> bool:
    form = name_form(said[0].name)
    return form is not None and form.marked


def _not_capitals(_: _Pool, said: Said) -> bool:
    return not said[0].name.isupper()


def _sure_date(_: _Pool, said: Said) -> tuple[bool, bool]:
    born = said[0].birth_date
    return (born is not None and not born.vague, born is not None and born.complete)


def _fitting_number(_: _Pool, said: Said) -> tuple[bool, bool]:
    prepared = profile(said[0])
    number = prepared.number
    return (prepared.number_fits, number is not None and number.valid)


#: For each field that has one true value: merits, most important first. Others: the most recent.
SURVIVORSHIP: Mapping[str, tuple[Merit, ...]] = {
    "name": (
        _childs_own_name,
        _frequent_but_for_spelling,
        _marked,
        _not_capitals,
        _frequent,
        _recent,
    ),
    "birth_date": (_sure_date, _frequent, _recent),
    "birth_time": (_frequent, _recent),
    "birth_order": (_frequent, _recent),
    "sex": (_frequent, _recent),
    "personal_number": (_fitting_number, _frequent, _recent),
}
#: Values of these are gathered, most recent first, each once by what it means.
GATHERED: Mapping[str, Callable[[Any], Hashable]] = {
    "insurance_numbers": insurance_number,
    "phones": phone,
    "relatives": lambda relative: relative.kinship,
}


def golden(identities: Sequence[Said]) -> Identity:
    """Sum up what was said of one person, each with its time; the order given does not matter.

    A placeholder or a newborn's parent's name is never the name: then it stays empty.
    """
    if not identities:
        return Identity()
    said = tuple(sorted(identities, key=lambda s: (s[1], repr(s[0]))))
    return Identity(**{f.name: _survivor(f.name, said) for f in fields(Identity)})


def chosen(field: str, identities: Sequence[Said]) -> Said | None:
    """Give the statement whose value of a field survives; None when none says it.

    For a gathered field it is the latest that says anything.
    """
    said = tuple(sorted(identities, key=lambda s: (s[1], repr(s[0]))))
    pool = _Pool(field, tuple(s for s in said if _says(field, s)))
    if not pool.said:
        return None
    merits = SURVIVORSHIP.get(field, (_recent,))
    return max(pool.said, key=lambda s: tuple(merit(pool, s) for merit in merits))


def _survivor(field: str, said: tuple[Said, ...]) -> Any:
    pool = _Pool(field, tuple(s for s in said if _says(field, s)))
    if not pool.said:
        return getattr(Identity(), field)
    if field in GATHERED:
        return _gathered(pool, GATHERED[field])
    merits = SURVIVORSHIP.get(field, (_recent,))
    best = max(pool.said, key=lambda s: tuple(merit(pool, s) for merit in merits))
    return pool.value(best)


def _says(field: str, said: Said) -> bool:
    value = getattr(said[0], field)
    if field == "name" and under_parents_name(said[0]):
        return False
    return bool(value != getattr(Identity(), field))


def _gathered(pool: _Pool, meaning: Callable[[Any], Hashable]) -> tuple[Any, ...]:
    kept: dict[Hashable, str | Relative] = {}
    for said in reversed(pool.said):
        for value in pool.value(said):
            kept.setdefault(meaning(value) or value, value)
    return tuple(kept.values())
