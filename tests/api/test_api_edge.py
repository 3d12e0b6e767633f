"""The outermost shell: ids, headers, limits, log lines, problems; and what never leaves."""

import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, Depends

from api import logs
from api.problems import kind_of
from api.refusals import TooLarge, TooManyRequests, Unauthenticated
from api.security import Reader, Role, require
from api.server import Running, running
from api.settings import Settings
from mpi.errors import BadInput, Conflict, Forbidden, HealthGraphError, NotFound, Unavailable

Bearer = Callable[..., dict[str, str]]


def test_every_answer_carries_the_safe_headers(client: httpx.Client) -> None:
    """Health data is not kept by a browser or proxy, not framed, not sniffed; no server name."""
    for path in ("/health/live", "/v1/x", "/openapi.json"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "server" not in headers


def test_the_documentation_can_load_its_scripts(client: httpx.Client) -> None:
    """The page for people may run scripts, of this service only."""
    page = client.get("/docs")
    assert "default-src 'self';" in page.headers["content-security-policy"]
    assert "//" not in page.headers["content-security-policy"]


@pytest.mark.parametrize(("given", "kept"), [("trace-0001", True), ("a b", False), ("x", False)])
def test_a_harmless_request_id_is_kept(client: httpx.Client, given: str, *, kept: bool) -> None:
    """The caller's id runs through; anything odd is replaced, so that no log can be forged."""
    answer = client.get("/v1/x", headers={"X-Request-Id": given})
    assert (answer.headers["x-request-id"] == given) is kept
    assert answer.json()["requestId"] == answer.headers["x-request-id"]


def pieces(total: int) -> Iterator[bytes]:
    """Send many bytes without saying how many."""
    for _ in range(total // 65536 + 1):
        yield b" " * 65536


@pytest.mark.parametrize("streamed", [True, False])
def test_a_long_body_is_refused(client: httpx.Client, bearer: Bearer, *, streamed: bool) -> None:
    """At once when its length is said, else as soon as it is over the limit."""
    body = pieces(1_000_000) if streamed else b" " * 1_000_001
    headers = bearer(Role.FACILITY) | {"content-type": "application/json"}
    answer = client.post("/api/kcb/xml/qd3176/guiHoSoXml", headers=headers, content=body)
    assert (answer.status_code, answer.json()["maKetQua"]) == (413, "413")


def test_a_body_that_is_no_json_is_named(client: httpx.Client, bearer: Bearer) -> None:
    """Broken JSON is a problem of the body, without its content."""
    headers = bearer(Role.FACILITY) | {"content-type": "application/json"}
    answer = client.post("/api/kcb/xml/qd3176/guiHoSoXml", headers=headers, content=b'{"An Nguyen')
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Nguyen" not in answer.text


def test_ready_names_its_parts(client: httpx.Client) -> None:
    """An orchestrator sees that store, ledger, archive and workers are there."""
    parts = client.get("/health/ready").json()["parts"]
    assert parts == dict.fromkeys(("store", "ledger", "archive", "workers"), "ready")


def test_metrics_count_without_names(client: httpx.Client, bearer: Bearer) -> None:
    """Routes are templates: neither a person nor an account nor a transaction shows."""
    client.get("/api/kcb/tra-cuu-trang-thai/secret-number", headers=bearer(Role.FACILITY))
    text = client.get("/metrics").text
    assert 'route="/api/kcb/tra-cuu-trang-thai/{maGiaoDich}"' in text
    assert 'healthgraph_queue_messages{state="received"}' in text
    assert "secret-number" not in text
    assert "01013" not in text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadInput("field", "rule", "found"), 400),
        (TooLarge(1), 413),
        (Unauthenticated("x"), 401),
        (Forbidden("x"), 403),
        (NotFound("person", "p-1"), 404),
        (Conflict("x"), 409),
        (Unavailable("x"), 503),
        (TooManyRequests(1), 429),
        (HealthGraphError("x"), 500),
    ],
)
def test_each_category_has_its_status(error: HealthGraphError, status: int) -> None:
    """The table of problems covers the tree of errors."""
    assert kind_of(error).status == status


_router = APIRouter(dependencies=[Depends(require(Role.ADMIN))])
_ADMIN = Reader(Role.ADMIN, "admin")
_SAID = "Nguyễn Văn An 001085012345"
_ERRORS = {
    "bad": BadInput("birth_date", "month 13", _SAID),
    "gone": NotFound("person", _SAID),
    "lost": Conflict(_SAID),
    "away": Unavailable(_SAID, 7),
    "bug": RuntimeError(_SAID),
}


@_router.get("/v1/fails/{how}")
def fails(how: str) -> None:
    """Fail with an error whose words hold a patient's name and number."""
    raise _ERRORS[how]


@pytest.fixture(scope="module")
def failing(
    tmp_path_factory: pytest.TempPathFactory, own_logs: None
) -> Iterator[tuple[Running, io.StringIO]]:
    """Give a service with a route that fails, and its log."""
    url = f"embedded:{tmp_path_factory.mktemp('failing') / 'store'}"
    log = io.StringIO()
    with redirect_stderr(log):
        logs.configure("info", "json")
    with running(Settings(store_url=url, port=0, readers=0), routers=[_router]) as service:
        yield service, log


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("bad", 400, "birth_date: month 13"),
        ("gone", 404, "no such person"),
        ("lost", 409, "it was changed meanwhile"),
        ("away", 503, "try again later"),
        ("bug", 500, "The request id finds it in the log."),
    ],
)
def test_no_error_carries_a_patient_out(
    failing: tuple[Running, io.StringIO], how: str, status: int, words: str
) -> None:
    """Answer and log name field and rule and place, never the value, key or words of an error."""
    service, log = failing
    token = service.services.tokens.local.issue(_ADMIN, 60)
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.get(f"{service.url}/v1/fails/{how}?name=An", headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (status, words)
    for text in (answer.text, log.getvalue()):
        assert "Nguyễn" not in text
        assert "001085012345" not in text
        assert "name=An" not in text


def logged_of(log: io.StringIO, request: str, many: int) -> list[dict[str, Any]]:
    """Wait for the lines of a request: the last one is written after its answer was sent."""
    pause = threading.Event()
    for _ in range(500):
        lines = [json.loads(line) for line in log.getvalue().splitlines()]
        mine = [line for line in lines if line.get("request") == request]
        if len(mine) >= many:
            return mine
        pause.wait(0.01)
    raise AssertionError(f"{request} was not logged")


def test_the_log_is_one_object_a_line(failing: tuple[Running, io.StringIO]) -> None:
    """Each line is JSON; a bug is found by request id, type and place."""
    service, log = failing
    token = service.services.tokens.local.issue(_ADMIN, 60)
    headers = {"Authorization": f"Bearer {token}", "X-Request-Id": "find-me-0001"}
    httpx.get(f"{service.url}/v1/fails/bug", headers=headers)
    mine = logged_of(log, "find-me-0001", 2)
    assert {line["event"] for line in mine} == {"unexpected", "request"}
    bug = next(line for line in mine if line["event"] == "unexpected")
    assert bug["error"] == "RuntimeError"
    assert any("fails" in place for place in bug["at"])
