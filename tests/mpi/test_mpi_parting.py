"""Where a person's records fall into two: contradictions, loose parts, weak bridges."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mpi.dates import PartialDate
from mpi.identity import Identity
from mpi.model import default
from mpi.parting import Parting, Recorded, parting
from mpi.presence import Presence, Stay
from tests.mpi.citizens import ADULT, AWAY, MOTHER, bare, city, damaged

MODEL = default()
BORN = PartialDate(1988, 2, 9)
BROTHER = replace(ADULT, name="Nguyễn Văn Bình", birth_date=BORN, personal_number="001088054321")
OTHER_NUMBER = replace(ADULT, personal_number="001085054321")


def parted(*said: Identity) -> Parting | None:
    """Look at a person whose records r0, r1 … say these."""
    return parting([Recorded(f"r{n}", (each,)) for n, each in enumerate(said)], MODEL)


@pytest.mark.parametrize(
    ("said", "go"),
    [
        ((ADULT,), None),
        ((ADULT, ADULT, bare(ADULT)), None),
        ((ADULT, replace(ADULT, address=AWAY, phones=("0999999999",))), None),
        ((ADULT, ADULT, MOTHER), ("r2",)),
        ((ADULT, OTHER_NUMBER), ("r1",)),
        ((ADULT, ADULT, OTHER_NUMBER, OTHER_NUMBER), ("r2", "r3")),
        ((OTHER_NUMBER, ADULT, ADULT), ("r0",)),
        ((ADULT, ADULT, BROTHER, BROTHER), ("r2", "r3")),
    ],
)
def test_cuts(said: tuple[Identity, ...], go: tuple[str, ...] | None) -> None:
    """The smaller side goes; what hangs together stays together."""
    found = parted(*said)
    assert (found and found.go) == go


def test_a_mixed_record_between_two_groups_is_a_weak_bridge() -> None:
    """One record with the one's name and the other's card holds two families of records."""
    card = ("GD4019999999999",)
    mixed = replace(ADULT, insurance_numbers=card)
    own_card = replace(BROTHER, insurance_numbers=card)
    found = parted(ADULT, ADULT, mixed, own_card, own_card)
    assert found is not None
    assert {"r3", "r4"} <= {*found.go} or {"r3", "r4"} <= {*found.stay}
    assert not {"r0", "r3"} <= {*found.go}


#: Nobody near explains an agreement away, so that a lent card alone makes a link.
STRANGERS = replace(MODEL, relations=())
CARD, PHONES = ("GD4010386120957",), ("0912345679", "0987123456", "0966123456")
ONE = replace(ADULT, personal_number="", insurance_numbers=(), phones=PHONES[:1])
OTHER = replace(BROTHER, personal_number="", insurance_numbers=(), phones=PHONES[2:])
OWNER = replace(OTHER, insurance_numbers=CARD, phones=PHONES[1:2])
LENT = replace(ONE, insurance_numbers=CARD, phones=PHONES[:2])


@pytest.mark.parametrize(
    ("said", "sides"),
    [
        (
            [ONE, ONE, LENT, OWNER, *[OTHER] * 2],
            [{"r0", "r1", "r2"}, {"r3", "r4", "r5"}],
        ),
        (
            [ONE, ONE, ONE, LENT, OWNER, OWNER],
            [{"r0", "r1", "r2", "r3"}, {"r4", "r5"}],
        ),
        ([ONE, LENT, OWNER], None),
        (
            [
                ONE,
                ONE,
                replace(LENT, phones=PHONES[:1]),
                *[replace(bare(ONE), insurance_numbers=CARD)] * 2,
            ],
            None,
        ),
    ],
    ids=["bridge", "articulation point", "not dense", "may well be one"],
)
def test_dense_groups_on_a_weak_bridge(said: list[Identity], sides: list[set[str]] | None) -> None:
    """One lent card holds two groups together, most of whose records are hardly one citizen's."""
    found = parting([Recorded(f"r{n}", (i,)) for n, i in enumerate(said)], STRANGERS)
    assert (found and sorted([{*found.stay}, {*found.go}], key=min)) == sides


def test_two_beds_at_once_are_two() -> None:
    """All that is said agrees, but one citizen cannot lie in two hospitals."""
    noon = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)
    stays = [Presence((Stay(f, noon, noon + dt.timedelta(days=4)),)) for f in "AB"]
    found = parting([Recorded(f"r{n}", (ADULT,), stay) for n, stay in enumerate(stays)], MODEL)
    assert found is not None
    assert "in two hospitals at once" in {e.level for e in found.evidence}


@given(seed=st.integers(0, 10_000), copies=st.integers(2, 6))
@settings(max_examples=40, deadline=None)
def test_what_hospitals_misspell_is_not_two(seed: int, copies: int) -> None:
    """Records of one citizen, each with its own slips, beside one whole one, stay together."""
    dice = Random(seed)
    person = next(identity for _, identity in city(seed, 1))
    assert parted(person, *(damaged(dice, person) for _ in range(copies))) is None


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_order_of_records_is_nothing(seed: int) -> None:
    """Shuffled, the same records go, and the evidence adds up."""
    dice = Random(seed)
    records = [Recorded(f"r{n}", (i,)) for n, (_, i) in enumerate(city(seed, 1))]
    found = parting(records, MODEL)
    assert parting(dice.sample(records, len(records)), MODEL) == found
    assert found is not None
    assert found.bits == pytest.approx(sum(e.bits for e in found.evidence))
