"""A question compiles to named statements that both engines run."""

from __future__ import annotations

import pytest

from ai.catalogue import default_catalogue
from ai.compile import compiled
from ai.query import Query
from graph.store import Store
from mpi.errors import BadInput
from tests.ai.questions import MARCH, ill
from tests.city import AN, City
from tests.statements import every_statement


def test_statements_are_those_that_the_rules_are_held_against() -> None:
    """Every metric compiles to statements known by name to the rules of both engines."""
    for name in default_catalogue().metrics:
        made = compiled(Query((name,), MARCH), default_catalogue())
        assert {each: every_statement()[each] for each in made.statements} == made.statements


def test_the_statements_give_the_facts_of_a_day(store: Store) -> None:
    """Run for a day they find its visit and diagnosis."""
    City(store).visit("01004", "V1", AN, ill("A97.0"))
    made = compiled(Query(("cases",), MARCH), default_catalogue())
    roles = made.parameters["roles"]
    read = made.statements["graph.daily_statements.READ[diagnosis]"]
    found = store.read(lambda work: work.run(read, day=20260302, roles=roles))
    assert [row["code"] for row in found] == ["A97.0"]


def test_what_cannot_be_asked_does_not_compile() -> None:
    """The catalogue is asked first."""
    with pytest.raises(BadInput, match="metrics"):
        compiled(Query(("souls",), MARCH), default_catalogue())
