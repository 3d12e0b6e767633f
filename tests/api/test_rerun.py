"""A whole store decided again: dry run first, verdicts stand, a run that was killed goes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from api.rerun import Rerun, rerun
from graph.access import OPERATOR
from graph.aliases import today
from graph.decision_log import Author, Deed
from graph.history import history
from graph.invariants import breaches
from graph.joining import join
from graph.model import Record, Source
from graph.relinking import Signed, correct, keep_apart, merge, split
from graph.review import tasks, totals
from graph.store import Statement, Store
from graph.undoing import undo
from mpi.errors import BadInput
from mpi.model import default
from mpi.model_parts import Model
from tests.dumps import beyond_aliases, content
from tests.records import at, source, visit, who

HOA = Signed(Author("steward", "hoa"))
KEYS = Statement("MATCH (:PatientRecord)-[:BLOCKED_BY]->(b:BlockKey) RETURN DISTINCT b.id AS key")


def model(version: str, same: float, maybe: float) -> Model:
    """The default model with other thresholds."""
    model = default()
    return replace(
        model, version=version, thresholds=replace(model.thresholds, same=same, maybe=maybe)
    )


LOOSE = model("loose", 2, -6)
STRICT = model("strict", 30, 25)


def pair(n: int) -> tuple[Record, Record]:
    """A citizen with a number at one hospital, and without at another: a maybe of 3 bits."""
    full = who(born=f"198{n}0{n + 1}1{n}", number=f"00108{n}012345")
    records = (full, replace(full, personal_number=""))
    return (
        visit(records[0], local_id=f"A{n}", key=f"V{n}"),
        visit(records[1], facility="01003", local_id=f"B{n}", key=f"W{n}", day="2026-03-09"),
    )


def doubts(store: Store, many: int = 1) -> list[tuple[str, str]]:
    """Put doubtful pairs into a store; gives who is sure and who is doubted of each."""
    found = []
    for n in range(many):
        first, second = (join(store, [record], default())[0].person for record in pair(n))
        assert first != second
        found.append((first, second))
    return found


def counts(done: Rerun) -> tuple[int, int, int, int]:
    """Joins, splits proposed, maybes opened and closed."""
    found = done.changes
    return len(found.joins), len(found.splits), len(found.opened), len(found.closed)


def test_a_settled_store_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    """The model that decided it proposes nothing, and applying that changes nothing."""
    doubts(store, 3)
    before = content(store, tmp_path)
    assert counts(rerun(store, default(), apply=True)) == (0, 0, 0, 0)
    assert content(store, tmp_path) == before


def test_a_dry_run_reports_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    """The report names who would be joined and why; the store is as before."""
    ((first, second),) = doubts(store)
    before = content(store, tmp_path)
    figures = rerun(store, LOOSE).figures()
    (found,) = figures["joins"]
    assert {found["person"], found["other"]} == {first, second}
    assert (figures["applied"], figures["people_touched"]) == (False, 2)
    assert "birth date the same" in found["reason"].en
    assert content(store, tmp_path) == before


def test_what_is_applied_is_a_deed_that_can_be_undone(store: Store, tmp_path: Path) -> None:
    """The older id survives, the model signs, and the undo brings back what was."""
    ((first, second),) = doubts(store)
    before = content(store, tmp_path)
    rerun(store, LOOSE, apply=True)
    assert today(store, second) == first
    made = history(store, OPERATOR, first).decisions[-1]
    assert (made.deed, made.made_by) == (Deed.MERGE, "model loose")
    assert "again under model loose" in made.reason
    undo(store, made.id, HOA)
    assert not beyond_aliases(content(store, tmp_path), before)
    assert counts(rerun(store, LOOSE))[0] == 0
    assert breaches(store) == []


def test_a_stewards_word_survives(store: Store) -> None:
    """Kept apart, split off, corrected: no model of any kind changes it."""
    pairs = doubts(store, 3)
    keep_apart(store, *pairs[0], HOA)
    joined = rerun(store, LOOSE, apply=True).changes.joins
    assert {each.one for each in joined} & set(pairs[0]) == set()
    split(store, pairs[1][0], ["01003|B1"], HOA)
    correct(store, pairs[2][0], "name", "Nguyễn Văn Ân", HOA)
    for again in (LOOSE, model("looser", -20, -30), default()):
        assert counts(rerun(store, again, apply=True))[0] == 0
    assert today(store, pairs[0][1]) == pairs[0][1]
    assert history(store, OPERATOR, pairs[2][0]).decisions[-1].deed is Deed.EDIT
    assert breaches(store) == []


def test_a_stricter_model_asks_no_more(store: Store) -> None:
    """The doubt ends, the person stands on its own; with the old model it is not asked again."""
    doubts(store)
    assert counts(rerun(store, STRICT, apply=True)) == (0, 0, 0, 1)
    assert totals(store, OPERATOR).open == 0
    assert breaches(store) == []
    assert counts(rerun(store, default(), apply=True)) == (0, 0, 0, 0)


def test_a_looser_model_asks_more(store: Store) -> None:
    """Two with the same name and birth date and different numbers: new before, maybe now."""
    other = visit(who(number="001085054321"), facility="01003", local_id="B")
    for record in (visit(who()), other):
        join(store, [record], default())
    assert tasks(store, OPERATOR) == ()
    assert counts(rerun(store, LOOSE, apply=True)) == (0, 0, 1, 0)
    (line,) = tasks(store, OPERATOR)
    assert "name the same" in line.reason.en
    assert breaches(store) == []
    assert counts(rerun(store, LOOSE, apply=True)) == (0, 0, 0, 0)


def test_a_person_who_is_two_is_proposed_not_split(store: Store) -> None:
    """Under a model that would not have joined them, records of one person are asked about."""
    same = visit(who(number=""), facility="01003", local_id="B", key="W1")
    (person,) = {
        join(store, [record], model("lax", -10, -20))[0].person for record in (visit(who()), same)
    }
    done = rerun(store, STRICT, apply=True)
    assert list(done.changes.splits) == [person]
    assert [line.kind for line in tasks(store, OPERATOR)] == ["two"]
    assert counts(rerun(store, STRICT, apply=True)) == (0, 0, 0, 0)
    assert breaches(store) == []


def news(n: int) -> Source:
    """Where another visit of the second hospital was told."""
    return source("01003", f"X{n}", at("2026-04-01"))


class Killed(Exception):
    """Stands for the power that failed."""


def test_a_run_that_was_killed_goes_on(store: Store) -> None:
    """What was done stands, sound; the next run does the rest, and only that."""
    pairs = doubts(store, 4)

    def fail(done: int, total: int) -> None:
        if (done, total) == (2, 4):
            raise Killed

    with pytest.raises(Killed):
        rerun(store, LOOSE, apply=True, tick=fail, at_once=2)
    assert breaches(store) == []
    merged = sum(today(store, second) == first for first, second in pairs)
    assert merged == 2
    assert counts(rerun(store, LOOSE, apply=True, at_once=2))[0] == len(pairs) - merged
    assert [today(store, second) for _, second in pairs] == [first for first, _ in pairs]


def test_other_blocking_keys_are_brought_in_step(store: Store) -> None:
    """A model with other rules finds people by them afterwards, and by those alone."""
    doubts(store)
    rules = tuple(
        replace(rule, rule="day")
        for rule in default().blocking
        if rule.parts == ("name", "birth date")
    )
    other = replace(default(), version="other keys", blocking=rules)
    assert rerun(store, other).rekeyed == 2
    assert rerun(store, other, apply=True).rekeyed == 2
    keys = {row["key"].partition(":")[0] for row in store.read(lambda work: work.run(KEYS))}
    assert keys == {"day"}
    assert rerun(store, other).rekeyed == 0


def test_a_rerun_among_stewards_and_arrivals_leaves_the_graph_sound(store: Store) -> None:
    """Reruns, merges, splits and new records of the same people at once; both engines."""
    pairs = doubts(store, 4)

    def act(n: int) -> None:
        first, second = pairs[n % 4]
        acts: tuple[Callable[[], object], ...] = (
            lambda: rerun(store, LOOSE, apply=True, at_once=2),
            lambda: merge(store, [first, second], HOA),
            lambda: split(store, first, [f"01003|B{n % 4}"], HOA),
            lambda: join(
                store, [replace(pair(n % 4)[1], visit=f"X{n}", source=news(n))], default()
            ),
        )
        with suppress(BadInput):
            acts[n // 4 % 4]()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(32)))
    assert breaches(store) == []
