"""What is said of a patient outside any visit: where it hangs, and how it is taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from graph.decision_log import Author
from graph.invariants import breaches
from graph.joining import join
from graph.model import (
    Allergy,
    Appointment,
    Coding,
    Coverage,
    Diagnosis,
    Event,
    ImagingSeries,
    ImagingStudy,
    Immunization,
    MedicationItem,
    Origin,
    OtherResource,
    Prescription,
    ServiceRequest,
)
from graph.relinking import Signed, move
from graph.store import Statement, Store
from mpi.identity import Identity
from mpi.model import default
from tests.records import at, visit, who
from tests.wires import said, stay

PENICILLIN = Allergy(
    Origin("AllergyIntolerance/a"), code="91936005", system="snomed", wording="Penicillin",
    codes=(Coding("local:01004", "PEN"),), status="active",
)  # fmt: skip
EVENTS: tuple[Event, ...] = (
    PENICILLIN,
    Immunization(Origin("Immunization/i"), code="140", system="cvx", given_at=at("2026-01-05")),
    Diagnosis(Origin("Condition/c"), "problem", code="I10", status="active"),
    ImagingStudy(Origin("ImagingStudy/s"), uid="1.2.3", series=(ImagingSeries("1.2.3.1", "CT"),)),
    ServiceRequest(Origin("ServiceRequest/r"), placer="P1"),
    Coverage(Origin("Coverage/v"), number="GD4010123456789"),
    OtherResource(Origin("Goal/g"), "Goal", "Goal/g"),
    Prescription(
        Origin("MedicationRequest/m"),
        items=(MedicationItem(Origin("MedicationRequest/m"), drug="Oresol"),),
    ),
)  # fmt: skip


def labels(store: Store, person: str) -> list[str]:
    """What hangs on a person's records outside visits, by label."""
    found = []
    for label in ("Allergy", "Immunization", "Diagnosis", "ImagingStudy", "ServiceRequest",
                  "Coverage", "OtherResource", "Prescription"):  # fmt: skip
        of = Statement(f"""
            MATCH (:Person {{id: $person}})<-[:IDENTIFIES]-(:PatientRecord)<-[:SAID_OF]-(n:{label})
            RETURN count(n) AS many
        """)
        rows = store.read(lambda work, of=of: work.run(of, person=person))  # type: ignore[misc]
        found += [label] * rows[0]["many"]
    return found


def count(store: Store, label: str) -> int:
    """How many nodes of a label there are."""
    rows = store.read(lambda w: w.run(Statement(f"MATCH (n:{label}) RETURN count(n) AS many")))
    return int(rows[0]["many"])


def test_a_patient_without_a_visit_is_known(store: Store) -> None:
    """A demographic update settles who it is and makes no visit; a later visit finds the person."""
    (first,) = join(store, [said(who())], default())
    assert (first.encounter, count(store, "Encounter"), count(store, "Person")) == ("", 0, 1)
    (second,) = join(store, [visit(who())], default())
    assert second.person == first.person
    assert breaches(store) == []


def test_facts_outside_visits_hang_on_the_record(store: Store) -> None:
    """Every kind is reachable from the person, and from nobody else; the graph is sound."""
    (joined,) = join(store, [said(who(), *EVENTS)], default())
    assert sorted(labels(store, joined.person)) == sorted(
        ["Allergy", "Immunization", "Diagnosis", "ImagingStudy", "ServiceRequest", "Coverage",
         "OtherResource", "Prescription"]
    )  # fmt: skip
    assert count(store, "MedicationItem") == 1
    assert breaches(store) == []


def test_they_follow_the_record(store: Store) -> None:
    """After a steward moves the record, its allergy is the other person's."""
    here, there = join(
        store, [said(who(), *EVENTS), said(who("Lê Thị Chi", "19700101", ""), local_id="BN9")],
        default(),
    )  # fmt: skip
    move(store, [here.record], there.person, Signed(Author("steward", "hoa")))
    assert "Allergy" in labels(store, there.person)


def test_every_code_is_a_concept(store: Store) -> None:
    """Catalogues meet in Concept nodes, the sender's own codes under its own name."""
    join(store, [said(who(), *EVENTS)], default())
    told = Statement("MATCH (c:Concept)<-[:CODED_AS]-() RETURN DISTINCT c.id AS id ORDER BY id")
    rows = store.read(lambda w: w.run(told))
    assert [row["id"] for row in rows] == [
        "cvx|140", "icd10|I10", "local:01004|PEN", "snomed|91936005",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("edition", "left"), [("2", 0), ("0", 1)], ids=["later takes back", "earlier changes nothing"]
)
def test_entered_in_error_is_taken_back(store: Store, edition: str, left: int) -> None:
    """A table without an event takes its fact away, by the sender's version and not by arrival."""
    table = PENICILLIN.origin.table
    join(store, [said(who(), PENICILLIN, editions={table: "1"})], default())
    join(store, [said(who(), tables=[table], editions={table: edition})], default())
    assert count(store, "Allergy") == left
    assert count(store, "Message") == 2


def test_an_older_version_does_not_come_back(store: Store) -> None:
    """What was taken back stays away when the version before it arrives late."""
    table = PENICILLIN.origin.table
    join(store, [said(who(), tables=[table], editions={table: "2"})], default())
    join(store, [said(who(), PENICILLIN, editions={table: "1"})], default())
    assert count(store, "Allergy") == 0


def test_a_name_by_code_changes_nobody(store: Store) -> None:
    """A result that names its patient by code only leaves who that is as it was."""
    (known,) = join(store, [said(who())], default())
    late = at("2026-04-01")
    (named,) = join(store, [said(Identity(), PENICILLIN, said_at=late)], default())
    assert named.person == known.person
    rows = store.read(
        lambda work: work.run(
            Statement("MATCH (r:PatientRecord {id: $record}) RETURN r.full_name AS n"),
            record="01004|BN1",
        )
    )
    assert rows[0]["n"] == "Nguyễn Văn An"


def test_a_booking_outside_visits_is_kept_by_a_visit(store: Store) -> None:
    """A day booked by telephone meets the visit that keeps it, whichever comes first."""
    booking = Appointment(Origin("Appointment/1"), day=dt.date(2026, 3, 3), status="booked")
    call_off = replace(booking, origin=Origin("Appointment/2"), status="cancelled")
    join(store, [said(who(), booking, call_off)], default())
    join(store, [visit(who())], default())
    kept = Statement("""
        MATCH (a:Appointment)-[:KEPT_BY]->(e:Encounter)
        RETURN a.status AS status, e.id AS id
    """)
    rows = store.read(lambda work: work.run(kept))
    assert rows == [{"status": "booked", "id": "01004|V1"}]
    assert breaches(store) == []


def test_a_cancelled_visit_keeps_its_history(store: Store) -> None:
    """The visit stays in the graph, marked; a later word may open it again."""
    events = (stay(status="open"), Diagnosis(Origin("Condition/c"), "main", code="A90"))
    join(store, [said(who(), *events, visit="V1")], default())
    off = said(who(), stay(status="cancelled"), visit="V1", said_at=at("2026-03-02", 14))
    join(store, [off], default())
    status = Statement("MATCH (e:Encounter {id: '01004|V1'}) RETURN e.status AS status")
    assert store.read(lambda work: work.run(status)) == [{"status": "cancelled"}]
    assert count(store, "Diagnosis") == 1
