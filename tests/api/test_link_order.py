"""Who is who does not depend on the order in which a file's rows stand."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from api.linking import read_records, write_links
from mpi.batch.coded import Columns
from mpi.batch.link import link, pair
from mpi.model import default
from mpi.training.spec import chosen
from mpi.training.train import train
from tests.mpi.files import town
from tests.mpi.households import households


def _linked(frame: pl.DataFrame) -> tuple[pl.DataFrame, bytes]:
    """Give links.csv as it was written, and reviews.csv."""
    with tempfile.TemporaryDirectory() as home:
        frame.write_csv(Path(home) / "records.csv")
        records = read_records([Path(home) / "records.csv"], None)
        found = link(default(), pair(Columns(records.frame), default()))
        write_links(Path(home), records, default(), found)
        links = pl.read_csv(Path(home) / "links.csv", infer_schema=False)
        return links, (Path(home) / "reviews.csv").read_bytes()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_rows_may_stand_in_any_order(seed: int) -> None:
    """The same people and questions; links.csv follows the rows."""
    frame = households(seed)
    shuffled = frame[random.Random(seed).sample(range(len(frame)), len(frame))]
    links, asked = _linked(frame)
    again, asked_again = _linked(shuffled)
    assert again["record_id"].to_list() == shuffled["record_id"].to_list()
    assert again.sort("record_id").equals(links.sort("record_id"))
    assert asked_again == asked


def test_the_same_model_is_learnt(tmp_path: Path) -> None:
    """What is learnt from a sample does not depend on the order of rows either."""
    found = []
    for n, frame in enumerate((town(60)[0], town(60)[0].reverse())):
        frame.write_csv(tmp_path / f"{n}.csv")
        records = read_records([tmp_path / f"{n}.csv"], None).frame
        found.append(train(records, chosen(records, {}), default()).model.version)
    assert found[0] == found[1]
