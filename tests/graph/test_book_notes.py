"""A book shows what hospitals say beside the ministry's tables, once, and nothing that is off."""

from __future__ import annotations

import datetime as dt

from graph.access import OPERATOR
from graph.book import book
from graph.book_values import Book
from graph.joining import join
from graph.model import Diagnosis, Document, ImagingStudy, Origin
from graph.store import Store
from ingest.wires import read
from mpi.model import default
from tests.graph.test_patient_facts import EVENTS, PENICILLIN
from tests.ingest.bundles import EVERYTHING, bundle, encoded
from tests.records import at, visit, who
from tests.visit_in_wires import fhir, xml
from tests.wires import said, stay

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)


def opened(store: Store, person: str, **asked: object) -> Book:
    """The operator's look at a person's book."""
    return book(store, OPERATOR, person, **asked)  # type: ignore[arg-type]


def test_the_background_is_what_belongs_to_no_visit(store: Store) -> None:
    """Allergies, vaccinations, problems, orders, cover and drugs, with where each was said."""
    (joined,) = join(store, [said(who(), *EVENTS)], default())
    shown = opened(store, joined.person)
    assert {note.kind for note in shown.background} == {
        "Allergy",
        "Immunization",
        "Diagnosis",
        "ImagingStudy",
        "ServiceRequest",
        "Coverage",
        "MedicationItem",
    }
    allergy = next(note for note in shown.background if note.kind == "Allergy")
    assert (allergy.wording, allergy.status) == ("Penicillin", "active")
    assert (allergy.provenance.wire, allergy.provenance.table) == (
        "fhir-r4",
        "AllergyIntolerance/a",
    )
    assert shown.visits == ()


def test_a_visit_has_its_notes(store: Store) -> None:
    """Images and orders stand with the visit; a restricted paper outside visits is in no book."""
    records = read(encoded(bundle(*EVERYTHING)), AT).records
    person = join(store, records, default())[0].person
    shown = opened(store, person)
    (one,) = shown.visits
    assert [note.kind for note in one.notes] == ["ImagingStudy", "ServiceRequest"]
    assert one.notes[0].details["modalities"] == "CT"
    assert "Document" not in {note.kind for note in shown.background}


def test_a_fact_of_two_wires_is_shown_once(store: Store) -> None:
    """The visit that came by XML and FHIR has each diagnosis, result, drug and service once."""
    joined = [j for data in (xml(), fhir()) for j in join(store, read(data, AT).records, default())]
    (one,) = opened(store, joined[0].person).visits
    drugs = [drug.drug for order in one.prescriptions for drug in order.drugs]
    assert ([d.code for d in one.diagnoses], drugs) == (["A97.0"], ["Oresol"])
    assert (len(one.results), len(one.services)) == (1, 1)


def test_a_cancelled_visit_is_in_no_book(store: Store) -> None:
    """It stays in the graph with its history, and nobody is shown it."""
    (kept, _) = join(
        store, [visit(who()), said(who(), stay(status="cancelled"), visit="V9")], default()
    )
    assert [v.id for v in opened(store, kept.person).visits] == ["01004|V1"]


def test_a_book_of_an_earlier_day_has_no_later_note(store: Store) -> None:
    """What was said after the day is not in it."""
    paper = Document(Origin("Composition/1"), "composition", wording="Tóm tắt")
    image = ImagingStudy(Origin("ImagingStudy/1"), uid="1.2", started_at=at("2026-03-01"))
    later = said(
        who(), Diagnosis(Origin("Condition/9"), "problem", code="I10"), said_at=at("2026-04-01")
    )
    (one, _) = join(store, [said(who(), PENICILLIN, paper, image), later], default())
    then = opened(store, one.person, as_of=dt.date(2026, 3, 3))
    assert {note.kind for note in then.background} == {"Allergy", "Document", "ImagingStudy"}
