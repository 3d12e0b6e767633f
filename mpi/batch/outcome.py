"""What came of linking: every record's person with its probability, and what is left to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared, Weighed
from mpi.batch.coded import Coded, Codes
from mpi.batch.judge import Mask
from mpi.batch.people import Grouped
from mpi.batch.questions import questions
from mpi.compare import level_names
from mpi.decision import Outcome
from mpi.model_parts import Model

#: Begins the reason of a pair whose two groups of records nothing else held together.
BRIDGE = "weak bridge between two groups; "


@dataclass(frozen=True, slots=True)
class Review:
    """Two records of different people who may be one, and the strongest evidence each way."""

    first: int
    second: int
    probability: float
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """For each record its person (its lowest record), the probability and the decision.

    The probability is that the record belongs with its person's other records; of a record alone,
    that of the best *maybe*, else that it is nobody else's.
    """

    person: Codes
    probability: Bits
    decision: NDArray[np.str_]
    reviews: tuple[Review, ...]


def outcomes(
    model: Model, columns: tuple[Coded, ...], pairs: Compared, weighed: Weighed, grouped: Grouped
) -> Outcomes:
    """Sum up what the pairs say, given who was put together."""
    person, joined = grouped.person, grouped.joined
    chance = 1 / (1 + np.exp2(-np.clip(weighed.total, -60, 60)))
    together = person[pairs.first] == person[pairs.second]
    bridges = ~together & (joined[pairs.first] == joined[pairs.second])
    asked = questions(model, columns, pairs, weighed, person, bridges)
    inside = _best(pairs, np.where(together, chance, 0.0), len(person))
    open_ = np.zeros(len(pairs))
    open_[asked.places] = asked.chance
    outside = _best(pairs, open_, len(person))
    alone = np.bincount(person, minlength=len(person))[person] == 1
    probability = np.where(alone, np.where(outside > 0, outside, 1 - outside), inside)
    decision = np.where(alone, np.where(outside > 0, Outcome.MAYBE, Outcome.NEW), Outcome.SAME)
    reviews = tuple(
        _review(model, pairs, weighed, bridges, p, n)
        for n, p in zip(asked.places.tolist(), asked.chance.tolist(), strict=True)
    )
    return Outcomes(person, np.maximum(probability, 0.0), decision, reviews)


def _best(pairs: Compared, values: Bits, records: int) -> Bits:
    found = np.zeros(records)
    np.maximum.at(found, pairs.first, values)
    np.maximum.at(found, pairs.second, values)
    return found


def _review(
    model: Model, pairs: Compared, weighed: Weighed, bridges: Mask, chance: float, n: int
) -> Review:
    why = (BRIDGE if bridges[n] else "") + reason(model, pairs, weighed, n)
    return Review(int(pairs.first[n]), int(pairs.second[n]), chance, why)


def reason(model: Model, pairs: Compared, weighed: Weighed, n: int) -> str:
    """Put a pair's evidence in words: `field: level (+bits)`, strongest first."""
    bits = {
        f"{field.field}: {level_names(field.kind)[levels[n]]}": float(found[n])
        for field, levels, found in zip(model.fields, pairs.levels, weighed.fields, strict=True)
        if levels[n] >= 0
    }
    household = _household(model, weighed, n)
    told = {**bits, **{name: b for name, b in household.items() if b < -1}}
    strongest = sorted(told.items(), key=lambda item: (-abs(item[1]), item[0]))[:6]
    return "; ".join(f"{words} ({bits:+.1f})" for words, bits in strongest)


def _household(model: Model, weighed: Weighed, n: int) -> Mapping[str, float]:
    """Name whom else of a home it may be, and what that takes off."""
    odds = [
        (float(near[n]), r.relation) for near, r in zip(weighed.near, model.relations, strict=True)
    ]
    return {f"household: or {max(odds)[1]}": float(weighed.household[n])} if odds else {}
