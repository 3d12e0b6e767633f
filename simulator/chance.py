"""Chance that can be repeated: every source of randomness is named, and drawn from one seed.

`hash()` and the order of sets differ from run to run, so neither is used anywhere in this package.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from bisect import bisect
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


def derive(seed: int, *names: object) -> random.Random:
    """Give a stream of its own for whatever the names say: the same in every run and process.

    >>> derive(7, "visit", 3).random() == derive(7, "visit", 3).random()
    True
    """
    return random.Random(digest(seed, *names))


def digest(seed: int, *names: object) -> int:
    """Give 64 bits that depend on the seed and the names only."""
    text = "|".join(map(str, (seed, *names)))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def opaque(seed: int, kind: str, number: int) -> str:
    """Give an id that says nothing, such as `p3f0a…`; its first letter is that of the kind."""
    return f"{kind[0]}{digest(seed, 'id', kind, number):016x}"[:13]


def happens(rng: random.Random, rate: float) -> bool:
    """Say whether a thing of this rate (0 to 1) happens. Always draws once."""
    return rng.random() < rate


class Weighted(Generic[T]):
    """Things that are drawn as often as their weight says.

    >>> Weighted([("an", 1.0), ("binh", 0.0)]).pick(random.Random(1))
    'an'
    """

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        known = [(thing, weight) for thing, weight in pairs if weight > 0]
        self.things = tuple(thing for thing, _ in known)
        self._sums = list(itertools.accumulate(weight for _, weight in known))

    def pick(self, rng: random.Random) -> T:
        """Draw one. Raises IndexError when there is nothing to draw."""
        at = bisect(self._sums, rng.random() * self._sums[-1])
        return self.things[min(at, len(self.things) - 1)]


def poisson(rng: random.Random, mean: float) -> int:
    """Count events of a small mean (below 30), by Knuth's multiplication of uniforms."""
    limit, count, product = pow(2.718281828459045, -mean), 0, rng.random()
    while product > limit:
        product *= rng.random()
        count += 1
    return count
