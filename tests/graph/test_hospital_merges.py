"""Merges that a facility says of its own patient codes, in every order and against verdicts."""

from __future__ import annotations

import itertools

import pytest

from graph.access import OPERATOR
from graph.decision_log import Author
from graph.history import history
from graph.invariants import breaches
from graph.joining import Joined, join
from graph.model import Origin, PatientMerge, Record
from graph.relinking import Signed, keep_apart
from graph.store import Statement, Store
from mpi.identity import Identity
from mpi.model import default
from tests.records import at, who
from tests.wires import said

AN = who()
OTHER = who("Nguyễn Thị Hoà", "19620202", "")
MERGE = said(AN, PatientMerge(Origin("MRG"), "BN1", "BN2"), said_at=at("2026-03-03"))
OLD = said(OTHER, local_id="BN2", said_at=at("2026-03-01"))
NEW = said(AN, local_id="BN1", said_at=at("2026-03-02"))
LATE = said(AN, local_id="BN1", said_at=at("2026-03-09"), words="late A08")

OWNERS = Statement("""
    MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN r.id AS record, p.id AS person ORDER BY record
""")


def owners(store: Store) -> set[str]:
    """Whose the records are."""
    return {row["person"] for row in store.read(lambda work: work.run(OWNERS))}


def in_turn(store: Store, records: list[Record]) -> list[Joined]:
    """Join one after the other, as messages come."""
    return [joined for record in records for joined in join(store, [record], default())]


@pytest.mark.parametrize(
    "order", list(itertools.permutations([OLD, NEW, MERGE])), ids=lambda o: str(len(o))
)
def test_the_codes_are_one_in_every_order(store: Store, order: tuple[Record, ...]) -> None:
    """Even when the merge comes before what it merges was seen; the next A08 undoes nothing."""
    in_turn(store, [*order, LATE])
    assert len(owners(store)) == 1
    assert breaches(store) == []


def test_the_decision_is_the_facilitys(store: Store) -> None:
    """It is in the log with who said it, and can be undone like any other."""
    *_, last = in_turn(store, [OLD, NEW, MERGE])
    made = [entry.made_by for entry in history(store, OPERATOR, last.person).decisions]
    assert "facility 01004" in made


def test_a_verdict_holds_against_it(store: Store) -> None:
    """What a steward keeps apart no message puts together."""
    old, new = in_turn(store, [OLD, NEW])
    keep_apart(store, old.person, new.person, Signed(Author("steward", "hoa")))
    in_turn(store, [MERGE])
    assert len(owners(store)) == 2


def test_a_code_with_itself_is_no_merge(store: Store) -> None:
    """A merge of a code into itself, or into nothing, changes nothing."""
    nothing = [
        PatientMerge(Origin("MRG", n), "BN1", other) for n, other in enumerate(("BN1", ""), 1)
    ]
    in_turn(store, [NEW, said(Identity(), *nothing)])
    assert len(owners(store)) == 1
