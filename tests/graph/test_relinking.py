"""Merge, split, move, keep apart and their exact undo, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.aliases import aliases, today
from graph.decision_log import Author
from graph.invariants import breaches
from graph.joining import join
from graph.relinking import Done, Signed, keep_apart, merge, move, split
from graph.store import Statement, Store
from graph.undoing import undo
from mpi.errors import BadInput, NotFound
from mpi.identity import Sex
from mpi.model import default
from tests.dumps import beyond_aliases, content
from tests.records import booked, letter, visit, who

MODEL = default()
HOA = Signed(Author("steward", "hoa"), "seen the papers")
BINH = who("Trần Thị Bình", "19900518", "001190012345", sex=Sex.FEMALE)


@dataclass(frozen=True)
class People:
    """An has a letter and a booking; Bình two records, one visit each, that fit them in time."""

    an: str
    binh: str
    first: str = "01003|B"
    second: str = "01004|BB"


@pytest.fixture
def people(store: Store) -> People:
    """Give two people whose joins by person change with their records."""
    records = (
        visit(who(), events=[letter("L1", "01004", "01003"), booked("2026-03-10")]),
        visit(BINH, facility="01003", local_id="B", key="W1", day="2026-03-05", came_from="01004"),
        visit(BINH, local_id="BB", key="W2", day="2026-03-11"),
    )
    an, binh, again = (join(store, [record], MODEL)[0].person for record in records)
    assert binh == again != an
    return People(an, binh)


def joins(store: Store) -> dict[str, int]:
    """Count the joins by person, once the graph is known to be sound."""
    assert breaches(store) == []
    edges = {
        kind: Statement(f"MATCH (:{source})-[e:{kind}]->(:Encounter) RETURN count(e) AS many")
        for kind, source in (("FULFILLED_BY", "Referral"), ("KEPT_BY", "Appointment"))
    }
    return store.read(lambda work: {kind: work.run(it)[0]["many"] for kind, it in edges.items()})


def test_a_merge_keeps_the_older_id_and_joins_what_fits(store: Store, people: People) -> None:
    """Letter meets arrival and booking meets visit once both are of one citizen."""
    assert joins(store) == {"FULFILLED_BY": 0, "KEPT_BY": 0}
    done = merge(store, [people.binh, people.an], HOA)
    assert done.person == people.an == today(store, people.binh)
    assert joins(store) == {"FULFILLED_BY": 1, "KEPT_BY": 1}


def test_a_split_parts_what_was_joined(store: Store, people: People) -> None:
    """What only one citizen could have done is taken apart with the records."""
    merge(store, [people.an, people.binh], HOA)
    done = split(store, people.binh, [people.first], HOA)
    assert done.person not in {people.an, people.binh}
    assert joins(store) == {"FULFILLED_BY": 0, "KEPT_BY": 1}


def test_chains_of_merges_end_in_the_last_survivor(store: Store, people: People) -> None:
    """Every id ever given leads to the one of today."""
    new = split(store, people.binh, [people.first], HOA)
    undo(store, new.decision, HOA)
    merge(store, [people.an, people.binh], HOA)
    assert today(store, new.person) == people.an
    assert set(aliases(store, people.an)) == {people.binh, new.person}


DEEDS: dict[str, Callable[[Store, People], Done]] = {
    "merge": lambda store, p: merge(store, [p.an, p.binh], HOA),
    "split": lambda store, p: split(store, p.binh, [p.first], HOA),
    "move": lambda store, p: move(store, [p.first], p.an, HOA),
    "move all": lambda store, p: move(store, [p.first, p.second], p.an, HOA),
    "apart": lambda store, p: keep_apart(store, p.an, p.binh, HOA),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_undo_is_exact(store: Store, people: People, deed: str, tmp_path: Path) -> None:
    """After the undo two dumps differ by the log and new aliases only; and redo is as exact."""
    before = content(store, tmp_path)
    done = DEEDS[deed](store, people)
    between = content(store, tmp_path)
    taken_back = undo(store, done.decision, HOA)
    assert not beyond_aliases(content(store, tmp_path), before)
    undo(store, taken_back.decision, HOA)
    assert content(store, tmp_path) == between != before
    assert breaches(store) == []


def test_a_verdict_bars_a_merge_until_it_is_undone(store: Store, people: People) -> None:
    """The refusal names the decision that has to go first."""
    verdict = keep_apart(store, people.an, people.binh, HOA)
    with pytest.raises(BadInput, match=verdict.decision):
        merge(store, [people.an, people.binh], HOA)
    with pytest.raises(BadInput, match=verdict.decision):
        move(store, [people.first], people.an, HOA)
    undo(store, verdict.decision, HOA)
    assert merge(store, [people.an, people.binh], HOA).person == people.an


def test_a_split_is_a_verdict(store: Store, people: People) -> None:
    """Whom a steward has parted, nobody joins by mistake."""
    done = split(store, people.binh, [people.first], HOA)
    with pytest.raises(BadInput, match=done.decision):
        merge(store, [people.binh, done.person], HOA)


def test_what_is_built_upon_is_undone_last(store: Store, people: People) -> None:
    """An undo that would pull the ground from under a later decision names that decision."""
    merged = merge(store, [people.an, people.binh], HOA)
    parted = split(store, people.an, [people.first], HOA)
    with pytest.raises(BadInput, match=parted.decision):
        undo(store, merged.decision, HOA)
    undo(store, parted.decision, HOA)
    undo(store, merged.decision, HOA)
    with pytest.raises(BadInput, match="undone already"):
        undo(store, merged.decision, HOA)
    assert breaches(store) == []


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        (lambda s, p: merge(s, [p.an, p.an], HOA), BadInput),
        (lambda s, p: merge(s, [p.an, "p-nobody"], HOA), NotFound),
        (lambda s, p: split(s, p.binh, [p.first, p.second], HOA), BadInput),
        (lambda s, p: split(s, p.binh, [], HOA), BadInput),
        (lambda s, p: split(s, p.an, [p.first], HOA), BadInput),
        (lambda s, p: move(s, ["01003|none"], p.an, HOA), NotFound),
        (lambda s, p: keep_apart(s, p.an, p.an, HOA), BadInput),
        (lambda s, _: undo(s, "d-none", HOA), NotFound),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    store: Store,
    people: People,
    deed: Callable[[Store, People], Done],
    error: type[Exception],
    tmp_path: Path,
) -> None:
    """A deed that is refused leaves every fact and the log as they were."""
    before = content(store, tmp_path)
    with pytest.raises(error):
        deed(store, people)
    assert content(store, tmp_path) == before


def test_a_first_link_is_split_not_undone(store: Store, people: People) -> None:
    """There is nothing before a record's first decision to go back to."""
    log = Statement("MATCH (d:Decision) RETURN d.id AS id ORDER BY id LIMIT 1", whole=True)
    first = store.read(lambda work: work.run(log))[0]["id"]
    with pytest.raises(BadInput, match="split"):
        undo(store, first, HOA)
