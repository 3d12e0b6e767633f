"""Pairs that are left early are those that could not have mattered."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from mpi.batch.bits import weigh
from mpi.batch.coded import Columns
from mpi.batch.compared import compared, values
from mpi.batch.hopeful import hopeful
from mpi.model import default
from mpi.model_parts import Model
from mpi.training.spec import chosen
from mpi.training.train import train
from tests.mpi.files import town

TOWN, _ = town(60)
GENERAL = train(TOWN, chosen(TOWN, {}), default()).model


@pytest.mark.parametrize("model", [default(), GENERAL], ids=["default", "general"])
@pytest.mark.parametrize("least", [-10.0, 0.0, 12.0])
def test_no_pair_that_reaches_the_least_is_left(model: Model, least: float) -> None:
    """Of all pairs of a town those of so many bits are among the hopeful, and weigh the same."""
    columns = values(Columns(TOWN), model)
    first, second = np.array([*combinations(range(len(TOWN)), 2)], np.int32).T
    whole = weigh(compared(model, columns, first, second), model).total
    found, places = hopeful(model, columns, first, second, least)
    assert set(np.flatnonzero(whole >= least)) <= set(places)
    np.testing.assert_array_equal(weigh(found, model).total, whole[places])
    assert len(places) < len(first)
