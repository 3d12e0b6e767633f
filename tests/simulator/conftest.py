"""One simulation for all tests that only look."""

from __future__ import annotations

import pytest

from simulator.run import simulate
from tests.simulator.made import Made


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give a city of 900 people and 20 facilities, a whole year of it."""
    out = tmp_path_factory.mktemp("simulation") / "city"
    return Made(out, simulate(out, people=900, seed=11, facilities=20))
