"""DICOM by C-STORE from a real sender: headers kept, pixels never, nobody unlisted."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pydicom
import pytest
from pydicom.data import get_testdata_file

from api.server import Running, running
from api.settings import Settings
from api.transactions import State
from graph.store import Statement

_STUDIES = Statement("""
    MATCH (n:ImagingStudy)-[:SAID_OF]->(r:PatientRecord)
    RETURN r.id AS record, n.uid AS uid, n.modalities AS modalities, n.accession AS accession
    ORDER BY record, uid
""")


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[tuple[Running, int]]:
    """Give a running service with a DICOM port that knows one sender."""
    listed = tmp_path / "senders.json"
    row = {"facility": "01013", "networks": ["127.0.0.0/8"], "ae_titles": ["PACS01013"]}
    listed.write_text(json.dumps([row]))
    settings = Settings(
        store_url=f"embedded:{tmp_path / 'store'}",
        port=0,
        readers=0,
        workers=0,
        dicom_port=0,
        senders_file=listed,
    )
    with running(settings) as service:
        yield service, service.services.listeners[0].port


def _send(port: int, *words: str, title: str = "PACS01013") -> subprocess.CompletedProcess[bytes]:
    if shutil.which("storescu") is None:
        pytest.skip("storescu (dcmtk) is absent")
    command = ["storescu", "-aet", title, "-aec", "HEALTHGRAPH", "127.0.0.1", str(port), *words]
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


def _sample(name: str) -> str:
    found = get_testdata_file(name, download=False)
    assert isinstance(found, str)
    return found


def test_header_is_kept_and_pixels_are_not(receiver: tuple[Running, int]) -> None:
    """An image of Debian's storescu is a study of its patient; the archive holds no pixel of it."""
    service, port = receiver
    desk = service.services.desk
    assert _send(port, _sample("CT_small.dcm")).returncode == 0
    (kept,) = [
        p for p in (service.services.settings.directory / "archive").rglob("*") if p.is_file()
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert "PixelData" not in pydicom.dcmread(kept)
    assert desk.intake("test").drain().answered == 1
    (row,) = service.services.store.read(lambda work: work.run(_STUDIES))
    assert row["record"] == "01013|1CT1"
    assert row["modalities"] == ["CT"]


def test_unlisted_title_is_rejected(receiver: tuple[Running, int]) -> None:
    """An AE title that is not listed gets no association, and nothing is kept."""
    service, port = receiver
    assert _send(port, _sample("CT_small.dcm"), title="NOBODY").returncode != 0
    assert service.services.desk.ledger.depth()[State.RECEIVED] == 0
