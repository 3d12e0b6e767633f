"""What stands in a citizen's health book, and what never does."""

import datetime as dt

import pytest

from graph.access import OPERATOR
from graph.book import book, person_header, visit
from graph.model import (
    Diagnosis,
    Document,
    MedicationItem,
    Observation,
    Origin,
    Prescription,
    Service,
)
from graph.store import Store
from graph.wordings import english
from tests.city import AN, BINH, City, moment

FLU = Diagnosis(Origin("XML1"), "main", "J10.1", "J101", "Cúm")
ASTHMA = Diagnosis(Origin("XML1"), "secondary", "J45.9", "J459", "Hen")
PILLS = Prescription(
    Origin("XML2"),
    ordered_at=moment("2026-03-02T09:00"),
    items=(
        MedicationItem(Origin("XML2", 1), drug="Oseltamivir", dose="2 viên/ngày"),
        MedicationItem(Origin("XML2", 2), drug="Paracetamol"),
    ),
)
XRAY = Service(Origin("XML3"), code="18.0119", wording="Chụp X-quang ngực")
SHADOW = Observation(Origin("XML4"), service="18.0119", conclusion="Bình thường")


def test_visits_of_every_facility_are_in_one_book_newest_first(store: Store) -> None:
    """One citizen known at two hospitals has one timeline."""
    city = City(store)
    an = city.visit("01013", "V1", AN, on="2026-03-02T08:00")
    assert city.visit("01816", "V2", AN, on="2026-04-02T08:00") == an
    seen = book(store, OPERATOR, an)
    assert [v.id for v in seen.visits] == ["01816|V2", "01013|V1"]
    assert {line.facility for line in seen.header.records} == {"01013", "01816"}


def test_a_visit_carries_all_that_was_said_of_it(store: Store) -> None:
    """Diagnoses, prescriptions with their drugs, services and results hang on their visit."""
    an = City(store).visit("01013", "V1", AN, ASTHMA, FLU, PILLS, XRAY, SHADOW)
    seen = book(store, OPERATOR, an).visits[0]
    assert [(d.role, d.code) for d in seen.diagnoses] == [("main", "J10.1"), ("secondary", "J45.9")]
    assert [d.drug for d in seen.prescriptions[0].drugs] == ["Oseltamivir", "Paracetamol"]
    assert [s.wording for s in seen.services] == ["Chụp X-quang ngực"]
    assert [r.conclusion for r in seen.results] == ["Bình thường"]


def test_a_diagnosis_is_worded_in_both_languages(store: Store) -> None:
    """The English words are ICD-10's; the Vietnamese ones are the hospital's until a catalogue."""
    an = City(store).visit("01013", "V1", AN, FLU)
    item = book(store, OPERATOR, an).visits[0].diagnoses[0]
    assert item.words_en.startswith("Influenza with other respiratory")
    assert (item.wording, item.words_vi) == ("Cúm", "")


@pytest.mark.parametrize(
    ("code", "words"),
    [("I10", "Essential (primary) hypertension"), ("I10.9", "Essential (primary) hypertension"),
     ("U99.999", ""), ("", "")],
)  # fmt: skip
def test_the_wording_of_a_code(code: str, words: str) -> None:
    """A finer code than ICD-10's has its category's words; an unknown one has none."""
    assert english(code) == words


def test_every_item_says_where_it_comes_from(store: Store) -> None:
    """Facility, message, format, table, row and both times stand beside each item."""
    an = City(store).visit("01013", "V1", AN, PILLS, on="2026-03-02T08:00")
    source = book(store, OPERATOR, an).visits[0].prescriptions[0].drugs[1].provenance
    assert (source.facility, source.wire, source.version) == ("01013", "qd130-xml", "3176")
    assert (source.table, source.row) == ("XML2", 2)
    assert source.said_at == "2026-03-02T01:00:00Z"
    assert source.received_at == "2026-03-02T01:05:00Z"


def test_restricted_papers_never_enter_the_book(store: Store) -> None:
    """HIV and TB care stay out, also in the visit itself; an ordinary paper is there."""
    hiv = Document(Origin("XML6"), "hiv-care", restricted=True, content={"NGAY_HIV": "2020"})
    paper = Document(Origin("XML7"), "discharge", content={"PP_DIEUTRI": "Nghỉ ngơi"})
    an = City(store).visit("01013", "V1", AN, hiv, paper)
    pages = (book(store, OPERATOR, an).visits[0], visit(store, OPERATOR, "01013|V1"))
    for seen in pages:
        assert [(p.kind, p.content) for p in seen.papers] == [
            ("discharge", {"PP_DIEUTRI": "Nghỉ ngơi"})
        ]
        assert "XML6" not in repr(seen)


def test_a_resend_replaces_what_the_book_shows(store: Store) -> None:
    """The facility's latest statement about a visit is the only one shown."""
    city = City(store)
    an = city.visit("01013", "V1", AN, FLU, on="2026-03-02T08:00")
    city.visit("01013", "V1", AN, ASTHMA, on="2026-03-02T08:00", said="2026-03-04T08:00")
    seen = book(store, OPERATOR, an)
    assert [d.code for v in seen.visits for d in v.diagnoses] == ["J45.9"]


def test_a_book_holds_nobody_elses_visits(store: Store) -> None:
    """Two citizens of one hospital have two books."""
    city = City(store)
    an, binh = city.visit("01013", "V1", AN), city.visit("01013", "V2", BINH)
    assert [v.id for v in book(store, OPERATOR, an).visits] == ["01013|V1"]
    assert [v.id for v in book(store, OPERATOR, binh).visits] == ["01013|V2"]


def test_the_header_sums_up_all_records(store: Store) -> None:
    """A later record without marks and numbers does not spoil the header."""
    city = City(store)
    an = city.visit("01013", "V1", AN, on="2026-03-02T08:00")
    bare = type(AN)(name="NGUYEN VAN AN", birth_date=AN.birth_date, sex=AN.sex, phones=AN.phones)
    again = city.visit("01816", "V2", bare, on="2026-04-02T08:00", code="BN7")
    assert again == an
    header = person_header(store, OPERATOR, an)
    assert (header.name, header.personal_number) == ("Nguyễn Văn An", "001085012345")


def test_one_visit_is_shown_as_in_the_book(store: Store) -> None:
    """A visit asked for by its key is the very item of the book."""
    at = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
    an = City(store).visit("01013", "V1", AN, FLU, PILLS, SHADOW)
    assert visit(store, OPERATOR, "01013|V1", at=at) == book(store, OPERATOR, an, at=at).visits[0]
