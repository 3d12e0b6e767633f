"""The FHIR door: durable receipts, OperationOutcomes, and the same intake behind it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.security import Role
from tests.ingest.bundles import EVERYTHING, WHO, bundle, encoded, lines, markup

Bearer = Callable[..., dict[str, str]]


def post(
    client: httpx.Client,
    header: dict[str, str],
    data: bytes,
    path: str = "/fhir",
    kind: str = "json",
) -> httpx.Response:
    """Post FHIR as a hospital's client does."""
    return client.post(
        path, content=data, headers=header | {"content-type": f"application/fhir+{kind}"}
    )


def ended(client: httpx.Client, header: dict[str, str], path: str) -> dict[str, Any]:
    """Ask for a transaction until it has ended."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        standing = client.get(path, headers=header).json()
        if standing["trangThai"] in {"stored", "quarantined"}:
            return dict(standing)
    raise AssertionError("the transaction did not end")


def test_a_bundle_is_received_and_stored(client: httpx.Client, bearer: Bearer) -> None:
    """202 with a receipt that can be followed; the same bytes again are known."""
    header = bearer(Role.FACILITY)
    data = encoded(bundle(*EVERYTHING))
    first = post(client, header, data)
    assert (first.status_code, first.json()["resourceType"]) == (202, "OperationOutcome")
    assert ended(client, header, first.headers["location"])["trangThai"] == "stored"
    again = post(client, header, data)
    assert (again.status_code, again.json()["issue"][0]["severity"]) == (200, "information")


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [
        (markup(WHO).encode(), "/fhir/Patient", "xml"),
        (lines(WHO, *EVERYTHING[2:4]), "/fhir", "ndjson"),
        (encoded({**WHO, "gender": "unknown"}), "/fhir/Patient", "json"),
    ],
)
def test_other_shapes_are_received(
    client: httpx.Client, bearer: Bearer, data: bytes, path: str, kind: str
) -> None:
    """XML, lines and single resources; without a facility they are the sender's."""
    header = bearer(Role.FACILITY)
    answer = post(client, header, data, path, kind)
    assert answer.status_code == 202
    assert answer.headers["content-type"] == "application/fhir+json"
    assert ended(client, header, answer.headers["location"])["trangThai"] == "stored"


@pytest.mark.parametrize(
    ("data", "path", "status", "code"),
    [
        (b"hello", "/fhir", 400, "invalid"),
        (b"{}", "/fhir/Pat1", 400, "invalid"),
        (b" " * 1_100_000, "/fhir", 413, "too-long"),
    ],
    ids=["no FHIR", "no type", "too large"],
)
def test_errors_are_outcomes(
    client: httpx.Client, bearer: Bearer, data: bytes, path: str, status: int, code: str
) -> None:
    """FHIR's clients get FHIR's form of an error."""
    answer = post(client, bearer(Role.FACILITY), data, path)
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (status, code)


@pytest.mark.parametrize(("role", "status"), [(None, 401), (Role.CITIZEN, 403)])
def test_only_hospitals_may_post(
    client: httpx.Client, bearer: Bearer, role: Role | None, status: int
) -> None:
    """Without a token, or with somebody else's role, nothing is taken."""
    answer = post(client, bearer(role) if role else {}, encoded(WHO))
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


def test_a_message_of_another_facility_is_put_aside(client: httpx.Client, bearer: Bearer) -> None:
    """An account speaks only of its own facility."""
    header = bearer(Role.FACILITY)
    other = encoded(bundle(*EVERYTHING)).replace(b'"01013"', b'"01004"')
    path = post(client, header, other).headers["location"]
    assert ended(client, header, path)["trangThai"] == "quarantined"
