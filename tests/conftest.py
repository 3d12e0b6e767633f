"""What every test may ask for: an empty store on each engine, and the city's own facts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.engines import open_store
from graph.migrate import migrate
from graph.store import Store

ENGINES = ("embedded",)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--store`, the engines on which tests that use the fixture `store` run."""
    parser.addoption("--store", default=",".join(ENGINES), help="engines, comma-separated")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a store once on every chosen engine."""
    if "engine" in metafunc.fixturenames:
        names = metafunc.config.getoption("--store").split(",")
        metafunc.parametrize("engine", names, scope="session")


@pytest.fixture
def store_url(engine: str, tmp_path: Path) -> str:
    """Give the URL of an empty place for a store."""
    return f"embedded:{tmp_path / 'store'}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Give an empty store with the present schema, closed at the end."""
    opened = open_store(store_url)
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give ../shared, the facts of the domain; skip (or fail in CI) when it is absent."""
    path = Path(__file__).resolve().parents[2] / "shared"
    if not path.is_dir():
        if os.environ.get("HEALTHGRAPH_REQUIRE_SHARED") == "1":
            pytest.fail("../shared is required and absent")
        pytest.skip("../shared is absent")
    return path
