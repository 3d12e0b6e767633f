"""Figures against truth: counted from sizes, checked by listing every pair."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from mpi.evaluate import Unit, evaluate


def test_a_small_city_by_hand() -> None:
    """Twins A and B of one home put together, C cut in two, D right."""
    rows = ["1 p A h", "2 p A h", "3 p B h", "4 q C k", "5 r C k", "6 s D k"]
    figures = evaluate([Unit(*row.split()) for row in rows])
    assert figures["pairwise"] == {"precision": 1 / 3, "recall": 1 / 2, "f1": 0.4}
    assert figures["cluster"] == {"precision": 1 / 4, "recall": 1 / 4, "f1": 1 / 4}
    assert (figures["false_links"], figures["false_links_in_household"]) == (2, 2)
    assert (figures["people"], figures["predicted_people"]) == (4, 4)


def test_nothing_is_perfect() -> None:
    """With nothing to find and nothing said there is no error."""
    figures = evaluate([])
    assert figures["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_nothing_right_is_zero() -> None:
    """All wrong gives 0, not a division by zero."""
    figures = evaluate([Unit("1", "p", "A"), Unit("2", "p", "B"), Unit("3", "q", "A")])
    assert figures["pairwise"]["f1"] == 0.0


units = st.builds(
    Unit,
    st.just(""),
    st.sampled_from("pqr"),
    st.sampled_from("ABCD"),
    st.sampled_from(("", "h", "k")),
)


@given(st.lists(units, max_size=12))
def test_counting_agrees_with_listing(rows: list[Unit]) -> None:
    """Sizes of groups give what listing every pair gives."""
    pairs = list(combinations(rows, 2))
    linked = [(a, b) for a, b in pairs if a.predicted == b.predicted]
    right = sum(a.true == b.true for a, b in linked)
    housed = sum(a.true != b.true and a.household == b.household != "" for a, b in linked)
    figures = evaluate(rows)
    assert figures["false_links"] == len(linked) - right
    assert figures["false_links_in_household"] == housed
    if linked:
        assert figures["pairwise"]["precision"] == right / len(linked)
