"""Another implementation as the sender: npm's @medplum/hl7 against our MLLP server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from api.server import running
from api.settings import Settings
from api.transactions import State
from tests.ingest.hl7_messages import PID, message, stay

_HERE = Path(__file__).parent / "medplum"


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the pinned package in it; skip (in CI fail) without npm."""
    if shutil.which("npm") is None:
        if os.environ.get("CI"):
            pytest.fail("npm is required: apt-get install npm")
        pytest.skip("npm is absent")
    folder = tmp_path_factory.mktemp("medplum")
    for file in _HERE.iterdir():
        shutil.copy(file, folder)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, check=True, timeout=240)
    return folder


def test_medplum_reads_our_acknowledgement(sender: Path, tmp_path: Path) -> None:
    """Its client takes our AA for its message, which is then safe."""
    listed, file = tmp_path / "senders.json", tmp_path / "message.hl7"
    listed.write_text(json.dumps([{"facility": "01013", "networks": ["127.0.0.0/8"]}]))
    file.write_bytes(message("ADT^A01", "202603020815", PID, stay("202603020800"), control="N7"))
    settings = Settings(
        store_url=f"embedded:{tmp_path / 'store'}",
        port=0,
        readers=0,
        workers=0,
        mllp_port=0,
        senders_file=listed,
    )
    with running(settings) as service:
        port = service.services.listeners[0].port
        words = ["node", "send.mjs", str(port), str(file)]
        done = subprocess.run(words, cwd=sender, capture_output=True, timeout=60, check=True)
        assert b"MSA|AA|N7" in done.stdout
        assert service.services.desk.ledger.depth()[State.RECEIVED] == 1
