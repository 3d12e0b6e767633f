"""What the graph says of a facility's data, against counts made by hand, on both engines."""

from __future__ import annotations

import pytest

from graph.facility_quality import Share, graph_shares
from graph.joining import join
from graph.model import Event, Observation, Origin, Record
from graph.store import Store
from mpi.identity import Sex
from mpi.model import default
from tests.records import booked, diagnosis, letter, prescription, visit, who

MODEL = default()
FIRST, LAST, TODAY = 20260301, 20260331, 20260401
RESULT = Observation(Origin("XML4"), code="1", value="5")
AN, BINH = who(), who("Trần Thị Bình", "19900102", "001190012345", sex=Sex.FEMALE)


def here(key: str, *events: Event, day: str = "2026-03-02") -> Record:
    """A visit of An at 01004."""
    return visit(AN, key=key, events=events, day=day)


CITY = [
    here("V1", diagnosis(), prescription("Oresol"), RESULT, letter("L1", "01004", "01003")),
    here("V2", diagnosis(), letter("L2", "01004", "01003"), booked("2026-03-20")),
    here("V3", booked("2026-05-20"), day="2026-03-20"),
    visit(AN, local_id="BN9", key="V4"),
    visit(AN, facility="01003", key="W1", letter="L1", came_from="01004", day="2026-03-04"),
    visit(BINH, facility="01003", local_id="BN2", key="W2", letter="L7", came_from="01006"),
    visit(BINH, local_id="BN3", key="V5", day="2026-04-09"),
]

SAID = {
    "01004": {
        "coded": Share(2, 4), "treated": Share(1, 4), "observed": Share(1, 4),
        "duplicates": Share(2, 2), "agreement": Share(2, 2), "referrals": Share(1, 2),
        "appointments": Share(1, 1),
    },
    "01003": {
        "coded": Share(0, 2), "treated": Share(0, 2), "observed": Share(0, 2),
        "duplicates": Share(0, 2), "agreement": Share(3, 3), "arrivals": Share(1, 2),
    },
}  # fmt: skip


@pytest.fixture
def told(store: Store) -> Store:
    """The city above in a store."""
    for record in CITY:
        join(store, [record], MODEL)
    return store


def test_shares_are_what_is_counted_by_hand(told: Store) -> None:
    """Depth, duplicates, agreement and other ends, for each facility of the period."""
    assert graph_shares(told, FIRST, LAST, TODAY) == SAID


def test_one_facility_is_the_same_as_in_all(told: Store) -> None:
    """Asked alone, a facility gives what it gives among all."""
    assert graph_shares(told, FIRST, LAST, TODAY, "01003") == {"01003": SAID["01003"]}
    assert graph_shares(told, 20250101, 20250131, TODAY) == {}


def test_a_share_of_nothing_is_unknown() -> None:
    """Not zero, and not one."""
    assert (Share(0, 0).value, Share(1, 4).value) == (None, 0.25)
