"""A model may read columns of any data set: scored, blocked and checked like its own fields."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from mpi.batch.coded import Columns
from mpi.batch.levels import levels as levels_of
from mpi.blocking import keys
from mpi.compare import comparison
from mpi.compare.values import VALUE_KINDS
from mpi.decide import decide
from mpi.decision import Candidate, Outcome
from mpi.errors import BadInput
from mpi.identity import Identity
from mpi.model import default, dump, load
from mpi.model_parts import BlockRule, Field, History, Level, Model, Shares, Thresholds
from mpi.profile import profile

LEVELS = (Level("same", 0.9, 1.0, by_value=True), Level("different", 0.1, 0.9))
JOB = Field(
    "job", "code", History.BEST, LEVELS, column="job", shares=Shares({"clerk": 0.25}, 2**-20),
)  # fmt: skip
MODEL = replace(
    default(), fields=(JOB,), anchors=("job",), relations=(), overlaps=(), ceilings=(),
    population=16.0, thresholds=Thresholds(3, 0), blocking=(BlockRule("job", ("job:value",)),),
)  # fmt: skip
CLERK, DIVER = Identity(other=(("job", "clerk"),)), Identity(other=(("job", "Diver"),))


@pytest.mark.parametrize(
    ("identity", "outcome"),
    [(CLERK, Outcome.NEW), (DIVER, Outcome.SAME), (Identity(), Outcome.NEW)],
)
def test_a_rare_value_says_more(identity: Identity, outcome: Outcome) -> None:
    """Two divers are likely one, two clerks are not, and silence says nothing."""
    verdict = decide(identity, [Candidate("p", (identity,))], MODEL)
    assert verdict.outcome is outcome


def test_keys_of_a_column() -> None:
    """A key is a facet of a field's value; an empty one gives none."""
    assert keys(DIVER, MODEL) == ("job:diver",)
    assert keys(Identity(), MODEL) == ()


def test_such_a_model_is_a_file() -> None:
    """Column, shares and levels by value are written and read back."""
    assert load(dump(MODEL)).fields == MODEL.fields


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        (
            replace(MODEL, fields=(replace(JOB, column=""),)),
            r"fields\[0\].column: is for the general",
        ),
        (replace(MODEL, fields=(replace(JOB, shares=None),)), r"fields\[0\].shares: are needed"),
        (
            replace(MODEL, fields=(replace(JOB, kind="colour"),)),
            r"fields\[0\].kind: must be one of",
        ),
        (
            replace(MODEL, fields=(replace(JOB, levels=(replace(LEVELS[0], alike=1), LEVELS[1])),)),
            r"fields\[0\].levels\[0\].alike: is for levels told by likeness.*: none",
        ),
        (replace(MODEL, blocking=(BlockRule("x", ("job:end",)),)), r"blocking\[0\].parts: must be"),
    ],
)
def test_a_model_that_cannot_be_read_is_refused(changed: Model, rule: str) -> None:
    """A general kind needs its column, a level by value its shares, a rule a facet."""
    with pytest.raises(BadInput, match=rule):
        load(dump(changed))


@pytest.mark.parametrize(
    ("alike", "level"), [(None, "very close"), (0.99, "close"), (0.5, "very close")]
)
def test_a_model_says_from_when_on_texts_are_alike(alike: float | None, level: str) -> None:
    """The bound of a level stands in the model; where it does not, the kind's own holds."""
    names = [row.level for row in VALUE_KINDS["name part"].rows]
    levels = tuple(Level(n, 0.1, 0.1, alike=alike if n == "very close" else None) for n in names)
    field = Field("name", "name part", History.MEAN, levels, column="name")
    one, other = (profile(Identity(other=(("name", n),))) for n in ("Katherine", "Katharinee"))
    assert comparison(field)(one, other) == level
    frame = pl.DataFrame({"name": ["Katherine", "Katharinee"]})
    read = Columns(frame).values(("name",), VALUE_KINDS["name part"].read)
    assert names[levels_of(field, read, np.array([0]), np.array([1]))[0]] == level


def test_a_bound_may_be_a_distance() -> None:
    """Two letters apart may be called a slip."""
    rows = VALUE_KINDS["place"].rows
    levels = tuple(Level(r.level, 0.1, 0.1, alike=2 if r.bound == 1 else r.bound) for r in rows)
    field = Field("ward", "place", History.BEST, levels, column="ward")
    one, other = (profile(Identity(other=(("ward", n),))) for n in ("Leeds", "Lxxds"))
    assert comparison(field)(one, other) == "one letter"
