"""Newborns without a name: placeholders in every form, and whose name it is that they carry."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from mpi.compare.kin import (
    KinLevel,
    ParentLevel,
    compare_fathers,
    compare_kin,
    compare_mothers,
)
from mpi.dates import PartialDate
from mpi.identity import Identity, Kinship, Relative
from mpi.names import fold
from mpi.newborns import Placeholder, newborn, placeholder, under_parents_name
from mpi.profile import profile
from tests.mpi.citizens import CHILD, MOTHER, NEWBORN, names


@pytest.mark.parametrize(
    ("name", "parent", "order"),
    [
        ("Con bà Lê Thị Hoa", "Lê Thị Hoa", 0),
        ("CON BA LE THI HOA", "LE THI HOA", 0),
        ("con b. Lê Thị Hoa 1", "Lê Thị Hoa", 1),
        ("Con bà Lê Thị Hoa (2)", "Lê Thị Hoa", 2),
        ("Con bà Lê Thị Hoa II", "Lê Thị Hoa", 2),
        ("CB Lê Thị Hoa", "Lê Thị Hoa", 0),
        ("CB.LÊ THỊ HOA", "LÊ THỊ HOA", 0),
        ("Bé của Lê Thị Hoa", "Lê Thị Hoa", 0),
        ("Bé trai con chị Lê Thị Hoa", "Lê Thị Hoa", 0),
        ("Trẻ sơ sinh", "", 0),
        ("TSS Lê Thị Hoa", "Lê Thị Hoa", 0),
        ("Sơ sinh con sản phụ Lê Thị Hoa", "Lê Thị Hoa", 0),
        ("SS 3", "", 3),
        ("Con ông Trần Văn Ba", "Trần Văn Ba", 0),
        ("Con Lê Thị Hoa", "Lê Thị Hoa", 0),
        ("Chưa đặt tên", "", 0),
        ("Vô danh", "", 0),
        ("Bé", "", 0),
        ("Baby of Smith 12", "Smith", 0),
    ],
)
def test_placeholders(name: str, parent: str, order: int) -> None:
    """Whatever case, marks, points or abbreviation: it is no name, and may hold a parent's."""
    assert placeholder(name) == Placeholder(parent, order)
    found = placeholder(fold(name))
    assert found is not None
    assert fold(found.parent) == fold(parent)


@pytest.mark.parametrize("name", ["Bế Văn Đàn", "Côn Văn Hà", "Trần Con", "Be Van Dan", "", "1"])
def test_real_names(name: str) -> None:
    """Rare surnames that look like a placeholder's first word are left alone."""
    assert placeholder(name) is None


@given(names)
def test_a_name_is_no_placeholder_until_it_is_a_parents(name: str) -> None:
    """Only the words before it make the difference, and the parent's name comes out whole."""
    assert placeholder(name) is None
    assert placeholder(f"Con bà {name} 2") == Placeholder(name, 2)


@pytest.mark.parametrize(("days", "expected"), [(0, True), (28, True), (29, False), (-1, False)])
def test_first_28_days(days: int, *, expected: bool) -> None:
    """The law's 28 days are counted from the birth date to the day of the visit."""
    said = dt.date(2024, 5, 21) + dt.timedelta(days)
    assert newborn(replace(CHILD, said_on=said)) is expected


def test_age_needs_both_dates() -> None:
    """Without a complete birth date or the day of the visit nobody is a newborn."""
    assert not newborn(replace(CHILD, said_on=None))
    assert not newborn(Identity(said_on=dt.date(2024, 5, 22)))
    assert not newborn(replace(NEWBORN, birth_date=PartialDate(2024)))


def test_a_newborn_under_its_mothers_name() -> None:
    """The mother's name in HO_TEN, with the mother named beside it, is not the child's."""
    named = replace(NEWBORN, name="LE THI HOA", relatives=CHILD.relatives)
    assert under_parents_name(named)
    assert profile(named).name is None
    assert not under_parents_name(replace(named, relatives=()))
    assert profile(replace(named, relatives=())).tentative
    assert not under_parents_name(replace(named, name=""))


def test_what_a_placeholder_says_of_the_mother() -> None:
    """Name and rank come out of the placeholder; a mother named beside it is the same statement."""
    with_number = Relative(Kinship.MOTHER, "", None, MOTHER.personal_number, ("0123456789",))
    prepared = profile(replace(NEWBORN, name="Con bà Hoa 2", relatives=(with_number,)))
    assert prepared.mother is not None
    assert prepared.mother.name is not None
    assert prepared.mother.name.plain == ("hoa",)
    assert prepared.mother.number == MOTHER.personal_number
    assert (prepared.birth_order, prepared.newborn, prepared.name) == (2, True, None)


def _child_of(name: str = "", number: str = "", kinship: Kinship = Kinship.MOTHER) -> Identity:
    return replace(CHILD, relatives=(Relative(kinship, name, personal_number=number),))


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (_child_of("Lê Thị Hoa"), _child_of("LE THI HOA"), ParentLevel.SAME_NAME),
        (_child_of("Hoa", "034192004711"), _child_of("", "034192004711"), ParentLevel.SAME_NUMBER),
        (_child_of("Lê Thị Hoa"), _child_of("Trần Thị Mai"), ParentLevel.DIFFERENT),
        (_child_of("", "034192004711"), _child_of("", "034192004712"), None),
        (_child_of("Lê Thị Hoa"), replace(CHILD, relatives=()), None),
    ],
)
def test_level_of_two_mothers(one: Identity, other: Identity, level: ParentLevel | None) -> None:
    """A number beats a name, and different numbers alone say nothing."""
    assert compare_mothers(profile(one), profile(other)) is level
    assert compare_mothers(profile(other), profile(one)) is level


def test_fathers_compare_like_mothers() -> None:
    """The same table serves both parents, each with its own field."""
    one = profile(_child_of("Trần Văn Ba", kinship=Kinship.FATHER))
    assert compare_fathers(one, one) is ParentLevel.SAME_NAME
    assert compare_mothers(one, one) is None


@pytest.mark.parametrize(
    ("child", "level"),
    [
        (CHILD, KinLevel.PARENT),
        (NEWBORN, KinLevel.PARENT),
        (_child_of("", MOTHER.personal_number), KinLevel.PARENT),
        (_child_of("Trần Thị Mai"), None),
        (replace(NEWBORN, name="Trẻ sơ sinh"), KinLevel.NEWBORN_ADULT),
        (replace(NEWBORN, name="TSS", birth_date=None), KinLevel.NEWBORN_ADULT),
        (replace(NEWBORN, name="TSS", birth_date=MOTHER.birth_date), KinLevel.NEWBORN_ADULT),
        (MOTHER, None),
    ],
)
def test_a_child_and_an_adult(child: Identity, level: KinLevel | None) -> None:
    """The named mother, or any adult beside a newborn, cannot be the child."""
    assert compare_kin(profile(child), profile(MOTHER)) is level
    assert compare_kin(profile(MOTHER), profile(child)) is level


def test_a_child_whose_papers_carry_the_mothers_number_is_not_its_own_mother() -> None:
    """The mother's number in another record of the child does not make that record a parent."""
    lent = replace(CHILD, personal_number=MOTHER.personal_number, relatives=())
    named = _child_of("", MOTHER.personal_number)
    assert compare_kin(profile(named), profile(lent)) is None


def test_a_nameless_child_and_another_child() -> None:
    """Two records of children, one without any date, may well be one child."""
    nameless = replace(NEWBORN, birth_date=None)
    assert compare_kin(profile(nameless), profile(CHILD)) is None
