"""Hidden cells attacked across groupings: wards and districts, owners, levels, codes, weeks."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ai.answering.cells import absent_cells, lines_of
from ai.answering.collecting import collected
from ai.catalogue import default_catalogue
from ai.columns import Snapshot
from ai.disclosure.boxes import Cell
from ai.disclosure.grounding import grounds_of
from ai.disclosure.hiding import hide, published
from ai.query import Filter, Period, Query
from tests.ai.town import ATOMS, DISTRICTS, LEVELS, OWNERS, snapshot_of, town

CATALOGUE = default_catalogue()
LEAST = 5
#: Days without a visit, one for each week and month that meet, and some alone. That they are empty
#: no reader knows before a table by days says so.
QUIET = (20260115, 20260129, 20260201, 20260203, 20260220, 20260310)
POSSIBLE = [*ATOMS, *product(LEVELS, DISTRICTS, sorted({atom[2] for atom in ATOMS}), QUIET)]
WHOLE = Period("2026-01-01", "2026-03-31")
GROUPS = {"A90": "dengue", "A97.0": "dengue", "J18.9": "pneumonia"}
AXES = (
    ("facility", "level", "owner"),
    ("ward", "old_district"),
    ("icd", "icd_chapter", "disease_group"),
    ("day", "week", "month"),
)


@dataclass(frozen=True)
class Seen:
    """One number as the reader saw it: what it counts, and how many, or that it is hidden."""

    query: Query
    members: tuple[str, ...]
    count: int
    shown: bool


def member(atom: tuple[str, str, str, int], dimension: str) -> str:
    """The member that an atom of the town falls into, worked out from the town alone."""
    facility, ward, code, number = atom
    day = dt.date(number // 10000, number // 100 % 100, number % 100)
    year, week, _ = day.isocalendar()
    return {
        "facility": facility, "level": LEVELS[facility], "owner": OWNERS[facility], "ward": ward,
        "old_district": DISTRICTS[ward], "icd": code[:3], "disease_group": GROUPS[code],
        "icd_chapter": "I" if code < "J" else "X", "day": str(day), "month": f"{day:%Y-%m}",
        "week": f"{year}-W{week:02}",
    }[dimension]  # fmt: skip


def covers(seen: Seen, atom: tuple[str, str, str, int]) -> bool:
    """Whether a number counts an atom."""
    rows = zip(seen.query.dimensions, seen.members, strict=True)
    wanted = [Filter(name, (value,)) for name, value in rows]
    return all(
        (member(atom, each.dimension) in each.members) is not each.excluded
        for each in (*seen.query.filters, *wanted)
    )


def question(rng: random.Random) -> Query:
    """Draw what a curious reader asks: one grouping of some axes, narrowed by one of another."""
    axes = rng.sample(AXES, rng.choice((1, 1, 2)))
    filters: tuple[Filter, ...] = ()
    if rng.random() < 0.6:
        name = rng.choice(rng.choice(AXES))
        some = sorted({member(atom, name) for atom in ATOMS})
        filters = (Filter(name, (rng.choice(some),), rng.random() < 0.3),)
    return Query(("encounters",), WHOLE, dimensions=tuple(map(rng.choice, axes)), filters=filters)


def told(facts: Snapshot, query: Query, ledger: list[Cell]) -> list[Seen]:
    """Answer a question as the service does, and give what the reader sees."""
    grounds = grounds_of(facts, CATALOGUE)
    rows = collected(facts, query, CATALOGUE).rows
    lines = lines_of(query, rows, None, grounds)
    absent = absent_cells(query, rows, None, grounds)
    hidden = hide(lines, [*ledger, *absent], grounds.rule(LEAST))
    ledger += published(lines, hidden)
    if len(hidden.all) == len(lines):
        return []
    ledger += absent
    return [
        Seen(query, row.members, round(row.now[0].numerator or 0), n not in hidden.all)
        for n, row in enumerate(rows)
    ]


def nothing_there(answers: Sequence[Seen]) -> list[tuple[int, int]]:
    """Bounds of the atoms: those that a table leaves out are known to hold nobody."""
    tables: dict[Query, list[Seen]] = {}
    for each in answers:
        tables.setdefault(each.query, []).append(each)
    empty = {
        atom
        for query, rows in tables.items()
        for atom in POSSIBLE
        if covers(Seen(replace(query, dimensions=()), (), 0, shown=True), atom)
        and not any(covers(row, atom) for row in rows)
    }
    return [(0, 0 if atom in empty else 10**6) for atom in POSSIBLE]


def recovered(answers: Sequence[Seen]) -> list[Seen]:
    """Give the hidden small numbers that all shown ones together confine to one whole number."""
    limits = nothing_there(answers)
    matrix = np.array([[covers(each, atom) for atom in POSSIBLE] for each in answers], float)
    shown = np.array([each.shown for each in answers])
    counts = np.array([each.count for each in answers], float)
    secret = [n for n, each in enumerate(answers) if not each.shown and 0 < each.count < LEAST]
    found = []
    for n in secret:
        ends = [
            linprog(sign * matrix[n], A_eq=matrix[shown], b_eq=counts[shown],
                    A_ub=-matrix[~shown], b_ub=-np.ones(int((~shown).sum())), bounds=limits)
            for sign in (1, -1)
        ]  # fmt: skip
        assert ends[0].status == 0
        high = -ends[1].fun if ends[1].status == 0 else np.inf
        found += [answers[n]] if np.floor(high + 1e-6) <= np.ceil(ends[0].fun - 1e-6) else []
    return found


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_no_hidden_cell_is_recovered_across_groupings(seed: int) -> None:
    """Tables by wards, districts, owners, levels, codes, groups and weeks pin no hidden cell."""
    rng, population = random.Random(seed), town(seed)
    facts, ledger = snapshot_of(population), list[Cell]()
    answers = [each for _ in range(8) for each in told(facts, question(rng), ledger)]
    assert recovered(answers) == []


def test_the_numbers_are_those_of_the_town() -> None:
    """What the attack takes for the truth of a number is what was measured."""
    population = town(7)
    facts = snapshot_of(population)
    for names in AXES:
        query = Query(("encounters",), WHOLE, dimensions=names[:2])
        for seen in told(facts, query, []):
            assert seen.count == sum(n for a, n in population.items() if covers(seen, a))


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [
        ("ward", "old_district"),
        ("facility", "owner"),
        ("facility", "level"),
        ("icd", "icd_chapter"),
        ("icd", "disease_group"),
        ("day", "month"),
        ("day", "week"),
    ],
)
def test_a_group_less_its_other_parts_is_not_told(fine: str, coarse: str) -> None:
    """With one small part hidden, the whole group after the parts would be a difference."""
    first = ATOMS[0]
    others = [a for a in ATOMS if member(a, coarse) == member(first, coarse)]
    population = {a: 40 for a in others if member(a, fine) != member(first, fine)} | {first: 3}
    facts, ledger = snapshot_of({a: population.get(a, 0) for a in ATOMS}), list[Cell]()
    by_parts = told(facts, Query(("encounters",), WHOLE, dimensions=(fine,)), ledger)
    whole = told(facts, Query(("encounters",), WHOLE, dimensions=(coarse,)), ledger)
    assert [each.shown for each in by_parts if each.count == 3] == [False]
    assert recovered([*by_parts, *whole]) == []


def test_without_shared_axes_the_attack_recovers() -> None:
    """The same tables hidden each for itself give small wards away: the attack is a real one."""
    population = dict.fromkeys(ATOMS, 0) | {ATOMS[0]: 3}
    population |= {a: 40 for a in ATOMS if member(a, "ward") == "00002"}
    facts = snapshot_of(population)
    answers = [
        each
        for name in ("ward", "old_district")
        for each in told(facts, Query(("encounters",), WHOLE, dimensions=(name,)), [])
    ]
    assert recovered(answers)
