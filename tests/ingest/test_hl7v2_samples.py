"""The 76 sample messages: the right patient, the right visit, every fact that their lines hold."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Diagnosis, Service
from ingest.hl7v2 import read

_TABLE = Path(__file__).parent / "data" / "hl7v2_samples.tsv"
_ROWS = [line.split("\t") for line in _TABLE.read_text().splitlines() if not line.startswith("#")]
_KINDS = {
    "Allergy": "allergies",
    "Coverage": "coverages",
    "Immunization": "immunizations",
    "Observation": "observations",
    "Document": "documents",
    "ServiceRequest": "requests",
    "Prescription": "prescriptions",
    "Appointment": "appointments",
    "Referral": "referrals",
    "PatientMerge": "merges",
}


def _kinds(events: list[object]) -> Iterator[str]:
    for event in events:
        if isinstance(event, Diagnosis):
            yield "problems" if event.role == "problem" else "diagnoses"
        elif isinstance(event, Service):
            yield "procedures"
        else:
            yield _KINDS.get(type(event).__name__, "")


@pytest.mark.shared
@pytest.mark.parametrize("row", _ROWS[1:], ids=lambda row: row[0])
def test_sample_says_what_its_lines_hold(shared: Path, row: list[str]) -> None:
    """Patient, visit and counts by kind agree with a count made without the reader."""
    data = (shared / "samples" / "hl7v2" / f"{row[0]}.hl7").read_bytes()
    found = read(data, dt.datetime(2026, 3, 10, tzinfo=dt.UTC))
    counts = Counter(_kinds([event for record in found.records for event in record.events]))
    expected = dict(zip(_ROWS[0][3:], map(int, row[3:]), strict=True))
    assert found.rejected is None
    assert found.records[0].local_id == row[1]
    assert {kind: counts[kind] for kind in expected} == expected
    visits = {record.visit for record in found.records if record.visit}
    assert visits <= {row[2]}
    assert bool(visits) == bool(row[2]) or row[0].startswith("SIU")


@pytest.mark.shared
def test_table_names_every_sample(shared: Path) -> None:
    """No sample is left out of the table."""
    there = {path.stem for path in (shared / "samples" / "hl7v2").glob("*.hl7")}
    assert there == {row[0] for row in _ROWS[1:]}
    assert len(there) == 76
