"""From links to people: together what hangs together, apart what must not be one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.batch.bits import weigh
from mpi.batch.coded import Columns
from mpi.batch.compared import compared
from mpi.batch.groups import all_pairs, components, loose
from mpi.batch.joining import Matrix, join
from mpi.batch.link import link, pair
from mpi.batch.outcome import Outcomes
from mpi.batch.people import LARGEST, people
from mpi.batch.survivors import survivors
from mpi.model import default
from mpi.model_parts import Thresholds
from mpi.training.spec import chosen
from mpi.training.train import train
from tests.mpi.files import town

TOWN, TRUTH = town(120)
TRAINED = train(TOWN, chosen(TOWN, {}), default())
CANDIDATES = TRAINED.paired.candidates


def _codes(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, np.int32)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_components_hold_whoever_is_linked(links: list[tuple[int, int]]) -> None:
    """Every link stays within one component, whose name is its lowest record."""
    found = components(10, _codes(*(a for a, _ in links)), _codes(*(b for _, b in links)))
    assert all(found[a] == found[b] for a, b in links)
    assert all(found[name] == name for name in found.tolist())


def test_components_with_links_missing_are_looked_at_again() -> None:
    """A chain of three is loose, a triangle is not."""
    groups = _codes(0, 0, 0, 3, 3, 3)
    (found,) = loose(groups, _codes(0, 1, 3, 3, 4))
    assert found.tolist() == [0, 1, 2]
    first, second = all_pairs([found])
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert [len(side) for side in all_pairs([])] == [0, 0]


def _matrix(bits: list[list[float]], **changed: object) -> Matrix:
    square = np.array(bits)
    never = np.zeros(square.shape, np.bool_)
    given = Matrix(
        bits=square[None], said=np.ones((1, *square.shape), np.bool_),
        near=np.zeros((0, 1, *square.shape)), barred=never, doubted=never,
        lasting=np.array([True]), prior=0.0, starts=np.zeros(0),
    )  # fmt: skip
    return replace(given, **changed)  # type: ignore[arg-type]


def _groups(matrix: Matrix, least: float = 1.0) -> list[list[int]]:
    return sorted(sorted(group.tolist()) for group in join(matrix, least))


CHAIN = [[0.0, 9.0, -9.0], [9.0, 0.0, 4.0], [-9.0, 4.0, 0.0]]


def test_a_person_is_weighed_whole() -> None:
    """The third agrees with one of two: what never changes is averaged, and that is enough."""
    assert _groups(_matrix(CHAIN)) == [[0, 1, 2]]
    assert _groups(_matrix(CHAIN), least=3.5) == [[0, 1], [2]]


def test_what_changes_in_life_counts_at_its_best() -> None:
    """Of a field that is not lasting the best pair speaks."""
    assert _groups(_matrix(CHAIN, lasting=np.array([False])), least=3.5) == [[0, 1, 2]]


def test_whoever_is_never_one_stays_apart() -> None:
    """A bar between two records keeps their whole groups apart, however strong the third is."""
    barred = np.zeros((3, 3), np.bool_)
    barred[0, 2] = barred[2, 0] = True
    assert _groups(_matrix(CHAIN, barred=barred)) == [[0, 1], [2]]


def test_doubt_about_all_pairs_keeps_two_groups_apart() -> None:
    """One doubted pair of several does not."""
    doubted = np.zeros((3, 3), np.bool_)
    doubted[0, 2] = doubted[2, 0] = True
    assert _groups(_matrix(CHAIN, doubted=doubted)) == [[0, 1, 2]]
    doubted[1, 2] = doubted[2, 1] = True
    assert _groups(_matrix(CHAIN, doubted=doubted)) == [[0, 1], [2]]


def test_most_of_a_town_is_found() -> None:
    """End to end: people are right but for those of whom too little is left."""
    found = link(TRAINED.model, TRAINED.paired).outcomes.person
    wrong = {(p, t) for p, t in zip(found.tolist(), TRUTH, strict=True)}
    assert len(wrong) == pytest.approx(120, abs=6)
    assert len({p for p, _ in wrong}) == pytest.approx(120, abs=6)


def test_a_model_links_a_file_that_it_was_not_trained_on() -> None:
    """Pairs are found and compared by the model alone."""
    other, truth = town(80, seed=9)
    found = link(TRAINED.model, pair(Columns(other), TRAINED.model)).outcomes
    assert len(set(found.person.tolist())) == pytest.approx(len(set(truth)), abs=6)


def test_a_component_that_is_too_large_is_cut_at_its_weakest_links() -> None:
    """With everything linked to everything by some bit or other, nobody is lost or doubled."""
    everybody = replace(TRAINED.model, thresholds=Thresholds(same=-60.0, maybe=-61.0))
    pairs = compared(everybody, TRAINED.paired.values, CANDIDATES.first, CANDIDATES.second)
    found = people(everybody, TRAINED.paired.values, pairs, weigh(pairs, everybody))
    assert np.bincount(found).max() <= LARGEST
    assert len(found) == len(TOWN)


def _outcomes(same: float, maybe: float) -> Outcomes:
    model = replace(TRAINED.model, thresholds=Thresholds(same=same, maybe=maybe))
    return link(model, TRAINED.paired).outcomes


def test_decisions_and_questions() -> None:
    """With a high threshold some are *maybe*: alone, and asked about with the reason in words."""
    found = _outcomes(same=30.0, maybe=0.0)
    alone = np.bincount(found.person, minlength=len(TOWN))[found.person] == 1
    assert set(found.decision[~alone].tolist()) == {"same"}
    assert set(found.decision[alone].tolist()) == {"maybe", "new"}
    assert found.reviews[0].probability >= found.reviews[-1].probability > 0.4
    assert "same" in found.reviews[0].reason
    assert {found.person[r.first] == found.person[r.second] for r in found.reviews} == {False}


def test_probabilities_are_probabilities() -> None:
    """Of records together, of a question, and of being nobody else."""
    found = _outcomes(same=4.0, maybe=-2.0)
    assert found.probability.min() >= 0
    assert found.probability.max() <= 1
    assert found.probability[found.decision == "same"].min() > 0.5


def test_a_persons_row_keeps_what_was_said_most() -> None:
    """Most often, then the fullest; the record's id and source are not a person's."""
    frame = pl.DataFrame(
        {
            "record_id": ["a", "b", "c", "d"],
            "given_name": ["Jon", "John", "Jon", None],
            "job": ["", "miner", "coal miner", None],
        }
    ).with_columns(pl.col("job").replace("", None))
    found = survivors(frame, pl.Series(["p", "p", "p", "q"])).to_dicts()
    assert found == [
        {"person_id": "p", "records": 3, "given_name": "Jon", "job": "coal miner"},
        {"person_id": "q", "records": 1, "given_name": None, "job": None},
    ]


def test_a_field_that_no_pair_tells_of_keeps_its_bits() -> None:
    """Where a model says what silence weighs, a group's silence weighs as much, and once."""
    bits = [[0.0, -2.0, -2.0], [-2.0, 0.0, -2.0], [-2.0, -2.0, 0.0]]
    silent = _matrix(bits, said=np.zeros((1, 3, 3), np.bool_))
    assert silent.together(np.array([0, 1]), np.array([2])) == silent.alone()[0, 2]
