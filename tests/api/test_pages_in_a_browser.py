"""Pages as a browser shows them that can reach nobody but this machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from api.server import Running

pytestmark = pytest.mark.browser


def shown(address: str, profile: Path) -> str:
    """Give the page's elements after its scripts have run; other hosts' names lead nowhere."""
    if shutil.which("chromium") is None:
        pytest.skip("chromium is absent")
    command = (
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        f"--user-data-dir={profile}", "--virtual-time-budget=20000", "--dump-dom",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", address,
    )  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_the_documentation_needs_no_internet(service: Running, tmp_path: Path) -> None:
    """The interactive page lists the calls of the service where nothing else can be reached."""
    page = shown(f"{service.url}/docs", tmp_path)
    assert 'class="opblock-summary-path"' in page
    assert "/v1/resolve" in page
