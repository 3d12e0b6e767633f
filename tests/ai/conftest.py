"""The simulated city of measures, made once for all tests that read it."""

from __future__ import annotations

import pytest

from ai.columns import Snapshot
from graph.engines import open_store
from graph.migrate import migrate
from tests.ai.questions import facts
from tests.ai.simulated import KNOWN, filled, written


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The XML of the city, in the order sent."""
    return written(tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="session")
def measured_city(files: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The facts of the city, read once; reading alone needs no second engine."""
    store = open_store(f"embedded:{tmp_path_factory.mktemp('facts') / 'store'}")
    migrate(store)
    snapshot = facts(filled(store, files), KNOWN)
    store.close()
    return snapshot
