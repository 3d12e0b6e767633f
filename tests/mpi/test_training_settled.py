"""What did not settle is listed, each with its reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from mpi.batch.coded import Columns
from mpi.batch.compared import compared, values
from mpi.batch.keys import Keys
from mpi.batch.pairs import candidates
from mpi.model import default
from mpi.training.fit import Sample, fit
from mpi.training.sample import counting, random_pairs
from mpi.training.settled import Unsettled, unsettled
from mpi.training.spec import chosen
from mpi.training.start import start
from mpi.training.train import train
from tests.mpi.files import town
from tests.mpi.test_training_relatives import FILE

TOWN, _ = town(300)
RARE = TOWN.with_columns(job=pl.Series(["miner", "baker", *[None] * (len(TOWN) - 2)]))
LEARNT = train(RARE, chosen(RARE, {"job": "text"}), default())
HANOI = train(FILE, chosen(FILE, {}), default())


def _of(found: tuple[Unsettled, ...], why: str) -> dict[str, Unsettled]:
    return {it.parameter: it for it in found if it.why == why}


def test_a_column_that_hardly_anybody_fills_in_is_told() -> None:
    """Two of 450 have a job: its m is the first guess, and so says the list."""
    few = _of(LEARNT.learning.unsettled, "too few pairs")
    assert {name for name in few if name.startswith("job")} >= {"job: same, m", "job: different, m"}
    assert few["job: same, m"].pairs < 5


def test_what_is_well_told_is_not_in_the_list() -> None:
    """Sex and ward agree and differ often enough."""
    told = {it.parameter for it in LEARNT.learning.unsettled}
    assert not told & {"sex: same, u", "sex: same, m", "ward: same, m", "ward: different, u"}


def test_a_bound_is_told() -> None:
    """Nobody differs in sex from himself: m stays at the clerk who takes another's file."""
    held = _of(HANOI.learning.unsettled, "at a bound")
    assert held["sex: different, m"].value == pytest.approx(1e-3)


def test_relations_that_are_hardly_seen_stand_as_known() -> None:
    """Siblings of Vietnam are at the least that is known."""
    held = _of(HANOI.learning.unsettled, "at a bound")
    assert held["sibling: people"].value == default().relations[1].people


@pytest.mark.parametrize("found", [LEARNT, HANOI])
def test_what_still_moves_moves_more_than_is_borne(found: object) -> None:
    """Each has the last change beside the tolerance, and says "still moves" just then."""
    assert isinstance(found, type(LEARNT))
    for it in found.learning.unsettled:
        if it.why == "still moves":
            assert it.change > it.tolerance
        elif it.parameter.endswith(", m"):
            assert it.change <= it.tolerance


def test_after_one_round_much_still_moves() -> None:
    """A fit that was stopped early says so of the parameters that were on their way."""
    begun = replace(
        start(chosen(RARE, {"job": "text"}), default(), ()), blocking=LEARNT.model.blocking
    )
    columns = Columns(RARE)
    coded = values(columns, begun)
    found = candidates(Keys(columns, begun.fields), begun.blocking)
    pairs = compared(begun, coded, found.first, found.second)
    chance = compared(begun, coded, *random_pairs(len(TOWN), 5_000, 1))
    least, most = np.zeros(len(pairs)), np.ones(len(pairs))
    sample = Sample(pairs, counting(begun, found), chance, len(TOWN), least, most)
    moving = _of(unsettled(fit(begun, sample, steps=1), begun, sample), "still moves")
    assert moving
    assert all(it.change > it.tolerance for it in moving.values())
