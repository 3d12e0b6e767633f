"""Weights of many pairs at once are the weights of one pair, many times."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mpi.batch.bits import near_by_field, weigh
from mpi.batch.coded import Columns
from mpi.batch.compared import compared, values
from mpi.batch.said import identity_of
from mpi.model import default, dump, load
from mpi.model_parts import Field, Model
from mpi.profile import profile
from mpi.score import score
from mpi.training.spec import Spec, chosen
from mpi.training.start import AT_HOME, at_home, start
from mpi.training.train import train
from tests.mpi.citizens import names
from tests.mpi.files import town

TOWN, _ = town(60)
GENERAL = train(TOWN, chosen(TOWN, {}), default()).model

rows = st.fixed_dictionaries(
    {
        "full_name": names | st.just("Con bà Lê Thị Hoa"),
        "birth_date": st.sampled_from(("1985-07-04", "1985-04-07", "1985", "2024-05-21", "")),
        "sex": st.sampled_from(("nam", "nữ", "")),
        "personal_number": st.sampled_from(("001085012345", "001085012354", "")),
        "insurance_number": st.sampled_from(("GD4010123456789", "TE101KT00000012", "")),
        "phone": st.sampled_from(("0912345679;0987123456", "0987123456", "")),
        "address": st.sampled_from(("Số 12, ngõ 5, phố Huế", "12 Huế", "")),
        "ward": st.sampled_from(("00256", "00256;00004", "")),
        "mother_name": st.sampled_from(("Lê Thị Hoa", "")),
    }
)


def _hanoi() -> Model:
    model = default()
    kept = [field for field in model.fields if field.kind != "father"]
    names = {field.field for field in kept}
    relations = (
        replace(r, u={f: u for f, u in r.u.items() if f in names}) for r in model.relations
    )
    return replace(model, fields=tuple(kept), relations=tuple(relations))


HANOI = _hanoi()


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, min_size=2, max_size=4))
def test_files_of_citizens_weigh_as_in_real_time(said: list[dict[str, str]]) -> None:
    """The default model gives every pair of rows the same bits on arrays and one by one."""
    frame = pl.DataFrame(said)
    _agree(frame, HANOI)


@settings(max_examples=30, deadline=None)
@given(st.lists(rows, min_size=2, max_size=4))
def test_that_nothing_is_said_may_tell(said: list[dict[str, str]]) -> None:
    """Where a model gives bits to there being nothing to compare, both ways count them."""
    fields = [replace(f, unsaid=-1.5) if f.field == "phone" else f for f in HANOI.fields]
    _agree(pl.DataFrame(said), replace(HANOI, fields=tuple(fields)))


def test_a_trained_model_weighs_as_in_real_time() -> None:
    """So does a model learnt from other columns, with shares of its own values."""
    _agree(TOWN.head(25), load(dump(GENERAL)))


def test_a_home_is_discounted_on_arrays_as_in_real_time() -> None:
    """Housemates made for any data set count on both ways alike."""
    begun = start(chosen(TOWN, {}), default(), ())
    model = replace(begun, relations=at_home(begun.relations, GENERAL.fields, {}))
    assert [r.relation for r in model.relations] == [*AT_HOME]
    _agree(TOWN.head(25), replace(model, fields=GENERAL.fields))


def _agree(frame: pl.DataFrame, model: Model) -> None:
    first, second = (side.astype(np.int32) for side in np.triu_indices(len(frame), 1))
    pairs = compared(model, values(Columns(frame), model), first, second)
    weighed = weigh(pairs, model)
    said = [profile(identity_of({k: v or "" for k, v in row.items()})) for row in frame.to_dicts()]
    one_by_one = [
        score(said[a], (said[b],), model).bits for a, b in zip(first, second, strict=True)
    ]
    assert weighed.total == pytest.approx(one_by_one, abs=1e-9)
    assert near_by_field(pairs, model).shape == (
        len(model.relations), len(model.fields), len(pairs),
    )  # fmt: skip


def test_a_field_without_any_level_weighs_nothing() -> None:
    """Rows that say nothing in a field are compared in the others alone."""
    spec = Spec(chosen(TOWN, {}).fields[:1])
    model = start(spec, default(), ())
    empty = TOWN.head(3).with_columns(family_name=pl.lit(None, pl.String))
    pairs = compared(model, values(Columns(empty), model), *np.zeros((2, 1), np.int32))
    assert isinstance(model.fields[0], Field)
    assert weigh(pairs, model).fields[0].tolist() == [0.0]
