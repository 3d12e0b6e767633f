"""Choosing blocking rules: pairs of short keys, as many different ones as the work allows."""

from __future__ import annotations

from functools import reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mpi.batch.citizens.numbering import Lists
from mpi.batch.citizens.parts import Part
from mpi.batch.keys import Keys
from mpi.batch.pairs import LARGE
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import BlockRule, Field, Model, Split

Parts = tuple[str, ...]
Numbers = NDArray[np.int64]

#: Pairs for each record that all rules may give, and all pairs that they may give together.
_FOR_EACH, _TOGETHER = 60.0, 20e6
#: The part of that which one rule may use up.
_ONE = 0.2
_MOST_RULES = 40
#: Parts of citizens' keys, for files that say too little for the rules of the default model.
_OWN = ("name", "birth date", "birth year", "ward", "phone")


def choose(
    keys: Keys, begun: Model, records: int, given: tuple[BlockRule, ...] = ()
) -> tuple[BlockRule, ...]:
    """Choose rules for the general fields, cheapest first, beside those that are given.

    The keys are all facets and all pairs of facets of two fields; of those that are affordable,
    each next one is that which leaves fields out that the chosen ones use most. `records` is how
    many the rules are for: the keys may be those of a part of them, whose blocks are smaller.

    Where all these give no pair, citizens' own parts are tried as well, and in the end the cheapest
    key of all stands alone: what it then leaves out is counted.
    """
    found = _chosen(keys, _parts(begun.fields), records)
    if found or any(_gives(keys, rule.parts) for rule in given):
        return (*given, *found)
    own = _OWN if given else ()
    return (*given, *_chosen(keys, [*_parts(begun.fields), *own], records, at_least_one=True))


def _chosen(
    keys: Keys, parts: list[str], records: int, *, at_least_one: bool = False
) -> list[BlockRule]:
    costs = _costs({part: _one(keys.part(part)) for part in parts}, records)
    budget = min(_FOR_EACH, _TOGETHER / records)
    some = {rule: cost for rule, cost in costs.items() if cost > 0}
    found = _spread([r for r, cost in some.items() if cost <= _ONE * budget], costs, budget)
    if found or not some or not at_least_one:
        return found
    return [_rule(min(some, key=lambda rule: (some[rule], rule)), costs)]


def _gives(keys: Keys, parts: Parts) -> bool:
    """Say whether a key of these parts gives any pair."""
    return _cost(reduce(_joined, (_one(keys.part(part)) for part in parts)), len(keys)) > 0


def _one(part: Part) -> Numbers:
    """Of several numbers the first tells what a key costs."""
    if not isinstance(part, Lists):
        return part.astype(np.int64)
    found = np.full(len(part.starts) - 1, -1, np.int64)
    some = part.counts() > 0
    found[some] = part.values[part.starts[:-1][some]]
    return found


def _parts(fields: tuple[Field, ...]) -> list[str]:
    general = [field for field in fields if field.kind in VALUE_KINDS and field.field != "source"]
    return [
        f"{field.field}:{facet}" for field in general for facet in VALUE_KINDS[field.kind].facets
    ]


_Codes = dict[str, Numbers]


def _costs(codes: _Codes, records: int) -> dict[Parts, float]:
    """Pairs for each record of every key, of one facet or of two facets of different fields."""
    costs: dict[Parts, float] = {(part,): _cost(each, records) for part, each in codes.items()}
    for a, b in combinations(codes, 2):
        if a.split(":")[0] != b.split(":")[0]:
            costs[a, b] = _cost(_joined(codes[a], codes[b]), records)
    return costs


def _joined(a: Numbers, b: Numbers) -> Numbers:
    both = a * (b.max() + 2) + b
    both[(a < 0) | (b < 0)] = -1
    return np.asarray(both)


def _cost(codes: Numbers, records: int) -> float:
    known = codes[codes >= 0]
    if not len(known):
        return 0.0
    sizes = np.unique(known, return_counts=True)[1].astype(float)
    grown = sizes * (records / len(codes))
    return float((np.minimum(grown, LARGE) * (grown - grown / sizes) / 2).sum()) / records


def _spread(affordable: list[Parts], costs: dict[Parts, float], budget: float) -> list[BlockRule]:
    """Take rules until the work is done, each time of the keys that were used least.

    Of those the widest: it finds whatever a narrower one would.
    """
    used: dict[str, int] = {}
    chosen: list[BlockRule] = []
    left = set(affordable)
    while left and len(chosen) < _MOST_RULES:
        best = min(left, key=lambda rule: (_wear(rule, used), -costs[rule], rule))
        left.discard(best)
        if costs[best] > budget or any(set(rule.parts) <= set(best) for rule in chosen):
            continue
        budget -= costs[best]
        for part in best:
            used[part] = used.get(part, 0) + 1
        chosen.append(_rule(best, costs))
    return chosen


def _rule(parts: Parts, costs: dict[Parts, float]) -> BlockRule:
    return BlockRule(" + ".join(parts), parts, _split(parts, costs))


def _split(rule: Parts, costs: dict[Parts, float]) -> Split:
    """Two more keys for blocks that are too large: the most telling of other fields."""
    fields = {part.split(":")[0] for part in rule}
    further: dict[str, str] = {}
    for (part, *more), _ in sorted(costs.items(), key=lambda item: (item[1], item[0])):
        if not more and part.split(":")[0] not in fields:
            further.setdefault(part.split(":")[0], part)
    return Split(over=1.0, spread=1.0, by=tuple(further.values())[:2])


def _wear(rule: Parts, used: dict[str, int]) -> float:
    return sum(used.get(part, 0) for part in rule) / len(rule)
