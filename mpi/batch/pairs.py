"""Candidate pairs: records that share a blocking key, each pair once with the rules that gave it.

A block that holds too many is split by further parts; what is too large even then is left out by
that rule, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mpi.batch.coded import Codes
from mpi.batch.keys import Keys
from mpi.model_parts import BlockRule

#: Records in a block above which it is split, and above which a split one is left out.
LARGE = 100
_RULES = 62


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
    found, counts = [], []
    for n, rule in enumerate(rules[:_RULES]):
        pairs, count = _of_rule(keys, rule, large)
        counts.append(count)
        found.append(pairs.select("pair", pl.lit(1 << n, dtype=pl.UInt64).alias("rule")))
    if not found:
        return Candidates(*_unpacked(np.empty(0, np.uint64)), np.empty(0, np.uint64), ())
    merged = pl.concat(found).group_by("pair").agg(pl.col("rule").sum()).sort("pair")
    first, second = _unpacked(merged["pair"].to_numpy())
    return Candidates(first, second, merged["rule"].to_numpy(), tuple(counts))


def _unpacked(packed: NDArray[np.uint64]) -> tuple[Codes, Codes]:
    return (packed >> np.uint64(32)).astype(np.int32), packed.astype(np.uint32).astype(np.int32)


def _of_rule(keys: Keys, rule: BlockRule, large: int) -> tuple[pl.DataFrame, RuleCount]:
    blocks = _blocks(keys, rule.parts)
    sizes = pl.len().over("key")
    small = blocks.filter(sizes <= large)
    big = blocks.filter(sizes > large)
    split, dropped = big["key"].n_unique(), 0
    for part in rule.split.by if rule.split else ():
        finer = _split(big, keys.part(part))
        small = pl.concat([small, finer.filter(sizes <= large)])
        big = finer.filter(sizes > large)
    if len(big):
        dropped = int((big.group_by("key").len()["len"].cast(pl.Int64) ** 2).sum()) // 2
    pairs = _within(small)
    return pairs, RuleCount(rule.rule, len(pairs), split, dropped)


def _blocks(keys: Keys, parts: tuple[str, ...]) -> pl.DataFrame:
    frame = pl.DataFrame({str(n): keys.part(part) for n, part in enumerate(parts)})
    frame = frame.with_row_index("record").drop_nulls()
    for column, kind in frame.schema.items():
        if isinstance(kind, pl.List):
            frame = frame.explode(column).drop_nulls()
    texts = [pl.col(str(n)) for n in range(len(parts))]
    return frame.select("record", pl.concat_str(texts, separator="\x1f").hash().alias("key"))


def _split(blocks: pl.DataFrame, part: pl.Series) -> pl.DataFrame:
    """Add one more part to the keys; records that do not have it stay together."""
    with_part = blocks.with_columns(part.gather(blocks["record"]).alias("part"))
    if isinstance(part.dtype, pl.List):
        with_part = with_part.explode("part")
    return with_part.select("record", pl.struct("key", "part").hash().alias("key"))


def _within(blocks: pl.DataFrame) -> pl.DataFrame:
    """All pairs within blocks, as one number: the lower record in the upper half."""
    joined = blocks.join(blocks, on="key").filter(pl.col("record") < pl.col("record_right"))
    low, high = pl.col("record").cast(pl.UInt64), pl.col("record_right").cast(pl.UInt64)
    return joined.select(((low * (1 << 32)) + high).alias("pair")).unique()


def by_rule(rules: NDArray[np.uint64], n: int) -> NDArray[np.bool_]:
    """Say of each pair whether the rule with this number found it."""
    return np.asarray((rules >> np.uint64(n)) & np.uint64(1) == 1)
