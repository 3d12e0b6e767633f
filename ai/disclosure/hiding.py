"""Which cells of an answer are shown: small ones hidden, and more where hiding needs company."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ai.disclosure.bounds import bounds
from ai.disclosure.boxes import Cell, Rule
from ai.disclosure.deriving import derivable
from ai.disclosure.differences import telling


@dataclass(frozen=True, slots=True)
class Line:
    """The cells that stand or fall together: count, numerator and denominator of one row."""

    cells: tuple[Cell, ...]

    @property
    def size(self) -> int:
        """The smallest count in it."""
        return min((cell.count for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Numbers of the hidden lines: too small themselves, and hidden to protect those."""

    small: frozenset[int]
    company: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        """Every hidden line."""
        return self.small | self.company


def hide(lines: Sequence[Line], told: Sequence[Cell], rule: Rule) -> Hidden:
    """Choose the lines to hide, so that `told` and the shown lines together tell no small cell.

    `told` is what the reader was shown or refused before. Where only hiding all would do, all are
    hidden for company: which of them are small is not told.
    """
    every = frozenset(range(len(lines)))
    small = frozenset(n for n, line in enumerate(lines) if _small(line, rule))
    free = (n for n, line in enumerate(lines) if n not in small and line.size)
    order = sorted(free, key=lambda n: (lines[n].size, n))
    need = _least_company(order, lambda chosen: _safe(lines, small | chosen, told, rule))
    if need is None or (need and small | need == every):
        return Hidden(frozenset(), every)
    return Hidden(small, need)


def published(lines: Sequence[Line], hidden: Hidden) -> list[Cell]:
    """Give the cells of an answer as the ledger keeps it; of a refusal, those that are all small.

    A hidden cell is known to be at least 1, so a line of nothing is never hidden for company.
    """
    refused = len(hidden.all) == len(lines)
    kept = ((n, line) for n, line in enumerate(lines) if not refused or n in hidden.small)
    return [replace(cell, shown=n not in hidden.all) for n, line in kept for cell in line.cells]


def _small(line: Line, rule: Rule) -> bool:
    counts = [cell.count for cell in line.cells]
    return any(map(rule.small, counts)) or telling(line.cells, line.cells, rule)


def _least_company(
    order: Sequence[int], safe: Callable[[frozenset[int]], bool]
) -> frozenset[int] | None:
    """Hide the smallest lines first, then show again each that turns out not to be needed.

    None when hiding every line that holds something is not enough.
    """
    count = next((n for n in _steps(len(order)) if safe(frozenset(order[:n]))), None)
    if count is None:
        return None
    chosen = frozenset(order[:count])
    for n in order[:count][:-1][:_TRIED]:
        if safe(chosen - {n}):
            chosen -= {n}
    return chosen


#: How many lines are tried to be shown again; each trial solves linear programmes.
_TRIED = 8


def _steps(most: int) -> Sequence[int]:
    """0, 1, 2, 3, 4, then in growing strides: each step solves linear programmes."""
    steps, at = [0], 1
    while at < most:
        steps.append(at)
        at += max(1, at // 4)
    return [*steps, most] if most else steps


def _safe(lines: Sequence[Line], hidden: frozenset[int], told: Sequence[Cell], rule: Rule) -> bool:
    shown = [c for n, line in enumerate(lines) if n not in hidden for c in line.cells]
    closed = [replace(c, shown=False) for n in sorted(hidden) for c in lines[n].cells]
    before = [cell for cell in told if cell.shown]
    cells = [*told, *shown, *closed]
    if telling([*before, *shown], shown, rule) or derivable(cells, [*shown, *closed], rule):
        return False
    secret = [c for c in cells if not c.shown and rule.small(c.count)]
    return all(_hides(cell, cells, shown, rule) for cell in secret)


def _hides(cell: Cell, cells: Sequence[Cell], shown: Sequence[Cell], rule: Rule) -> bool:
    if not cell.box.additive:
        return True
    found = bounds(cell, cells, rule)
    if found is None:  # old and new numbers contradict each other: the older give way
        found = bounds(cell, [*shown, *(c for c in cells if not c.shown)], rule)
    return found is None or found.hides(rule)
