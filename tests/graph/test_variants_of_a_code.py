"""A code that a facility gives to several people: each is a record of its own, on both engines."""

from __future__ import annotations

from graph.invariants import breaches
from graph.joining import join
from graph.store import Statement, Store
from mpi.identity import Sex
from mpi.model import default
from tests.records import who
from tests.wires import said

_OWNERS = Statement("""
    MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN r.id AS record, p.id AS person
    ORDER BY record
""")
PEOPLE = (
    who(),
    who("Trần Thị Bình", "19900102", "001190012345", sex=Sex.FEMALE),
    who("Lê Hoàng Cường", "19610809", "001061054321"),
    who("Phạm Thu Dung", "20010304", "001301076543", sex=Sex.FEMALE),
)


def test_several_people_under_one_code_at_one_moment(store: Store) -> None:
    """Four people under a code, said at one time, are four records of four people; again, too."""
    for turn in ("first", "again"):
        for place, person in enumerate(PEOPLE):
            join(store, [said(person, words=f"{turn} {place}")], default())
    rows = store.read(lambda work: work.run(_OWNERS))
    assert len({row["record"] for row in rows}) == len({row["person"] for row in rows}) == 4
    assert breaches(store) == []
