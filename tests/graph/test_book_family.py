"""Who belongs to whose family in a book."""

import datetime as dt
from dataclasses import replace

from graph.access import OPERATOR
from graph.book import book
from graph.model import Birth, Origin
from graph.store import Store
from mpi.dates import PartialDate
from mpi.identity import Identity, Kinship, Relative, Sex
from tests.city import BINH, City

_BORN = PartialDate(2026, 3, 1)
_MOTHER = Relative(
    Kinship.MOTHER, BINH.name, BINH.birth_date, BINH.personal_number, BINH.insurance_numbers
)
BABY = Identity(name="Con bà Trần Thị Bình", birth_date=_BORN, sex=Sex.MALE, relatives=(_MOTHER,))
CERTIFICATE = Birth(Origin("XML9"), "CS-1", BABY)
SON = Identity(
    name="Lê Minh Khôi",
    birth_date=PartialDate(2018, 5, 20),
    sex=Sex.MALE,
    personal_number="001218004321",
    relatives=(_MOTHER,),
)


def kin(store: Store, person: str, as_of: dt.date | None = None) -> list[tuple[str, str]]:
    """Give kin and name of the members in a book."""
    return [(r.kin, r.name) for r in book(store, OPERATOR, person, as_of=as_of).family]


def test_a_birth_certificate_joins_mother_and_child(store: Store) -> None:
    """The mother's book shows the child, the child's the mother, each once."""
    mother = City(store).visit("01013", "V1", BINH, CERTIFICATE)
    assert kin(store, mother) == [("child", BABY.name)]
    child = book(store, OPERATOR, mother).family[0].person
    assert child != mother
    assert kin(store, child) == [("mother", BINH.name)]


def test_a_named_parent_is_joined_by_number_and_name(store: Store) -> None:
    """A child's record that gives the mother's number meets her record, whatever comes first."""
    city = City(store)
    child = city.visit("01004", "V1", SON)
    assert kin(store, child) == []
    mother = city.visit("01013", "V2", BINH)
    assert kin(store, child) == [("mother", BINH.name)]
    assert kin(store, mother) == [("child", SON.name)]


def test_a_number_under_another_name_is_no_parent(store: Store) -> None:
    """A mistyped number must not give a child a strange mother."""
    city = City(store)
    stranger = replace(_MOTHER, name="Phạm Thu Hà")
    child = city.visit("01004", "V1", replace(SON, relatives=(stranger,)))
    city.visit("01013", "V2", BINH)
    assert kin(store, child) == []


def test_a_guardian_sees_a_dependant(store: Store) -> None:
    """Guardianship is not parenthood."""
    city = City(store)
    guardian = replace(_MOTHER, kinship=Kinship.GUARDIAN)
    child = city.visit("01004", "V1", replace(SON, relatives=(guardian,)))
    keeper = city.visit("01013", "V2", BINH)
    assert kin(store, child) == [("guardian", BINH.name)]
    assert kin(store, keeper) == [("dependant", SON.name)]


def test_a_child_is_not_in_the_book_before_it_was_told(store: Store) -> None:
    """As of a day before the birth was said, there is no family."""
    city = City(store)
    mother = city.visit("01013", "V1", BINH, on="2026-01-05T08:00")
    city.visit("01004", "V2", SON, on="2026-03-02T08:00")
    assert kin(store, mother, dt.date(2026, 2, 1)) == []
    assert kin(store, mother, dt.date(2026, 3, 2)) == [("child", SON.name)]


def test_a_birth_counts_from_the_visit_that_certified_it(store: Store) -> None:
    """That the mother was known before does not put the child into her earlier book."""
    city = City(store)
    mother = city.visit("01013", "V0", BINH, on="2026-01-05T08:00")
    city.visit("01013", "V1", BINH, CERTIFICATE, on="2026-03-02T08:00")
    assert kin(store, mother, dt.date(2026, 3, 1)) == []
    assert kin(store, mother, dt.date(2026, 3, 2)) == [("child", BABY.name)]
