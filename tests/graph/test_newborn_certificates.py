"""Certificates about newborns that come one after the other, in messages of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.invariants import breaches
from graph.joining import join
from graph.model import Birth, Record
from graph.store import Store
from mpi.identity import Sex
from mpi.model import default
from tests.graph.test_joining import rows
from tests.records import birth, visit, who

MOTHER = who("Trần Thị Bình", "19900518", "001190012345", sex=Sex.FEMALE)
FIRST = birth(MOTHER)
SECOND = birth(MOTHER, "GCS2", minute="0820")
NAMED = birth(MOTHER, name="Lê Thu Cúc")


def _ranked(order: int) -> Birth:
    """Two girls of one minute, whom only their rank tells apart."""
    certificate = birth(MOTHER, f"GCS{order}")
    return replace(certificate, child=replace(certificate.child, birth_order=order, births=2))


def _again(certificate: Birth, facility: str = "01004", key: str = "V2") -> Record:
    local = "BN1" if facility == "01004" else "Z"
    return visit(MOTHER, facility=facility, local_id=local, key=key, events=[certificate])


@pytest.mark.parametrize(
    ("first", "later", "children", "asked"),
    [
        (FIRST, _again(FIRST), 1, 0),
        (FIRST, _again(NAMED), 1, 0),
        (FIRST, _again(birth(MOTHER, "GCS7"), "01003"), 1, 0),
        (FIRST, _again(SECOND), 2, 1),
        (_ranked(1), _again(_ranked(2)), 2, 0),
        (_ranked(1), _again(_ranked(2), "01003"), 2, 0),
    ],
    ids=["sent again", "named by now", "elsewhere", "five minutes later", "ranked", "ranked apart"],
)
def test_a_second_certificate_is_the_childs_or_a_twins(
    store: Store, first: Birth, later: Record, children: int, asked: int
) -> None:
    """Of one minute: one child. Of another rank: never. Minutes apart: a question."""
    mother, child = join(store, [visit(MOTHER, events=[first])], default())[0], _child(store)
    join(store, [later], default())
    born = _people(store) - {mother.person}
    assert (len(born), len(_tasks(store))) == (children, asked)
    assert child in born
    assert breaches(store) == []


def _people(store: Store) -> set[str]:
    found = rows(store, "MATCH (:PatientRecord)-[:IDENTIFIES]->(p:Person) RETURN p.id AS person")
    return {str(row["person"]) for row in found}


def _child(store: Store) -> str:
    """The person of the only child so far."""
    (row,) = rows(
        store,
        "MATCH (r:PatientRecord)-[:CHILD_OF]->(:PatientRecord) MATCH (r)-[:IDENTIFIES]->(p:Person) "
        "RETURN p.id AS person",
    )
    return str(row["person"])


def _tasks(store: Store) -> list[str]:
    found = rows(store, "MATCH (t:ReviewTask) WHERE t.state = 'open' RETURN t.id AS task")
    return [str(row["task"]) for row in found]
