"""What every test may ask for: an empty store on each engine, and the city's own facts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.engines import open_store
from graph.migrate import migrate
from graph.store import Store
from tests import neo4j_server
from tools.neo4j import install
from tools.neo4j.server import Server

#: The group keeps every Neo4j test in one worker of xdist, so that one server is enough.
ENGINES = {
    "embedded": (),
    "neo4j": (pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--store`, the engines on which tests that use the fixture `store` run."""
    parser.addoption("--store", default=",".join(ENGINES), help="engines, comma-separated")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a store once on every chosen engine, unless it names its own."""
    named = any(
        "engine" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")
    )
    if "engine" in metafunc.fixturenames and not named:
        names = metafunc.config.getoption("--store").split(",")
        chosen = [pytest.param(name, marks=ENGINES[name]) for name in names]
        metafunc.parametrize("engine", chosen, scope="session")


@pytest.fixture(scope="session")
def neo4j_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    """Give the session's Neo4j server as URL and process; skip (in CI fail) without Java."""
    if reason := install.missing():
        if neo4j_server.required():
            pytest.fail(f"Neo4j is required: {reason}")
        pytest.skip(f"everything on Neo4j is skipped, {reason}")
    with neo4j_server.running(tmp_path_factory.mktemp("neo4j")) as server:
        yield server


@pytest.fixture
def store_url(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Give the URL of an empty store with the present schema; its password is set around it."""
    if engine == "embedded":
        return f"embedded:{tmp_path / 'store'}"
    url: str = request.getfixturevalue("neo4j_running")[0]
    monkeypatch.setenv("HEALTHGRAPH_NEO4J_PASSWORD", neo4j_server.PASSWORD)
    neo4j_server.open_empty(url).close()
    return url


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
