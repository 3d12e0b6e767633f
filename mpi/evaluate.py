"""How right the links are, against known truth: pairs, whole clusters, errors inside households.

Linear in the number of units: pairs are counted from the sizes of groups, never listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that was given a person, `predicted`, and is about one, `true`, of a household."""

    key: str
    predicted: str
    true: str
    household: str = ""


class Rates(TypedDict):
    """Precision, recall and their harmonic mean; 1.0 where there was nothing to say or to find."""

    precision: float
    recall: float
    f1: float


class Figures(TypedDict):
    """What `healthgraph evaluate` prints.

    `pairwise` counts pairs of units put together, `cluster` persons whose units are exactly one
    true person's, `false_links` pairs wrongly put together and `false_links_in_household` those of
    them whose two true persons share a household.
    """

    pairwise: Rates
    cluster: Rates
    false_links: int
    false_links_in_household: int
    people: int
    predicted_people: int


def evaluate(units: Iterable[Unit]) -> Figures:
    """Compare predicted persons with true ones; each unit is given once."""
    rows = list(units)
    predicted = Counter(row.predicted for row in rows)
    true = Counter(row.true for row in rows)
    both = Counter((row.predicted, row.true) for row in rows)
    linked, right = _pairs(predicted), _pairs(both)
    exact = sum(predicted[p] == n == true[t] for (p, t), n in both.items())
    return Figures(
        pairwise=_rates(right, linked, _pairs(true)),
        cluster=_rates(exact, len(predicted), len(true)),
        false_links=linked - right,
        false_links_in_household=_within_households(rows),
        people=len(true),
        predicted_people=len(predicted),
    )


def _pairs(sizes: Mapping[Key, int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def _within_households(rows: list[Unit]) -> int:
    """Pairs of one prediction and one household, less those that are of one true person."""
    housed = [row for row in rows if row.household]
    together = Counter((row.predicted, row.household) for row in housed)
    right = Counter((row.predicted, row.household, row.true) for row in housed)
    return _pairs(together) - _pairs(right)


def _rates(right: int, said: int, wanted: int) -> Rates:
    precision = right / said if said else 1.0
    recall = right / wanted if wanted else 1.0
    total = precision + recall
    return Rates(
        precision=precision, recall=recall, f1=2 * precision * recall / total if total else 0.0
    )
