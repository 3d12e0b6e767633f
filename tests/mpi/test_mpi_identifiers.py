"""Numbers and phones of an identity, and whether a facility's own code still means its owner."""

from dataclasses import replace

import pytest

from mpi.continuity import contradicts
from mpi.identifiers import Identifier, identifiers, parents
from mpi.identity import Identity, Kinship, Relative
from mpi.model import default
from tests.mpi.citizens import ADULT, AWAY, CHILD, MOTHER, NEWBORN, unmarked


def test_identifiers_are_normalised_and_told_once() -> None:
    """Each usable number once, in the form in which two agree."""
    twice = replace(ADULT, phones=("+84912345679", "0912345679", "113"))
    assert identifiers(twice) == (
        Identifier("insurance", "0123456789"),
        Identifier("personal", "001085012345"),
        Identifier("phone", "0912345679"),
    )
    assert identifiers(replace(twice, personal_number="003085012345")) != identifiers(twice)
    assert identifiers(Identity(personal_number="000000000000", insurance_numbers=("x",))) == ()


def test_parents_by_number() -> None:
    """A relative without a number is no row; one with two numbers is two."""
    mother = Relative(Kinship.MOTHER, MOTHER.name, None, MOTHER.personal_number, ("2233445566",))
    named = parents(replace(CHILD, relatives=(mother, Relative(Kinship.FATHER, "Trần Văn Ba"))))
    assert {(row.kinship, row.number.system) for row in named} == {
        (Kinship.MOTHER, "personal"),
        (Kinship.MOTHER, "insurance"),
    }


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (ADULT, False),
        (unmarked(replace(ADULT, address=AWAY)), False),
        (replace(CHILD, phones=(), relatives=()), True),
        (NEWBORN, True),
    ],
)
def test_a_code_that_was_given_to_somebody_else(later: Identity, *, expected: bool) -> None:
    """A facility's code speaks for its owner until what is said with it plainly does not."""
    assert contradicts(later, ADULT, default()) is expected
