"""Columns that say the same thing twice count once."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from mpi.batch.said import identity_of
from mpi.compare.people_names import EXCHANGED
from mpi.model import default, dump, load
from mpi.model_parts import Model, Overlap
from mpi.profile import Profile, profile
from mpi.score import score
from mpi.training.spec import chosen
from mpi.training.train import train
from tests.mpi.files import town

_COUNTIES = {"leeds": "north", "york": "north", "derby": "mid", "lincoln": "mid",
             "exeter": "south", "bath": "south", "oxford": "south", "durham": "north"}  # fmt: skip
TOWN, _ = town(700)
#: Every sixth record is of a time before its person moved.
MOVED = pl.when(pl.int_range(pl.len()) % 6 == 0).then(pl.col("ward").shift(5)).otherwise("ward")
WITH_COUNTY = TOWN.with_columns(ward=MOVED).with_columns(
    county=pl.col("ward").replace_strict(_COUNTIES, default=None)
)
MODEL = train(WITH_COUNTY, chosen(WITH_COUNTY, {"county": "code"}), default()).model


def _of(given: str, field: str) -> list[Overlap]:
    return [o for o in MODEL.overlaps if (o.given, o.field) == (given, field)]


def test_a_town_tells_its_county() -> None:
    """When the town agrees the county is no news; when it differs, little is made of it."""
    most, least = _of("ward", "county")
    assert (most.levels, most.at_least) == (("same",), False)
    assert most.bits == pytest.approx(0, abs=0.1)
    assert (least.levels, least.at_least) == (("different",), True)
    assert least.bits <= 0
    assert _of("county", "ward") == []


def test_columns_that_are_independent_are_left_alone() -> None:
    """A birth date says nothing of a phone."""
    given = {o.given for o in MODEL.overlaps if o.levels != (EXCHANGED,)}
    assert given <= {"ward", "postcode", "phone", "given_name"}
    assert _of("birth_date", "phone") == _of("phone", "birth_date") == []


def test_such_limits_are_part_of_the_file() -> None:
    """Both sorts are written and read back."""
    assert load(dump(MODEL)).overlaps == MODEL.overlaps


@pytest.mark.parametrize(
    ("overlap", "bits"),
    [
        (Overlap("ward", ("different",), "county", -0.5, at_least=True), -0.5),
        (Overlap("ward", ("different",), "county", -9.0, at_least=True), None),
        (Overlap("ward", ("same",), "county", 0.0), None),
    ],
)
def test_what_speaks_against_counts_once(overlap: Overlap, bits: float | None) -> None:
    """A limit from below holds when its field is at the level, and only lifts."""
    model = replace(MODEL, overlaps=(overlap,))
    said = [
        profile(identity_of(row))
        for row in ({"ward": "leeds", "county": "north"}, {"ward": "bath", "county": "south"})
    ]
    without = _county(replace(MODEL, overlaps=()), said)
    assert _county(model, said) == pytest.approx(without if bits is None else bits)


def _county(model: Model, said: list[Profile]) -> float:
    evidence = score(said[0], (said[1],), model).evidence
    return next(e.bits for e in evidence if e.field == "county")
