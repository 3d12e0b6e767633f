"""What a question may ask for on one axis, as sets of the classes that boxes cut it into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ai.disclosure.atoms import classes_of, takers
from ai.disclosure.boxes import Box, Rule

#: Sets of classes, each class as the boxes that take it (bits).
Options = Sequence[frozenset[int]]

#: Up to how many classes any set of them is an option: a question may list what it likes.
_FEW = 4


def single(axis: str, boxes: Sequence[Box], rule: Rule) -> Options:
    """Give each class, and everything."""
    classes = classes_of(axis, boxes, rule.domains)
    return [*({frozenset({c}) for c in classes} | {frozenset(classes)})]


def askable(axis: str, boxes: Sequence[Box], rule: Rule) -> Options:
    """Give each class, everything, what boxes hold, groups that have a name, all but one class.

    Of few classes, every set.
    """
    taken = takers(axis, boxes, rule.domains)
    classes = sorted({*taken.values()})
    if len(classes) <= _FEW:
        return [frozenset(c) for n in range(len(classes)) for c in combinations(classes, n + 1)]
    whole = frozenset(classes)
    sides = (frozenset(c for c in classes if c >> i & 1) for i in range(len(boxes)))
    but_one = (whole - {c} for c in classes)
    found = {*single(axis, boxes, rule), *sides, *but_one, *_named(axis, taken, rule)}
    return [each for each in found if each]


def _named(axis: str, taken: dict[str, int], rule: Rule) -> Iterator[frozenset[int]]:
    """Give the groups that consist of whole classes."""
    for group in rule.groups.get(axis, ()):
        classes = frozenset(taken[leaf] for leaf in group if leaf in taken)
        if all(leaf in group for leaf, mask in taken.items() if mask in classes):
            yield classes
