"""The 42 Synthea bundles over HTTP, as a hospital's client posts them, JSON and XML."""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.security import Reader, Role
from api.server import Running, running
from api.settings import Settings
from api.transactions import State
from graph.invariants import breaches
from graph.store import Statement
from tests.ingest.bundles import EVERYTHING, WHO, bundle, encoded, markup

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("bundles")]
_COUNT = Statement("MATCH (r:PatientRecord) RETURN count(r) AS records", whole=True)
_SMALL = 25


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a running service of its own that takes large bodies."""
    store = tmp_path_factory.mktemp("bundles") / "store"
    with running(Settings(store_url=f"embedded:{store}", port=0, readers=0)) as service:
        yield service


@pytest.fixture(scope="module")
def hospital(door: Running) -> Iterator[httpx.Client]:
    """Give a client with the token of facility 01013."""
    token = door.services.tokens.local.issue(Reader(Role.FACILITY, "01013", "01013"), 600)
    header = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=door.url, headers=header, timeout=60) as client:
        yield client


def _post(client: httpx.Client, data: bytes, kind: str = "application/fhir+json") -> httpx.Response:
    return client.post("/fhir", content=data, headers={"content-type": kind})


def _worked_off(service: Running) -> None:
    depth = service.services.desk.ledger.depth
    deadline = time.monotonic() + 240
    while (open_ := depth())[State.RECEIVED] or open_[State.LEASED]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _files(shared: Path) -> list[dict[str, Any]]:
    files = sorted((shared / "samples/synthea").glob("*.gz"), key=lambda file: file.stat().st_size)
    return [json.loads(gzip.decompress(file.read_bytes())) for file in files]


def test_all_bundles_are_taken_and_stored(
    door: Running, hospital: httpx.Client, shared: Path
) -> None:
    """202 with an OperationOutcome each; the smallest again as XML say nothing new; 40 people."""
    every = _files(shared)
    answers = [_post(hospital, json.dumps(each).encode()) for each in every]
    assert Counter(a.status_code for a in answers) == {202: 42}
    assert {a.json()["resourceType"] for a in answers} == {"OperationOutcome"}
    _worked_off(door)
    standings = [hospital.get(a.headers["location"]).json() for a in answers]
    assert Counter(s["trangThai"] for s in standings) == {"stored": 42}
    small = markup(every[0]).encode()
    assert _post(hospital, small, "application/fhir+xml").status_code == 202
    _worked_off(door)
    (row,) = door.services.store.read(lambda work: work.run(_COUNT))
    assert row["records"] == 40
    assert breaches(door.services.store) == []


def test_json_and_xml_of_a_bundle_are_one_visit(door: Running, hospital: httpx.Client) -> None:
    """The same bundle in both forms: two receipts, the second changes no fact."""
    for data, kind in (
        (encoded(bundle(*EVERYTHING)), "application/fhir+json"),
        (markup(bundle(*EVERYTHING)).encode(), "application/fhir+xml"),
    ):
        answer = _post(hospital, data, kind)
        _worked_off(door)
        standing = hospital.get(answer.headers["location"]).json()
        assert (answer.status_code, standing["trangThai"]) == (202, "stored")
    assert standing["counts"].get("new", 0) == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "", "application/dicom"])
def test_what_it_is_is_told_by_its_bytes(hospital: httpx.Client, kind: str) -> None:
    """A wrong or missing content type loses no data; what is not FHIR is an outcome with 400."""
    assert _post(hospital, encoded({**WHO, "language": f"x-{kind}"}), kind).status_code in {
        200,
        202,
    }
    refused = _post(hospital, b"hello", kind)
    assert (refused.status_code, refused.json()["issue"][0]["code"]) == (400, "invalid")
