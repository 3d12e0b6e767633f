"""The golden record: which value survives, by policy."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from mpi.dates import PartialDate
from mpi.golden import chosen, golden
from mpi.identity import Identity, Kinship, Relative, Sex
from tests.mpi.citizens import ADULT, AWAY, CHILD, MOTHER, NEWBORN, unmarked

Said = list[tuple[Identity, dt.datetime]]


def said(*identities: Identity) -> Said:
    """Date statements one day after the other."""
    first = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    return [(identity, first + dt.timedelta(n)) for n, identity in enumerate(identities)]


def test_nothing_said_is_an_empty_identity() -> None:
    """No statement, no value."""
    assert golden([]) == Identity()


def test_one_statement_survives_whole() -> None:
    """What was said once stands, but for the day it was said."""
    assert golden(said(ADULT)) == ADULT


@pytest.mark.parametrize(
    ("names", "survivor"),
    [
        (("Nguyễn Văn An", "NGUYEN VAN AN", "NGUYEN VAN AN"), "Nguyễn Văn An"),
        (("NGUYỄN VĂN AN", "Nguyễn Văn An", "NGUYỄN VĂN AN"), "Nguyễn Văn An"),
        (("Nguyễn Văn An", "Nguyễn Văn Anh", "nguyen van an"), "Nguyễn Văn An"),
        (("Nguyễn Văn An", "Nguyễn Văn Anh"), "Nguyễn Văn Anh"),
        (("Con bà Lê Thị Hoa", "Con bà Lê Thị Hoa", "Trần Minh Châu"), "Trần Minh Châu"),
        (("Con bà Lê Thị Hoa",), ""),
        (("123", "Nguyễn Văn An"), "Nguyễn Văn An"),
    ],
)
def test_the_name_that_survives(names: Sequence[str], survivor: str) -> None:
    """Most frequent but for spelling, then the spelling with marks; never a placeholder."""
    assert golden(said(*(replace(ADULT, name=name) for name in names))).name == survivor


def test_a_newborns_parents_name_never_survives() -> None:
    """The mother's name in the first days yields to the child's own, however often it was said."""
    early = replace(NEWBORN, name=MOTHER.name)
    assert golden(said(early, early, early, CHILD)).name == CHILD.name
    assert golden(said(replace(early, relatives=CHILD.relatives))).name == ""


def test_the_sure_date_and_the_fitting_number_survive() -> None:
    """A complete date beats a defaulted one, a number that fits its bearer one that does not."""
    vague = replace(ADULT, birth_date=PartialDate(1985, 1, 1), personal_number="034055999888")
    summary = golden(said(ADULT, vague, vague))
    assert (summary.birth_date, summary.personal_number) == (
        ADULT.birth_date,
        ADULT.personal_number,
    )
    assert golden(said(replace(ADULT, birth_date=None), vague)).birth_date == vague.birth_date


def test_what_changes_in_life_is_the_most_recent() -> None:
    """The latest home; phones and cards gathered, latest first, each once by what it means."""
    moved = replace(
        ADULT,
        address=AWAY,
        phones=("0987123456", "+84912345679"),
        insurance_numbers=("HC4010123456789",),
    )
    summary = golden(said(ADULT, moved))
    assert summary.address == AWAY
    assert summary.phones == ("0987123456", "+84912345679")
    assert summary.insurance_numbers == ("HC4010123456789",)


def test_relatives_are_one_of_each_kinship() -> None:
    """The latest mother and the latest father."""
    father = Relative(Kinship.FATHER, "Trần Văn Ba")
    summary = golden(said(CHILD, replace(CHILD, relatives=(father,))))
    assert summary.relatives == (father, *CHILD.relatives)


def test_order_of_statements_does_not_matter() -> None:
    """Only times count."""
    statements = said(ADULT, unmarked(ADULT), replace(ADULT, sex=Sex.UNKNOWN))
    assert {golden(order) for order in permutations(statements)} == {golden(statements)}
    assert golden(statements).sex is Sex.MALE


def test_the_statement_that_survives_can_be_named() -> None:
    """Provenance: the statement itself, whatever the order given; none for a placeholder."""
    spoken = said(ADULT, replace(ADULT, name=ADULT.name.upper()), NEWBORN)
    assert {chosen("name", list(order)) for order in permutations(spoken)} == {spoken[0]}
    assert chosen("name", said(replace(NEWBORN, name="Con bà Lê Thị Hoa"))) is None
    assert chosen("phones", said(replace(ADULT, phones=()))) is None
