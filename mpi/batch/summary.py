"""What a run of linking or training says about itself, as plain values for a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits
from mpi.batch.link import EDGES, Linked
from mpi.batch.pairs import by_rule
from mpi.model_parts import Field, Level, Model, Shares

#: Thresholds, in bits, at which precision and recall are expected.
_AT = range(-10, 21)


def summary(model: Model, linked: Linked) -> dict[str, Any]:
    """Figures of one run: records, people, decisions, weights, blocking and what to expect."""
    found = linked.outcomes
    bits, chance = linked.weighed.total, chances(linked.weighed.total)
    return {
        "model": model.version,
        "records": len(found.person),
        "people": int(np.count_nonzero(np.bincount(found.person))),
        "decisions": {
            each: int((found.decision == each).sum()) for each in ("same", "maybe", "new")
        },
        "reviews": len(found.reviews),
        "expected_matches_in_reviews": round(sum(r.probability for r in found.reviews), 1),
        "pairs_compared": int(linked.histogram.sum()),
        "pairs_dropped": sum(c.dropped for c in linked.candidates.counts),
        "thresholds": {"same": model.thresholds.same, "maybe": model.thresholds.maybe},
        "blocking": blocking(linked, chance),
        "weights": weights(linked.histogram),
        "expected": expected(chance, bits),
        "fields": fields(model),
        "relations": {r.relation: r.people for r in model.relations},
        "population": model.population,
    }


def chances(bits: Bits) -> Bits:
    """Chance of each pair to be one person's."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -60, 60))))


def weights(histogram: NDArray[np.int64]) -> list[dict[str, float]]:
    """Histogram of match weights: how many pairs from each bit on."""
    bins = zip(EDGES[:-1].tolist(), histogram.tolist(), strict=True)
    return [{"bits": edge, "pairs": count} for edge, count in bins]


def expected(chance: Bits, bits: Bits) -> list[dict[str, float]]:
    """Precision and recall of pairs at each threshold, if the probabilities are right."""
    matches = max(float(chance.sum()), 1e-9)
    rows = []
    for at in _AT:
        above = chance[bits >= at]
        right = float(above.sum())
        precision = right / len(above) if len(above) else 1.0
        rows.append({"bits": at, "precision": precision, "recall": right / matches})
    return rows


def blocking(linked: Linked, chance: Bits) -> dict[str, Any]:
    """What each rule found, and by capture and recapture how much all of them found.

    Chao's lower bound: matches that only one rule found, against those that two did, tell of those
    that none did (Chao 1987). It is not known, None, where no pair was found.
    """
    times = np.bitwise_count(linked.rules)
    once, twice = float(chance[times == 1].sum()), float(chance[times == 2].sum())
    seen = float(chance.sum())
    unseen = once * once / (2 * twice) if twice else once * max(once - 1, 0) / 2
    rules = [
        {
            "rule": count.rule,
            "pairs": count.pairs,
            "expected_matches": round(float(chance[gave].sum()), 1),
            "blocks_split": count.split,
            "pairs_dropped": count.dropped,
        }
        for n, count in enumerate(linked.candidates.counts)
        for gave in [by_rule(linked.rules, n)]
    ]
    return {"estimated_recall": seen / (seen + unseen) if seen else None, "rules": rules}


def fields(model: Model) -> list[Mapping[str, Any]]:
    """Every level of every field with m, u and bits.

    Where bits follow the share of the value, `typical_bits` are those of a value as usual: the mean
    over people.
    """
    return [
        {
            "field": field.field,
            "kind": field.kind,
            "level": level.level,
            "m": level.m,
            "u": level.u,
            "bits": float(np.log2(level.m / level.u)),
            "share_of_value": bool(level.by_value or level.rarity),
            "typical_bits": float(np.log2(level.m / level.u)) + _rarity(field, level, model),
        }
        for field in model.fields
        for level in field.levels
    ]


def _rarity(field: Field, level: Level, model: Model) -> float:
    """Bits that the rarity of a value adds, on average over people; 0 where it adds none."""
    if level.by_value and field.shares:
        return _entropy(field.shares)
    return sum(_entropy(getattr(model.frequencies, part.value)) for part in level.rarity)


def _entropy(shares: Shares) -> float:
    listed = np.array([*shares.listed.values(), 1e-12])
    rest = max(0.0, 1.0 - float(listed.sum()))
    return float(-(listed * np.log2(listed)).sum() - rest * np.log2(shares.unlisted))
