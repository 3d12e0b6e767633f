"""A published number as a box: which rows are counted, and a set of leaves on each axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Axis to leaves; an axis that is absent is not restricted.
Sides = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Box:
    """The rows of one measure that lie within every side.

    `additive` says that disjoint boxes sum up to the box they fill.
    """

    measure: str
    sides: Sides
    additive: bool = True

    def __hash__(self) -> int:
        return hash((self.measure, frozenset(self.sides.items())))

    @property
    def empty(self) -> bool:
        """Whether a side leaves nothing."""
        return any(not leaves for leaves in self.sides.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """A box and how many rows it holds; `shown` says whether the reader was told."""

    box: Box
    count: int
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """What must stay hidden: counts from 1 to `least` - 1.

    `domains` gives every leaf of the axes whose leaves everybody knows, such as sexes or
    hospitals: there a sum over all leaves is the total. `groups` gives the sets of leaves of an
    axis that have a name, such as the wards of a district: anyone may ask for one.
    """

    least: int
    domains: Sides = field(default_factory=dict)
    groups: Mapping[str, frozenset[frozenset[str]]] = field(default_factory=dict)

    def small(self, count: int) -> bool:
        """Whether a count may not be shown."""
        return 0 < count < self.least


def bounded(sides: Sides, domains: Sides) -> Sides:
    """Leave out the sides that restrict nothing, because they hold every leaf that there is."""
    return {a: s for a, s in sides.items() if a not in domains or not s >= domains[a]}
