"""Learning where many are a little alike: a record is of one person, a village is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.batch.link import link
from mpi.evaluate import Unit, evaluate
from mpi.model import default
from mpi.training import fit
from mpi.training.rivals import NONE, rivals
from mpi.training.spec import chosen
from mpi.training.train import train
from tests.mpi.files import town

TOWN = town(300)
_PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda two: two[0] < two[1]),
    st.floats(-6, 6),
    min_size=1,
)


@given(_PAIRS, st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_odds_are_divided_by_those_of_rivals(
    pairs: dict[tuple[int, int], float], owners: list[int]
) -> None:
    """By brute force: other people count by their best record, less what makes both one."""
    ends = np.array(list(pairs), np.int32)
    person = np.array(owners, np.int32)
    found = rivals(ends[:, 0], ends[:, 1], person).chance(np.array(list(pairs.values())))
    assert found == pytest.approx([_expected(pairs, owners, *two) for two in pairs])


def _expected(pairs: dict[tuple[int, int], float], owners: list[int], a: int, b: int) -> float:
    odds: float = 2.0 ** pairs[a, b]
    if owners[a] != owners[b]:
        odds /= 1 + _against(pairs, owners, a, owners[b]) + _against(pairs, owners, b, owners[a])
    return odds / (1 + odds)


def _against(
    pairs: dict[tuple[int, int], float], owners: list[int], record: int, other: int
) -> float:
    """The odds of everybody else than `other`, by the chance not to be one person with it."""
    best = _best(pairs, owners)
    heard = {end: odds for end, odds in best.items() if odds > 0.02}
    near = {
        c: max((o for (r, d), o in heard.items() if owners[r] == c and d == other), default=0.0)
        for c in owners
    }
    rest = [(c, odds) for (r, c), odds in best.items() if r == record and c != other]
    both = sum(heard.get((record, c), 0.0) * near[c] / (1 + near[c]) for c, _ in rest)
    return sum(odds for _, odds in rest) - both


def _best(pairs: dict[tuple[int, int], float], owners: list[int]) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for (a, b), bits in pairs.items():
        for record, other in ((a, owners[b]), (b, owners[a])):
            if owners[record] != other:
                found[record, other] = max(found.get((record, other), 0.0), 2.0**bits)
    return found


def test_nobody_is_a_rival_before_anybody_is_found() -> None:
    """The chance is then that of the bits alone."""
    assert NONE.chance(np.array([0.0, 2.0])).tolist() == [0.5, 0.8]


def _learnt() -> tuple[float, float]:
    """Give the population learnt, and the pairs that are put together rightly."""
    frame, truth = TOWN
    learnt = train(frame, chosen(frame, {}), default())
    found = link(learnt.model, learnt.paired).outcomes.person.tolist()
    units = (Unit(str(n), str(p), truth[n]) for n, p in enumerate(found))
    return learnt.model.population, evaluate(units)["pairwise"]["f1"]


def test_rivals_are_heard_where_pairs_contradict_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fewer matches are then expected of the same pairs; where none contradict, nothing changes."""
    alone, right = _learnt()
    monkeypatch.setattr(fit, "_CONTRADICTED", 1.0)
    heard, as_right = _learnt()
    assert heard > alone
    assert as_right == pytest.approx(right, abs=0.02)
