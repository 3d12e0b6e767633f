"""What is asked: people weighed whole, against whoever else it may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.batch.bits import Compared, weigh
from mpi.batch.compared import compared
from mpi.batch.questions import against_rivals, questions
from mpi.decision import Outcome
from mpi.model import default
from mpi.model_parts import Ceiling, Thresholds
from mpi.training.spec import chosen
from mpi.training.train import train
from tests.mpi.files import town

TOWN, TRUTH = town(120)
TRAINED = train(TOWN, chosen(TOWN, {}), default())
STRICT = replace(TRAINED.model, thresholds=Thresholds(same=16.0, maybe=-2.0))
EACH = np.arange(len(TOWN), dtype=np.int32)


def _no(pairs: Compared) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """No pair that alone would have held two groups together."""
    return np.zeros(len(pairs), np.bool_)


def _chances(edges: dict[tuple[int, int], float]) -> list[float]:
    a, b = (np.array(side, np.int32) for side in zip(*edges, strict=True))
    return [round(float(p), 4) for p in against_rivals(a, b, np.array([*edges.values()]))]


@pytest.mark.parametrize(
    ("odds", "chances"),
    [
        ({(0, 1): 1.0}, [0.5]),
        ({(0, 1): 1.0, (0, 2): 1.0}, [0.3333, 0.3333]),
        ({(0, 1): 3.0, (0, 2): 1.0}, [0.6, 0.2]),
        ({(0, 1): 1.0, (2, 3): 1.0}, [0.5, 0.5]),
        ({(0, 1): 1.0, (0, 2): 1.0, (1, 2): 1e9}, [0.5, 0.5, 1.0]),
        ({(0, 1): 1.0, (1, 2): 1e9}, [0.0, 1.0]),
        ({(0, 1): 1.0, (0, 2): 1.0, (1, 2): 1.0}, [0.4, 0.4, 0.4]),
    ],
)
def test_who_may_be_one_of_two_is_not_both(
    odds: dict[tuple[int, int], float], chances: list[float]
) -> None:
    """Alone; with one and a weak rival; beside others; with one who is both, or only the other."""
    assert _chances(odds) == chances


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=6))
def test_chances_of_rivals_are_those_of_one_of_them(odds: list[float]) -> None:
    """Of people who are not each other at most one is it: the oracle is odds over 1 + all odds."""
    found = _chances({(0, n): each for n, each in enumerate(odds, 1)})
    assert found == pytest.approx([each / (1 + sum(odds)) for each in odds], abs=1e-4)


def test_a_question_is_about_people_with_all_their_records() -> None:
    """The chance of a question is no pair's own, where a person has several records."""
    found, values = TRAINED.paired.candidates, TRAINED.paired.values
    pairs = compared(STRICT, values, found.first, found.second)
    weighed = weigh(pairs, STRICT)
    for person, differ in ((EACH, False), (EACH // 2 * 2, True)):
        asked = questions(STRICT, values, pairs, weighed, person, _no(pairs))
        a, b = person[pairs.first[asked.places]], person[pairs.second[asked.places]]
        alone = against_rivals(a, b, np.exp2(weighed.total[asked.places]))
        assert (np.abs(asked.chance - alone).max() > 0.05) == differ
        assert (asked.chance >= 0.2).all()
        assert (np.diff(asked.chance) <= 0).all()


def test_whoever_cannot_be_one_is_not_asked_about() -> None:
    """Where sexes must not differ, no record of one person may differ from one of the other's."""
    barring = replace(STRICT, ceilings=(Ceiling("sex", "different", Outcome.NEW),))
    found, sexes = TRAINED.paired.candidates, TOWN["sex"].to_list()
    person = EACH // 2 * 2
    pairs = compared(barring, TRAINED.paired.values, found.first, found.second)
    asked = [
        questions(model, TRAINED.paired.values, pairs, weigh(pairs, model), person, _no(pairs))
        for model in (STRICT, barring)
    ]
    assert len(asked[0].places) > len(asked[1].places) > 0
    for n in asked[1].places:
        ends = [person[side[n]] for side in (pairs.first, pairs.second)]
        of_both = [{sexes[i] for i in np.flatnonzero(person == end)} - {None} for end in ends]
        assert all(a == b for a in of_both[0] for b in of_both[1])
