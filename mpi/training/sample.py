"""What training looks at: candidate pairs of all rules, and random pairs as strangers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared
from mpi.batch.coded import Codes
from mpi.batch.pairs import Candidates, by_rule
from mpi.model_parts import BlockRule, Model

#: Fields of the default model that a part of a blocking key reads, where its name does not say.
_READS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "given name": ("name",),
    "birth date": ("birth_date",),
    "birth year": ("birth_date",),
    "child's birth year": ("birth_date",),
    "number": ("personal_number",),
    "parent's number": ("mother", "father", "personal_number"),
    "parent's name": ("mother", "father"),
    "house number": ("address",),
}


def random_pairs(records: int, wanted: int, seed: int) -> tuple[Codes, Codes]:
    """Draw pairs of different records, the same for the same seed."""
    chance = np.random.default_rng(seed)
    first = chance.integers(0, records, wanted, dtype=np.int32)
    second = chance.integers(0, records - 1, wanted, dtype=np.int32)
    second = np.where(second >= first, second + 1, second).astype(np.int32)
    return np.minimum(first, second), np.maximum(first, second)


def counting(model: Model, found: Candidates) -> tuple[NDArray[np.bool_], ...]:
    """Give for each field the pairs that some rule found without it, all where there are none."""
    masks = [np.zeros(len(found), np.bool_) for _ in model.fields]
    reads = {rule.rule: _fields(rule) for rule in model.blocking}
    for place, count in enumerate(found.counts):
        gave = by_rule(found.rules, place)
        for n, field in enumerate(model.fields):
            if field.field not in reads[count.rule]:
                masks[n] |= gave
    return tuple(mask if mask.any() else ~mask for mask in masks)


def of_one_person(pairs: Compared, person: Codes, chance: Bits) -> Bits:
    """Give each pair the chance that both its records are of the person they were found to be.

    Records that are far apart are one person's where each is near to a third of it: so a spoilt
    copy teaches how copies are spoilt, and is not taken for a housemate.
    """
    together = person[pairs.first] == person[pairs.second]
    sure = np.zeros(len(person))
    for side in (pairs.first, pairs.second):
        np.maximum.at(sure, side, np.where(together, chance, 0.0))
    return np.where(together, sure[pairs.first] * sure[pairs.second], 0.0)


def _fields(rule: BlockRule) -> set[str]:
    found: set[str] = set()
    for part in rule.parts:
        name = part.split(":")[0]
        found.update(_READS.get(name, (name,)))
    return found
