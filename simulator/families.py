"""Households: couples, their children, their parents; who shares a surname, a name, a birthday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from simulator import naming, rates
from simulator.chance import happens
from simulator.homes import Draft, Family, adult, birthday, blank
from simulator.people import Person

#: A cousin's name may only be copied by a child at most this many years younger or older.
_COUSINS_YEARS = 8
_FIRST_CARD_AGE = 14


def nuclear(draft: Draft, kin: Family, cousins: list[Person]) -> None:
    """Settle a couple with its children."""
    father, mother = couple(draft, kin, draft.rng.randrange(25, 56))
    children(draft, kin, father, mother, cousins)


def three_generations(draft: Draft, kin: Family, cousins: list[Person]) -> None:
    """Settle a couple, its children, and the husband's parents."""
    age = draft.rng.randrange(25, 48)
    old_father, old_mother = couple(draft, kin, age + draft.rng.randrange(22, 36))
    father, mother = couple(draft, kin, age)
    son = replace(father, father=old_father.id, mother=old_mother.id)
    draft.people[-2] = son  # the couple came last
    children(draft, kin, son, mother, cousins)


def elders(draft: Draft, kin: Family, cousins: list[Person]) -> None:
    """Settle an old couple or a widow; their children live elsewhere."""
    del cousins
    age = draft.rng.randrange(58, 90)
    if happens(draft.rng, 0.3):
        adult(draft, kin, "F", age)
    else:
        couple(draft, kin, age)


def single(draft: Draft, kin: Family, cousins: list[Person]) -> None:
    """Settle a student or worker who lives alone."""
    del cousins
    adult(draft, kin, draft.rng.choice("FM"), draft.rng.randrange(18, 35))


def lone_parent(draft: Draft, kin: Family, cousins: list[Person]) -> None:
    """Settle a mother with her children, who carry the absent father's surname."""
    mother = adult(draft, kin, "F", draft.rng.randrange(24, 52), naming.surname(draft.rng))
    children(draft, kin, None, mother, cousins)


KINDS: dict[str, Callable[[Draft, Family, list[Person]], None]] = {
    "nuclear": nuclear,
    "three_generations": three_generations,
    "elders": elders,
    "single": single,
    "lone_parent": lone_parent,
}


def couple(draft: Draft, kin: Family, age: int) -> tuple[Person, Person]:
    """Settle husband and wife; she keeps her own surname."""
    husband = adult(draft, kin, "M", age)
    younger = max(19, age - draft.rng.randrange(-1, 7))
    return husband, adult(draft, kin, "F", younger, naming.surname(draft.rng))


def children(
    draft: Draft, kin: Family, father: Person | None, mother: Person, cousins: list[Person]
) -> None:
    """Settle the children still at home, twins among them, and remember them as cousins."""
    for age in _ages(draft, mother):
        born = birthday(draft, age)
        for child in siblings(draft, kin, father, mother, born):
            cousins.append(draft.add(namesake(draft, child, father, cousins)))


def _ages(draft: Draft, mother: Person) -> list[int]:
    """Draw the children's ages, two years apart at least, none born before the mother was 20."""
    oldest = min(mother.age(draft.today) - 20, 22)
    possible = range(draft.rng.randrange(2), max(oldest, 0) + 1, 2) if oldest >= 0 else range(0)
    return draft.rng.sample(possible, min(rates.CHILDREN.pick(draft.rng), len(possible)))


def siblings(
    draft: Draft, kin: Family, father: Person | None, mother: Person, born: dt.datetime
) -> list[Person]:
    """Draw the child or the twins of one birth; twins are minutes apart and named alike."""
    first = child(draft, kin, father, mother, born)
    if not happens(draft.rng, rates.TWINS):
        return [first]
    later = born + dt.timedelta(minutes=draft.rng.randrange(2, 30))
    second = child(draft, kin, father, mother, later)
    if first.sex == second.sex:
        second = replace(second, middle=first.middle)
    while second.given == first.given:
        second = replace(second, given=naming.given(draft.rng, second.sex, born.year)[1])
    return [replace(first, birth_order=1), replace(second, birth_order=2)]


def child(
    draft: Draft, kin: Family, father: Person | None, mother: Person, born: dt.datetime
) -> Person:
    """Draw a child with the father's surname and its parents' phone."""
    rng = draft.rng
    sex = "F" if happens(rng, 0.475) else "M"
    second = mother.surname if mother.surname != kin.surname else ""
    middle, given = naming.child(rng, sex, born.year, second)
    age = draft.today.year - born.year
    grown = age >= 18
    return replace(
        blank(draft, kin, sex, born),
        middle=middle,
        given=given,
        mother=mother.id,
        father=father.id if father else "",
        phone=draft.numbers.phone() if grown else "",
        weight_g=int(rng.gauss(3150, 380)),
        carries_number=age >= _FIRST_CARD_AGE or happens(rng, rates.CHILD_SHOWS_NUMBER),
    )


def namesake(draft: Draft, born: Person, father: Person | None, cousins: list[Person]) -> Person:
    """Give a child, now and then, exactly the name of a cousin or of its father."""
    alike = [
        cousin
        for cousin in cousins
        if cousin.sex == born.sex
        and cousin.mother != born.mother
        and abs(cousin.born.year - born.born.year) <= _COUSINS_YEARS
    ]
    if alike and happens(draft.rng, rates.COUSINS_NAMESAKE):
        model = draft.rng.choice(alike)
        return replace(born, middle=model.middle, given=model.given)
    if father and born.sex == "M" and happens(draft.rng, rates.FATHERS_NAMESAKE):
        return replace(born, middle=father.middle, given=father.given)
    return born
