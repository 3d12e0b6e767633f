"""Blocking: short keys that records of one citizen very likely share and strangers hardly ever.

Which keys there are, in which order and how they are kept small, is in the model file; here are
the parts that a key can be made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from mpi.compare.values import VALUE_KINDS
from mpi.frequency import commonest
from mpi.identity import Identity, Sex
from mpi.model_parts import BlockRule, Field, Model, Split
from mpi.names import NameForm
from mpi.profile import Parent, Profile, profile

#: Keys that one rule may give for one record; a record with more phones or wards gives the first.
_MOST = 4
_SHORTEST_NUMBER = 8


def keys(identity: Identity, model: Model) -> tuple[str, ...]:
    """Give the blocking keys of an identity, `<rule>:<value>`, strongest rule first, no repeats.

    An identity that says nearly nothing has none: nobody can be found by it.
    """
    prepared = profile(identity)
    found = (key for rule in model.blocking for key in _rule_keys(prepared, rule, model))
    return tuple(dict.fromkeys(found))


def _rule_keys(prepared: Profile, rule: BlockRule, model: Model) -> list[str]:
    parts = rule.parts
    if rule.split and _too_common(prepared.name, rule.split, model):
        parts += rule.split.by
    combinations = product(*(part_reader(part, model.fields)(prepared) for part in parts))
    return [f"{rule.rule}:{'|'.join(values)}" for values in sorted(combinations)[:_MOST]]


def _too_common(name: NameForm | None, split: Split, model: Model) -> bool:
    if name is None:
        return False
    return model.population * commonest(name, model.frequencies) / split.spread > split.over


def part_reader(part: str, fields: tuple[Field, ...]) -> Callable[[Profile], tuple[str, ...]]:
    """Give how a part of a key is read: one of `PARTS`, or `field:facet` of a general field.

    Raises KeyError when it is neither.
    """
    if part in PARTS:
        return PARTS[part]
    name, _, facet = part.partition(":")
    column, kind = {f.field: (f.column, f.kind) for f in fields}[name]
    read, each, cut = (
        VALUE_KINDS[kind].read,
        VALUE_KINDS[kind].each,
        VALUE_KINDS[kind].facets[facet],
    )

    def reader(said: Profile) -> tuple[str, ...]:
        form = read(said.texts(tuple(column.split("|"))))
        cuts = map(cut, each(form)) if form is not None else ()
        return tuple(dict.fromkeys(filter(None, cuts)))

    return reader


def _number(a: Profile) -> tuple[str, ...]:
    return (a.number.text,) if a.number and len(a.number.text) >= _SHORTEST_NUMBER else ()


def _insurance(a: Profile) -> tuple[str, ...]:
    return (*sorted(a.insurance), *sorted(a.temporary))


def _phone(a: Profile) -> tuple[str, ...]:
    return a.phones


def _name(a: Profile) -> tuple[str, ...]:
    return (a.name.key,) if a.name else ()


def _given(a: Profile) -> tuple[str, ...]:
    return (a.name.given,) if a.name else ()


def _date(a: Profile) -> tuple[str, ...]:
    """A sure and complete date; day and month in numeric order, since hospitals swap them."""
    if a.birth_date is None or a.birth_date.vague:
        return ()
    low, high = sorted((a.birth_date.month, a.birth_date.day))
    return (f"{a.birth_date.year:04}{low:02}{high:02}",)


def _year(a: Profile) -> tuple[str, ...]:
    return (f"{a.birth_date.year:04}",) if a.birth_date else ()


def _child_year(a: Profile) -> tuple[str, ...]:
    return _year(a) if a.child else ()


def _sex(a: Profile) -> tuple[str, ...]:
    """Both when it is not known, so that the record still meets either."""
    known = a.sex is not Sex.UNKNOWN
    return (a.sex.value,) if known else (Sex.MALE.value, Sex.FEMALE.value)


def _ward(a: Profile) -> tuple[str, ...]:
    return tuple(a.address.wards)


def _house(a: Profile) -> tuple[str, ...]:
    return ("-".join(sorted(a.address.numbers)),) if a.address.numbers else ()


def _parents(a: Profile) -> tuple[Parent, ...]:
    return tuple(parent for parent in (a.mother, a.father) if parent)


def _parent_number(a: Profile) -> tuple[str, ...]:
    """Numbers of the parents; a child's own that is a generation off is one of theirs too."""
    numbers = [parent.number for parent in _parents(a) if parent.number]
    cards = [card for parent in _parents(a) for card in parent.insurance]
    own = [a.number.text] if a.number and a.number_foreign else []
    return tuple(dict.fromkeys(numbers + cards + own))


def _parent_name(a: Profile) -> tuple[str, ...]:
    """Names of the parents; the name of a child in its first 28 days may be one of theirs."""
    names = [parent.name.key for parent in _parents(a) if parent.name]
    own = [a.name.key] if a.name and a.tentative else []
    return tuple(dict.fromkeys(names + own))


#: Parts of a blocking key by the name that the model file calls them by.
PARTS: Mapping[str, Callable[[Profile], tuple[str, ...]]] = {
    "number": _number,
    "insurance": _insurance,
    "phone": _phone,
    "name": _name,
    "given name": _given,
    "birth date": _date,
    "birth year": _year,
    "child's birth year": _child_year,
    "sex": _sex,
    "ward": _ward,
    "house number": _house,
    "parent's number": _parent_number,
    "parent's name": _parent_name,
}
