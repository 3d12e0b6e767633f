"""The edges of FHIR and of our own JSON: what is empty, beyond the calendar, or only half there."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.model import Allergy, Appointment, ServiceRequest
from ingest import fhir, own
from ingest.fhir import parts
from ingest.reading import Reading
from tests.ingest.bundles import PATIENT, WHO, Resource, bundle, concept, encoded, lines, resource

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)


def reading(*resources: Resource) -> Reading:
    """Read a Bundle of the patient and more."""
    return fhir.read(encoded(bundle(WHO, *resources)), AT)


@pytest.mark.parametrize("read", [fhir.read, own.read])
def test_nothing_is_empty(read: object) -> None:
    """No bytes, or white space only, are an empty message."""
    for data in (b"", b" \n"):
        rejected = read(data, AT).rejected  # type: ignore[operator]
        assert rejected.code == "empty"


def test_days_beyond_the_calendar_are_unknown() -> None:
    """The last hour of the last year has no day in Hanoi, the first has no moment in UTC."""
    assert parts.day("9999-12-31T23:59:59Z") is None
    assert parts.moment("0001-01-01T00:00:00+07:00") is None
    form = {"healthgraph": "healthgraph-record/1", "local_id": "1"}
    first = encoded(form | {"said_at": "0001-01-01T00:00:00+07:00"})
    assert [f.rule for f in own.read(first, AT).findings] == ["schema"]


def test_blank_lines_are_no_lines() -> None:
    """Lines may be set apart."""
    assert len(fhir.read(lines(WHO) + b"\n\n" + lines(PATIENT_TWO), AT).records) == 2


PATIENT_TWO = {**WHO, "id": "p2", "identifier": []}


def test_what_is_only_half_there() -> None:
    """A booking without a day is none, an order by an unnumbered order names no letter."""
    booking = resource("Appointment", "ap", status="proposed", participant=[{"actor": PATIENT}])
    order = resource("ServiceRequest", "s", status="active", subject=PATIENT)
    visit = resource(
        "Encounter", "e9", subject=PATIENT, basedOn=[{"reference": "ServiceRequest/s"}]
    )
    allergy = resource(
        "AllergyIntolerance", "a", patient=PATIENT, reaction=[{"manifestation": [{}]}]
    )
    drug = resource(
        "MedicationRequest",
        "m",
        subject=PATIENT,
        contained=[resource("Medication", "d", ingredient=[{}])],
        medicationReference={"reference": "#d"},
    )
    events = [e for r in reading(booking, order, visit, allergy, drug).records for e in r.events]
    assert not [e for e in events if isinstance(e, Appointment)]
    assert [e.placer for e in events if isinstance(e, ServiceRequest)] == [""]
    assert [e.reactions for e in events if isinstance(e, Allergy)] == [()]


def test_an_unreadable_record_of_a_list_is_left_out() -> None:
    """Nesting without end on one line leaves the other lines readable."""
    deep = b'{"healthgraph":"healthgraph-record/1","a":' + b"[" * 30_000
    good = b'{"healthgraph":"healthgraph-record/1","local_id":"1"}'
    assert len(own.read(good + b"\n" + deep, AT).records) == 1


def test_codes_without_a_code_are_words() -> None:
    """A coding that has no code counts as its words."""
    seen = resource(
        "Observation", "b", status="final", subject=PATIENT, code=concept("x", "", "Cân nặng")
    )
    (record,) = reading(seen).records
    assert [(e.code, e.wording) for e in record.events] == [("", "Cân nặng")]  # type: ignore[union-attr]
