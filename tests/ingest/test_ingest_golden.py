"""Every table has a golden message, and what is read from it is written beside it."""

from __future__ import annotations

import pytest

from ingest.qd130 import read
from ingest.qd130.schema import TABLES
from tests.ingest.golden_files import FOLDER, SAMPLES, sample, told
from tests.ingest.messages import RECEIVED

NEVER_SENT = {"XML12"}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_golden_message_reads_as_written_beside_it(name: str) -> None:
    """The record of every table is exactly the one that was reviewed."""
    reading = read((FOLDER / f"{name}.xml").read_bytes(), RECEIVED)
    assert reading.rejected is None
    assert told(reading.records[0]) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def test_every_table_that_hospitals_send_has_a_golden_file() -> None:
    """No table is left out, and the files are those that the builder writes today."""
    assert set(SAMPLES) == set(TABLES) - NEVER_SENT
    assert all((FOLDER / f"{name}.xml").read_bytes() == sample(name) for name in SAMPLES)
