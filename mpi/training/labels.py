"""Pairs that people judged: what is known of them stands in every round of learning.

They count for m of every field, since no blocking rule chose them. u is of random pairs, so pairs
called different only keep what looks alike from counting for m and for the number of matches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mpi.batch.coded import Codes
from mpi.batch.pairs import Candidates
from mpi.errors import BadInput
from mpi.training.fit import Sample

_COLUMNS = ("record_id_1", "record_id_2", "same")


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Pairs of record ids, each once; `same` says whether they are one person's."""

    pairs: pl.DataFrame

    def __len__(self) -> int:
        return len(self.pairs)


NO_LABELS = Labels(
    pl.DataFrame(schema={"a": pl.String, "b": pl.String, "same": pl.Boolean}),
)


def read_labels(frame: pl.DataFrame, ids: pl.Series) -> Labels:
    """Read labelled pairs of text: `record_id_1`, `record_id_2`, `same` (1 or 0).

    Raises BadInput that names the column, and the record where there is no such one.
    """
    for column in _COLUMNS:
        if column not in frame.columns:
            raise BadInput(f"--labels.{column}", "must be a column of the file")
    one, two, same = (frame[column].cast(pl.String).str.strip_chars() for column in _COLUMNS)
    if not same.is_in(["0", "1"]).fill_null(value=False).all():
        raise BadInput("--labels.same", "must be 1 or 0 in every row")
    for said in (one, two):
        _known(said, ids)
    if (one == two).any():
        raise BadInput("--labels.record_id_2", "must be another record than record_id_1")
    pairs = pl.DataFrame({"a": one, "b": two, "same": same == "1"}).select(
        pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b").alias("b"), "same"
    ).unique(maintain_order=True)  # fmt: skip
    if pairs.select("a", "b").is_duplicated().any():
        raise BadInput("--labels.same", "must not be both 1 and 0 for one pair")
    return Labels(pairs)


def _known(said: pl.Series, ids: pl.Series) -> None:
    unknown = said.filter(~said.is_in(ids.implode()).fill_null(value=False))
    if len(unknown):
        raise BadInput(f"--labels.{said.name}", "must be a record of the files", unknown[0] or "")


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Labelled pairs as numbers of records, `packed` with the lower in the upper half."""

    packed: NDArray[np.uint64]
    same: NDArray[np.bool_]


def place(labels: Labels, ids: pl.Series) -> Placed:
    """Number the pairs of which both records are learnt from."""
    numbers = pl.DataFrame({"id": ids}).with_row_index("n")
    found = labels.pairs.join(numbers, left_on="a", right_on="id")
    found = found.join(numbers, left_on="b", right_on="id", suffix="_b")
    a, b = (found[column].to_numpy().astype(np.uint64) for column in ("n", "n_b"))
    packed = np.minimum(a, b) << np.uint64(32) | np.maximum(a, b)
    order = np.argsort(packed)
    return Placed(packed[order], found["same"].to_numpy()[order])


def with_labelled(found: Candidates, labels: Placed) -> Candidates:
    """Add the pairs that no rule found."""
    if not len(labels.packed):
        return found
    packed = found.first.astype(np.uint64) << np.uint64(32) | found.second.astype(np.uint64)
    missed = labels.packed[~np.isin(labels.packed, packed)]
    whole = np.concatenate([packed, missed])
    rules = np.concatenate([found.rules, np.zeros(len(missed), np.uint64)])
    order = np.argsort(whole)
    first, second = _unpacked(whole[order])
    return Candidates(first, second, rules[order], found.counts)


def _unpacked(packed: NDArray[np.uint64]) -> tuple[Codes, Codes]:
    return (packed >> np.uint64(32)).astype(np.int32), packed.astype(np.uint32).astype(np.int32)


def fixed(sample: Sample, labels: Placed) -> Sample:
    """Fix the chances of the labelled pairs of a sample, and let them count for every field."""
    pairs = sample.candidates
    packed = pairs.first.astype(np.uint64) << np.uint64(32) | pairs.second.astype(np.uint64)
    at = np.searchsorted(packed, labels.packed)
    least, most = sample.least.copy(), sample.most.copy()
    least[at], most[at] = labels.same, labels.same
    counting = tuple(_with(mask, at) for mask in sample.counting)
    return replace(sample, least=least, most=most, counting=counting)


def _with(mask: NDArray[np.bool_], at: NDArray[np.intp]) -> NDArray[np.bool_]:
    counted = mask.copy()
    counted[at] = True
    return counted
