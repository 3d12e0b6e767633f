"""Finding people, and asking whose record an identity would be."""

from dataclasses import replace

import pytest

from graph.access import OPERATOR, Reader, Role
from graph.access_log import looks_of
from graph.find import Query, find
from graph.resolving import resolve
from graph.store import Store
from mpi.dates import PartialDate
from mpi.decision import Outcome
from mpi.errors import BadInput, Forbidden
from mpi.identity import Identity
from tests.city import AN, BINH, MODEL, City

STEWARD = Reader(Role.STEWARD, "st")
NOT_SEARCHING = [Role.CITIZEN, Role.CLINICIAN, Role.FACILITY, Role.LEADER, Role.ADMIN]


@pytest.mark.parametrize(
    "query",
    [
        Query(name="nguyen van an"),
        Query(name="NGUYỄN VĂN AN", birth_date=PartialDate(1985, 7, 4)),
        Query(name="Nguyễn Văn An", birth_date=PartialDate(1985, 4, 7)),
        Query(number="001085012345"),
        Query(number="GD4010123456789"),
        Query(phone="0903 172 645"),
        Query(name="An", phone="+84903172645"),
    ],
)
def test_each_way_in_leads_to_the_person(store: Store, query: Query) -> None:
    """Name without marks, swapped date, either number, phone in any spelling."""
    city = City(store)
    an = city.visit("01013", "V1", AN)
    city.visit("01013", "V2", BINH)
    assert [f.header.person for f in find(store, STEWARD, query, MODEL)] == [an]


def test_the_likeliest_comes_first(store: Store) -> None:
    """Of two namesakes the one with the birth date asked for leads."""
    city = City(store)
    namesake = replace(
        AN, birth_date=PartialDate(1960, 1, 9), personal_number="001060055555",
        insurance_numbers=(), phones=(),
    )  # fmt: skip
    other, an = city.visit("01013", "V1", namesake), city.visit("01013", "V2", AN)
    by_date = Query(name="Nguyễn Văn An", birth_date=AN.birth_date)
    assert find(store, STEWARD, by_date, MODEL)[0].header.person == an
    by_name = find(store, STEWARD, Query(name="Nguyễn Văn An"), MODEL)
    assert {f.header.person for f in by_name} == {an, other}


def test_nothing_is_found_where_nobody_is(store: Store) -> None:
    """An unknown name gives an empty answer and no error."""
    City(store).visit("01013", "V1", AN)
    assert find(store, STEWARD, Query(name="Đỗ Thị Không"), MODEL) == ()


def test_who_was_found_can_see_it(store: Store) -> None:
    """A search leaves its trace with each person shown."""
    an = City(store).visit("01013", "V1", AN)
    find(store, STEWARD, Query(name="Nguyễn Văn An"), MODEL)
    assert [(x.subject, x.action) for x in looks_of(store, OPERATOR, an)][1:] == [("st", "search")]


@pytest.mark.parametrize("role", NOT_SEARCHING)
def test_only_stewards_search(store: Store, role: Role) -> None:
    """Nobody else may look around among people."""
    with pytest.raises(Forbidden):
        find(store, Reader(role, "x", "01013"), Query(name="Nguyễn Văn An"), MODEL)


@pytest.mark.parametrize(
    ("query", "limit"), [(Query(), 5), (Query(birth_date=PartialDate(1985)), 5), (Query("A"), 0)]
)
def test_a_query_must_say_something(store: Store, query: Query, limit: int) -> None:
    """A birth date alone, nothing at all, or an impossible limit is refused."""
    with pytest.raises(BadInput):
        find(store, STEWARD, query, MODEL, limit=limit)


@pytest.mark.parametrize(
    ("identity", "outcome"),
    [
        (AN, Outcome.SAME),
        (replace(AN, name="nguyen van an", personal_number=""), Outcome.SAME),
        (BINH, Outcome.NEW),
        (Identity(name="Nguyễn Văn An"), Outcome.NEW),
    ],
)
def test_a_dry_decision_stores_nothing(store: Store, identity: Identity, outcome: Outcome) -> None:
    """The verdict is the one that intake would give; graph and people stay as they are."""
    city = City(store)
    an = city.visit("01013", "V1", AN)
    verdict = resolve(store, STEWARD, identity, MODEL)
    assert verdict.outcome is outcome
    assert (outcome is Outcome.SAME) == bool(verdict.best and verdict.best.person == an)
    assert (city.count("Person"), city.count("Decision")) == (1, 1)


def test_the_person_recognised_can_see_who_asked(store: Store) -> None:
    """A match is a look at a person; a stranger is none."""
    an = City(store).visit("01013", "V1", AN)
    resolve(store, Reader(Role.CLINICIAN, "dr", "01816"), AN, MODEL)
    resolve(store, Reader(Role.CLINICIAN, "dr", "01816"), BINH, MODEL)
    assert [x.action for x in looks_of(store, OPERATOR, an)] == ["looks", "resolve"]


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.FACILITY, Role.LEADER, Role.ADMIN])
def test_only_clinicians_and_stewards_resolve(store: Store, role: Role) -> None:
    """An oracle of who is known is not for everyone."""
    with pytest.raises(Forbidden):
        resolve(store, Reader(role, "x", "01013"), AN, MODEL)
