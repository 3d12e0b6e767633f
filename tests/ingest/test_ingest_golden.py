"""Every table has a golden message, and what is read from it is written beside it."""

from __future__ import annotations

import pytest

from ingest.qd130 import read
from ingest.qd130.schema import TABLES
from ingest.wires import WIRES
from ingest.wires import read as read_any
from tests.ingest.golden_files import FOLDER, SAMPLES, sample, told, told_beside, told_shortly
from tests.ingest.golden_wires import MAPPING, WIRE_FILES, message_of
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


_FILES = [(folder, name) for folder, files in WIRE_FILES.items() for name in files]


@pytest.mark.parametrize(("folder", "name"), _FILES, ids="/".join)
def test_a_golden_message_of_a_wire_reads_as_written_beside_it(folder: str, name: str) -> None:
    """Records, counts and findings of every message are exactly those that were reviewed."""
    data = message_of(folder, (FOLDER / folder / name).read_bytes())
    reading = read_any(data, RECEIVED)
    assert reading.rejected is None
    assert told_shortly(reading) == told_beside(folder, name).read_text(encoding="utf-8")


def test_golden_files_of_wires_are_those_of_their_builder() -> None:
    """No file is stale and no wire is left out; Parquet's bytes are its library's affair."""
    for folder, name in _FILES:
        if not name.endswith(".parquet"):
            assert (FOLDER / folder / name).read_bytes() == WIRE_FILES[folder][name], name
    assert (FOLDER / "table" / "map.json").read_bytes() == MAPPING
    read = {read_any(message_of(f, WIRE_FILES[f][n]), RECEIVED).wire for f, n in _FILES}
    assert read == {wire.name for wire in WIRES} - {"qd130-xml", "dicom"}
