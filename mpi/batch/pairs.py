"""Candidate pairs: records that share a blocking key, each pair once with the rules that gave it.

A block that holds too many is split by further parts; what is too large even then is left out by
that rule, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mpi.batch.blocks import Blocks
from mpi.batch.coded import Codes
from mpi.batch.distinct import begins
from mpi.batch.keys import Keys
from mpi.model_parts import BlockRule

#: Records in a block above which it is split, and above which a split one is left out.
LARGE = 100
_RULES = 62
#: Bits of a rule's and of a record's number in a pair that is told with its rule.
_RULE_BITS, _RECORD_BITS = np.uint64(6), np.uint64(29)
_RULE_MASK, _RECORD_MASK = np.uint64(2**6 - 1), np.uint64(2**29 - 1)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule gave: pairs, blocks that were split, pairs dropped as still too many."""

    rule: str
    pairs: int
    split: int
    dropped: int


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs of record numbers, first below second; bit n of `rules` is set where rule n gave it."""

    first: Codes
    second: Codes
    rules: NDArray[np.uint64]
    counts: tuple[RuleCount, ...]

    def __len__(self) -> int:
        return len(self.first)


def candidates(keys: Keys, rules: tuple[BlockRule, ...], large: int = LARGE) -> Candidates:
    """Find all pairs that share a key under any of up to 62 rules."""
    found, counts = [np.empty(0, np.uint64)], []
    for rule in rules[:_RULES]:
        pairs, count = _of_rule(keys, rule, large)
        counts.append(count)
        found.append(pairs)
    packed, gave = _merged(found[1:]) if len(found) > 1 else (found[0], found[0])
    first, second = (packed >> np.uint64(32)).astype(np.int32), packed.astype(np.uint32)
    return Candidates(first, second.astype(np.int32), gave, tuple(counts))


def _merged(found: list[NDArray[np.uint64]]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Put the pairs of all rules together, in order, with the rules that gave each.

    A pair and its rule make one number, since sorting numbers is far faster than grouping them.
    """
    told = np.concatenate([_told(pairs, n) for n, pairs in enumerate(found)])
    told.sort()
    pairs = told >> _RULE_BITS
    first = np.flatnonzero(begins(pairs))
    once = pairs[first]
    return (once >> _RECORD_BITS) << np.uint64(32) | (once & _RECORD_MASK), _gave(told, first)


def _gave(told: NDArray[np.uint64], first: NDArray[np.intp]) -> NDArray[np.uint64]:
    """Give the rules of each pair, told once for each rule from its first place on; few by many."""
    times = np.diff(first, append=len(told))
    gave = np.uint64(1) << (told[first] & _RULE_MASK)
    left = np.arange(len(first))
    for nth in range(1, int(times.max(initial=0))):
        left = left[times[left] > nth]
        gave[left] |= np.uint64(1) << (told[first[left] + nth] & _RULE_MASK)
    return gave


def _told(pairs: NDArray[np.uint64], rule: int) -> NDArray[np.uint64]:
    first, second = pairs >> np.uint64(32), pairs & np.uint64(0xFFFF_FFFF)
    first <<= _RECORD_BITS
    first |= second
    first <<= _RULE_BITS
    first |= np.uint64(rule)
    return first


def _of_rule(keys: Keys, rule: BlockRule, large: int) -> tuple[NDArray[np.uint64], RuleCount]:
    blocks = Blocks.of(len(keys), [keys.part(part) for part in rule.parts])
    small, big = blocks.parted(large)
    split, several = big.blocks(), blocks.several
    kept = [small]
    for part in rule.split.by if rule.split else ():
        finer = big.within(keys.part(part), or_none=True)
        several |= finer.several
        small, big = finer.parted(large)
        kept.append(small)
    pairs = np.concatenate([each.pairs() for each in kept])
    pairs = _once(pairs) if several else pairs
    return pairs, RuleCount(rule.rule, len(pairs), split, big.all_pairs())


def _once(pairs: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Leave out repeats; sorting is far faster than numpy's own way of finding them."""
    ordered = np.sort(pairs)
    return ordered[begins(ordered)]


def by_rule(rules: NDArray[np.uint64], n: int) -> NDArray[np.bool_]:
    """Say of each pair whether the rule with this number found it."""
    return np.asarray((rules >> np.uint64(n)) & np.uint64(1) == 1)
