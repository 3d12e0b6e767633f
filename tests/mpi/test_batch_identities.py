"""Identities in hand weigh on arrays as they do one by one, and meet by the same keys."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mpi.batch.bits import weigh
from mpi.batch.coded import Columns
from mpi.batch.compared import compared, values
from mpi.batch.identities import IdentityColumns
from mpi.batch.link import pair
from mpi.batch.said import identity_of
from mpi.blocking import keys
from mpi.identity import Identity
from mpi.model import default
from mpi.profile import profile
from mpi.score import score
from mpi.training.spec import chosen
from mpi.training.train import train
from tests.mpi.citizens import CHILD, MOTHER, NEWBORN, city, identities
from tests.mpi.files import town

MODEL = default()
TOWN, _ = town(60)
GENERAL = train(TOWN, chosen(TOWN, {}), default()).model


@settings(max_examples=80, deadline=None)
@given(st.lists(identities, min_size=2, max_size=5))
def test_identities_weigh_as_in_real_time(said: list[Identity]) -> None:
    """Every pair has the same bits, births, parents and numbers of parents included."""
    first, second = (side.astype(np.int32) for side in np.triu_indices(len(said), 1))
    pairs = compared(MODEL, values(IdentityColumns(said), MODEL), first, second)
    alone = [
        score(profile(said[a]), (profile(said[b]),), MODEL).bits
        for a, b in zip(first, second, strict=True)
    ]
    assert weigh(pairs, MODEL).total == pytest.approx(alone, abs=1e-9)


def test_pairs_are_those_that_share_a_key() -> None:
    """Blocking on arrays finds what the keys of real time find, families and newborns included."""
    said = [*(identity for _, identity in city(3, 20)), CHILD, MOTHER, NEWBORN]
    found = pair(IdentityColumns(said), MODEL).candidates
    have = [set(keys(identity, MODEL)) for identity in said]
    wanted = {(a, b) for a, b in itertools.combinations(range(len(said)), 2) if have[a] & have[b]}
    assert wanted <= set(zip(found.first.tolist(), found.second.tolist(), strict=True))


def test_further_columns_weigh_too() -> None:
    """A model learnt from a file's own columns reads them from identities in hand."""
    said = [identity_of({k: v or "" for k, v in row.items()}) for row in TOWN.head(20).to_dicts()]
    first, second = (side.astype(np.int32) for side in np.triu_indices(len(said), 1))
    in_hand, in_file = IdentityColumns(said), Columns(TOWN.head(20))
    found = [pair(columns, GENERAL).candidates.first.tolist() for columns in (in_hand, in_file)]
    assert found[0] == found[1]
    weighed = [
        weigh(compared(GENERAL, values(columns, GENERAL), first, second), GENERAL).total
        for columns in (in_hand, in_file)
    ]
    assert weighed[0] == pytest.approx(weighed[1], abs=1e-9)
