"""A started service collects garbage rarely, and never looks again through what it has loaded."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.pauses import keep_pauses_short


@pytest.fixture
def fresh() -> Iterator[tuple[int, int, int]]:
    """Set the thresholds of a new interpreter, and put back what was found."""
    found, usual = gc.get_threshold(), (700, 10, 10)
    gc.set_threshold(*usual)
    yield usual
    gc.set_threshold(*found)
    gc.unfreeze()


def test_what_is_loaded_is_set_aside(fresh: tuple[int, int, int]) -> None:
    """All that lives is out of the collector's sight; what comes later is still collected."""
    keep_pauses_short()
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[0] > fresh[0]
    ring: list[object] = []
    ring.append(ring)
    del ring
    assert gc.collect() >= 1


_SERVED = """
import gc, os, signal
from pathlib import Path
from api.server import serve
from api.settings import Settings

def announce(url):
    print(gc.get_freeze_count())
    os.kill(os.getpid(), signal.SIGTERM)

serve(Settings(store_url="embedded:store", port=0, readers=0), announce)
"""


def test_a_service_that_answers_has_set_it_aside(tmp_path: Path) -> None:
    """`serve` does so before it says its URL."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    run = [sys.executable, "-c", _SERVED]
    done = subprocess.run(
        run, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert int(done.stdout.splitlines()[0]) > 10_000
