"""Hidden cells attacked by linear programming over a town whose every row is known."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ai.disclosure.boxes import Box, Cell, Rule, bounded
from ai.disclosure.hiding import Line, hide, published

LEAST = 5
AXES: Mapping[str, tuple[str, ...]] = {
    "facility": ("a", "b", "c", "d"),
    "month": ("1", "2", "3"),
    "sex": ("f", "m"),
}
ATOMS = list(product(*AXES.values()))
#: Groups of leaves that questions may name, as districts group wards.
GROUPS = {
    "facility": (("a", "b"), ("c", "d"), ("a", "b", "c", "d")),
    "month": (("1", "2"), ("1", "2", "3")),
    "sex": (("f", "m"),),
}
RULE = Rule(LEAST, {axis: frozenset(leaves) for axis, leaves in AXES.items()})
Town = Mapping[tuple[str, ...], int]


def town(seed: int) -> Town:
    """A town with many small cells."""
    rng = random.Random(seed)
    return {atom: rng.choice((0, 0, 1, 2, 3, 4, 6, 9, 20, 40)) for atom in ATOMS}


def covers(box: Box, atom: tuple[str, ...]) -> bool:
    """Whether an atom of the town lies in a box."""
    return all(leaf in box.sides.get(axis, {leaf}) for axis, leaf in zip(AXES, atom, strict=True))


def cell(population: Town, sides: Mapping[str, Sequence[str]]) -> Cell:
    """Count a box by going through the town."""
    named = {axis: frozenset(leaves) for axis, leaves in sides.items()}
    box = Box("encounters", bounded(named, RULE.domains))
    return Cell(box, sum(n for atom, n in population.items() if covers(box, atom)))


def question(rng: random.Random) -> tuple[dict[str, Sequence[str]], list[str]]:
    """Draw filters and the axes to break down by, as a curious reader would."""
    filters: dict[str, Sequence[str]] = {}
    for axis, leaves in AXES.items():
        if rng.random() < 0.5:
            filters[axis] = rng.choice([*GROUPS[axis], *((leaf,) for leaf in leaves)])
    return filters, [axis for axis in AXES if rng.random() < 0.35]


def table(population: Town, filters: Mapping[str, Sequence[str]], by: Sequence[str]) -> list[Line]:
    """Answer a question without hiding anything."""
    choices = [[(leaf,) for leaf in filters.get(axis, AXES[axis])] for axis in by]
    rows = ({**filters, **dict(zip(by, row, strict=True))} for row in product(*choices))
    return [Line((cell(population, row),)) for row in rows]


def rows(cells: Sequence[Cell]) -> np.ndarray:
    """One row a cell, one column an atom of the town."""
    flat = [float(covers(each.box, atom)) for each in cells for atom in ATOMS]
    return np.array(flat).reshape(len(cells), len(ATOMS))


def ends(target: Cell, told: Sequence[Cell]) -> tuple[float, float]:
    """Bound one cell by everything that a reader was told."""
    shown, closed = [c for c in told if c.shown], [c for c in told if not c.shown]
    aim, counts = rows([target])[0], [c.count for c in shown]
    limits = {"A_ub": -rows(closed), "b_ub": -np.ones(len(closed))}
    found = [linprog(s * aim, A_eq=rows(shown), b_eq=counts, **limits) for s in (1, -1)]
    assert found[0].status == 0
    return found[0].fun, -found[1].fun if found[1].status == 0 else np.inf


def recovered(told: Sequence[Cell]) -> list[tuple[float, float]]:
    """Give the bounds of each hidden small cell that hold a single whole number."""
    secret = {c.box: c for c in told if not c.shown and 0 < c.count < LEAST}.values()
    found = [ends(each, told) for each in secret]
    return [(low, high) for low, high in found if np.floor(high + 1e-6) <= np.ceil(low - 1e-6)]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
@example(10974)  # two hospitals together, known to be exactly 1 before they were asked for
@example(20341)  # hidden numbers of at least 1 left no choice for others
def test_no_hidden_cell_is_recovered_from_all_answers_of_a_reader(seed: int) -> None:
    """However a reader asks, linear programming over all answers pins no hidden cell."""
    rng, population = random.Random(seed), town(seed)
    told: list[Cell] = []
    for _ in range(10):
        lines = table(population, *question(rng))
        told += published(lines, hide(lines, told, RULE))
    assert recovered(told) == []


def test_the_attack_works_on_a_table_that_only_hides_small_cells() -> None:
    """Without company for hidden cells the same attack recovers some: it is a real one."""
    population = town(3)
    rows = [c for line in table(population, {}, ["facility", "month"]) for c in line.cells]
    sums = [
        c
        for axis in ("facility", "month")
        for line in table(population, {}, [axis])
        for c in line.cells
    ]
    naive = [Cell(c.box, c.count, shown=not 0 < c.count < LEAST) for c in [*rows, *sums]]
    assert recovered(naive)


@pytest.mark.parametrize(
    ("counts", "total_first", "hidden"),
    [
        ((2, 30, 40), True, {0, 1}),
        ((2, 30, 40), False, {0}),
        ((2, 3, 40), True, {0, 1}),
        ((1, 1, 3, 40), True, {0, 1, 2, 3}),
        ((0, 30, 40), True, set()),
        ((10, 30, 40), True, set()),
    ],
)
def test_a_small_cell_gets_company_when_the_total_is_known(
    counts: tuple[int, ...], total_first: object, hidden: set[int]
) -> None:
    """One hidden ward of a known total would be the total less the others."""
    wards = [Cell(Box("m", {"ward": frozenset({str(n)})}), c) for n, c in enumerate(counts)]
    everywhere = frozenset(str(n) for n in range(len(counts)))
    total = Cell(Box("m", {"ward": everywhere}), sum(counts))
    found = hide([Line((w,)) for w in wards], [total] if total_first else [], RULE)
    assert found.all == hidden


def test_the_total_less_its_parts_is_refused_later() -> None:
    """A total asked after all wards but the small one is hidden: it would be a difference."""
    wards = [Cell(Box("m", {"ward": frozenset({str(n)})}), c) for n, c in enumerate((2, 30, 40))]
    lines = [Line((w,)) for w in wards]
    told = published(lines, hide(lines, [], RULE))
    total = Line((Cell(Box("m", {"ward": frozenset("012")}), 72),))
    assert hide([total], told, RULE).all == {0}


def test_a_share_whose_complement_is_small_is_hidden() -> None:
    """98 of 100 says that 2 did not."""
    whole = Cell(Box("visits", {}), 100)
    part = Cell(Box("visits", {"where": frozenset({"yes"})}), 98)
    assert hide([Line((whole, part))], [], RULE).small == {0}
