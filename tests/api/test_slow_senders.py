"""Senders that hang, half of a message in hand, keep nobody waiting: DICOM and HTTP."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file
from pynetdicom import AE
from pynetdicom.association import Association

from api.server import Running, running
from api.settings import Settings
from api.transactions import State

_HUNG = 30  # more than the associations and threads that there are
_CT = "1.2.840.10008.5.1.4.1.1.2"
#: An A-ASSOCIATE-RQ that says 200 bytes and brings six of them.
_HALF = b"\x01\x00\x00\x00\x00\xc8\x00\x01\x00\x00XX"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    """Give a running service with a DICOM port; nothing drains what it receives."""
    listed = tmp_path / "senders.json"
    row = {"networks": ["127.0.0.0/8"]}
    rows = [{**row, "facility": f, "ae_titles": [f"PACS{f}"]} for f in ("01013", "01004")]
    listed.write_text(json.dumps(rows))
    settings = Settings(
        store_url=f"embedded:{tmp_path / 'store'}",
        port=0,
        readers=0,
        workers=0,
        dicom_port=0,
        senders_file=listed,
    )
    with running(settings) as started:
        yield started


def hang(open_now: ExitStack, port: int, first: bytes) -> None:
    """Open connections that send a beginning, every other one nothing, and then are silent."""
    for number in range(_HUNG):
        plug = open_now.enter_context(socket.create_connection(("127.0.0.1", port)))
        if number % 2:
            plug.sendall(first)


def associated(port: int, facility: str) -> Association:
    """Ask for an association as a facility's archive."""
    entity = AE(ae_title=f"PACS{facility}")
    entity.add_requested_context(_CT)
    return entity.associate("127.0.0.1", port, ae_title="HEALTHGRAPH")


def stored(port: int) -> int:
    """Send a real object as a listed sender would; gives the status of C-STORE."""
    line = associated(port, "01013")
    assert line.is_established
    found = get_testdata_file("CT_small.dcm", download=False)
    assert isinstance(found, str)
    status = line.send_c_store(dcmread(found))
    line.release()
    return int(status.Status)


def test_hung_dicom_senders_block_nobody(service: Running) -> None:
    """Connections without an association, silent or cut off, take no association from others."""
    port = service.services.listeners[0].port
    with ExitStack() as open_now:
        hang(open_now, port, _HALF)
        assert stored(port) == 0x0000
    assert service.services.desk.ledger.depth()[State.RECEIVED] == 1


def test_one_facility_cannot_take_every_association(service: Running) -> None:
    """Associations that are made and then silent leave half of the places to others."""
    port = service.services.listeners[0].port
    lines = [associated(port, "01004") for _ in range(21)]
    assert [line.is_established for line in lines] == [True] * 20 + [False]
    assert lines[-1].is_rejected
    assert stored(port) == 0x0000
    for line in lines[:-1]:
        line.abort()


def test_hung_http_senders_block_nobody(service: Running) -> None:
    """Half a request, and a body that never ends, hold no thread that others need."""
    url = httpx.URL(service.url)
    begun = b"POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{"
    with ExitStack() as open_now:
        assert url.port is not None
        hang(open_now, url.port, begun)
        hang(open_now, url.port, b"POST /fhir HTT")
        assert httpx.get(url.join("/health/ready"), timeout=20).status_code == 200
        assert httpx.post(url.join("/fhir"), json={}, timeout=20).status_code == 401
