"""Learning in a process beside: the same model as here, and nothing lost where it fails."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest

from api import link_run
from api.link_learning import learn, learnt_beside, told
from mpi.model import default
from mpi.training.spec import Spec, chosen
from mpi.training.train import train
from mpi.typed_json import encode
from tests.api.commands import Call
from tests.mpi.files import town


@pytest.fixture
def frame() -> pl.DataFrame:
    """Records of a small town."""
    return town(200)[0]


def test_learning_beside_gives_the_model_learnt_here(frame: pl.DataFrame) -> None:
    """And something else is done meanwhile."""
    spec, done = chosen(frame, {}), list[str]()
    found = learnt_beside(frame, spec, 1, lambda: done.append("read"))
    assert done == ["read"]
    assert found == told(train(frame, spec, default()))


def test_what_is_asked_is_learnt(frame: pl.DataFrame) -> None:
    """A line of JSON and the records; here without a process."""
    spec, asked = chosen(frame, {}), io.BytesIO()
    said = {"spec": encode(spec), "records": len(frame), "seed": 1}
    asked.write(json.dumps(said).encode() + b"\n")
    frame.write_ipc(asked)
    asked.seek(0)
    assert learn(asked) == told(train(frame, spec, default()))


def test_a_process_that_fails_tells_nothing(frame: pl.DataFrame) -> None:
    """A specification without fields cannot be learnt."""
    assert learnt_beside(frame, Spec(()), 1, list) is None


@pytest.mark.parametrize("fails", [False, True])
def test_a_run_over_many_records_is_as_one_over_few(
    call: Call, frame: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    """Also where the process beside fails: the model is then learnt here."""
    frame.write_csv(tmp_path / "town.csv")
    call("link", tmp_path / "town.csv", "--out", tmp_path / "few")
    monkeypatch.setattr(link_run, "MOST_RECORDS", 10)
    if fails:
        monkeypatch.setattr(link_run, "learnt_beside", lambda *_: None)
    assert call("link", tmp_path / "town.csv", "--out", tmp_path / "many").code == 0
    for file in ("links.csv", "reviews.csv", "people.csv", "model.json"):
        assert (tmp_path / "many" / file).read_bytes() == (tmp_path / "few" / file).read_bytes()
