"""A service that really runs: a server on a free port, an embedded store, accounts, a client."""

import logging
from collections.abc import Callable, Iterator

import httpx
import pytest
import structlog

from api.cli.application import run
from api.security import Reader
from api.security.passwords import hashed
from api.server import Running, running
from api.settings import Settings
from graph.access import Role
from graph.accounts import Account, add_account
from tests.api.commands import Call, Done, Simulated

PASSWORD = "correct horse"

#: One reader of each role, as tokens name them.
READERS = {
    Role.FACILITY: Reader(Role.FACILITY, "01013", "01013"),
    Role.CLINICIAN: Reader(Role.CLINICIAN, "dr-binh", "01013"),
    Role.CITIZEN: Reader(Role.CITIZEN, "p-somebody"),
    Role.STEWARD: Reader(Role.STEWARD, "steward"),
    Role.LEADER: Reader(Role.LEADER, "leader"),
    Role.ANALYST: Reader(Role.ANALYST, "analyst"),
    Role.ADMIN: Reader(Role.ADMIN, "admin"),
}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a running service with accounts for two facilities."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    store = tmp_path_factory.mktemp("service") / "store"
    settings = Settings(
        store_url=f"embedded:{store}",
        port=0,
        readers=0,
        rate_burst=100_000,
        max_request_bytes=1_000_000,
    )
    with running(settings) as service:
        hash_ = hashed(PASSWORD)
        for code in ("01013", "01004"):
            add_account(service.services.store, Account(code, Role.FACILITY, code, "", hash_))
        yield service


@pytest.fixture
def client(service: Running) -> Iterator[httpx.Client]:
    """Give a client of the service without any token."""
    with httpx.Client(base_url=service.url, timeout=60) as client:
        yield client


@pytest.fixture
def bearer(service: Running) -> Callable[..., dict[str, str]]:
    """Give a maker of Authorization headers for a role or a reader."""

    def header(who: Role | Reader, lifetime: int = 600) -> dict[str, str]:
        reader = who if isinstance(who, Reader) else READERS[who]
        token = service.services.tokens.local.issue(reader, lifetime)
        return {"Authorization": f"Bearer {token}"}

    return header


@pytest.fixture(scope="module")
def own_logs() -> Iterator[None]:
    """Let a test configure the logs of the process, and put back what was there."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    yield
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own_logs: None
) -> Call:
    """Give a caller of the command line within this process."""
    monkeypatch.setenv("HEALTHGRAPH_READERS", "0")

    def called(*words: object) -> Done:
        capsys.readouterr()
        code = run([str(word) for word in words])
        return Done(code, *capsys.readouterr())

    return called


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """Give a city of 150 people, sent into a store once for all tests that only read it."""
    made = Simulated(tmp_path_factory.mktemp("simulated"))
    size = ("--people", "150", "--seed", "7", "--to", "2025-10-31", "--json")
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("HEALTHGRAPH_READERS", "0")
        assert run(["simulate", str(made.city), *size]) == 0
        assert run(["ingest", str(made.city / "feed"), "--store", made.store, "--json"]) == 0
    return made
