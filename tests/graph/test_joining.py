"""What joining a message does to the graph, whatever came before it; on both engines."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from graph.invariants import breaches
from graph.joining import Effect, Joined, join
from graph.model import Record
from graph.statistics import Statistics, statistics
from graph.store import Statement, Store
from mpi.decision import Outcome
from mpi.identity import Sex
from mpi.model import default
from tests.records import birth, booked, diagnosis, letter, prescription, visit, who

MODEL = default()
BINH = who("Trần Thị Bình", "19900518", "001190012345", sex=Sex.FEMALE)


def joined(store: Store, *records: Record) -> list[Joined]:
    """Join records one message after the other."""
    return [receipt for record in records for receipt in join(store, [record], MODEL)]


def rows(store: Store, text: str) -> list[dict[str, object]]:
    """Ask the graph itself."""
    return [dict(row) for row in store.read(lambda work: work.run(Statement(text)))]


def counts(store: Store) -> Statistics:
    """Everything that can be counted, once the graph is known to be sound."""
    assert breaches(store) == []
    return statistics(store)


def test_a_second_hospital_finds_the_citizen_of_the_first(store: Store) -> None:
    """A record without marks from another hospital joins the same person."""
    first, second = joined(
        store, visit(who()), visit(who("NGUYEN VAN AN"), facility="01003", local_id="X", key="V9")
    )
    assert (first.outcome, second.outcome) == (Outcome.NEW, Outcome.SAME)
    assert first.person == second.person


def test_a_known_code_keeps_its_person_without_a_new_decision(store: Store) -> None:
    """A second visit under the same patient code adds a visit, not a decision."""
    first, second = joined(store, visit(who()), visit(who(), key="V2", day="2026-04-01"))
    assert (second.outcome, second.person) == (None, first.person)
    assert counts(store).nodes["Decision"] == 1


def test_a_code_that_is_used_for_another_patient_makes_a_second_record(store: Store) -> None:
    """One code of one hospital for two people: two records, two people, and each stays found."""
    first, second, third = joined(
        store, visit(who()), visit(BINH, key="V2"), visit(BINH, key="V3", day="2026-04-01")
    )
    assert first.person != second.person
    assert (third.record, third.person) == (second.record, second.person)
    assert counts(store).edges["SPLIT_FROM"] == 1


def test_a_code_used_for_two_patients_in_one_batch_makes_two_records(store: Store) -> None:
    """Two people under one code in one transaction: each visit hangs on its own record."""
    join(store, [visit(who()), visit(BINH, key="V2")], MODEL)
    found = rows(
        store,
        "MATCH (e:Encounter)-[:OF]->(r:PatientRecord) "
        "RETURN e.visit AS visit, r.full_name AS name ORDER BY visit",
    )
    assert [row["name"] for row in found] == [who().name, BINH.name]
    assert counts(store).nodes["Person"] == 2


def test_what_was_said_last_stands_whatever_comes_first(store: Store) -> None:
    """The later visit's name and address stay when an earlier visit's message comes after it."""
    later = visit(who("Nguyễn Văn An", phone="0912345678"), key="V2", day="2026-04-01")
    joined(store, later, visit(who("NGUYEN VAN AN")))
    found = rows(store, "MATCH (r:PatientRecord) RETURN r.full_name AS name")
    assert found == [{"name": "Nguyễn Văn An"}]


def test_the_same_bytes_twice_change_nothing(store: Store) -> None:
    """A message that is known leaves every count as it was."""
    record = visit(who(), events=[diagnosis(), prescription("Oresol"), booked("2026-03-10")])
    joined(store, record)
    before = counts(store)
    assert joined(store, record)[0].effect is Effect.UNCHANGED
    assert counts(store) == before


def test_a_resend_replaces_what_it_does_not_repeat(store: Store) -> None:
    """The later edition's facts stand alone."""
    first = visit(who(), events=[diagnosis(), prescription("Oresol", "Zinc")])
    again = visit(who(), edition=2, events=[diagnosis("A90")])
    assert joined(store, first, again)[1].effect is Effect.REPLACED
    assert rows(store, "MATCH (d:Diagnosis) RETURN d.code AS code") == [{"code": "A90"}]
    assert counts(store).nodes["MedicationItem"] == 0


def test_an_older_edition_that_comes_late_changes_nothing(store: Store) -> None:
    """Order of arrival does not matter: the sender's order does."""
    first = visit(who(), events=[diagnosis()])
    again = visit(who(), edition=2, events=[diagnosis("A90")])
    assert joined(store, again, first)[1].effect is Effect.SUPERSEDED
    assert rows(store, "MATCH (d:Diagnosis) RETURN d.code AS code") == [{"code": "A90"}]


def test_a_resend_in_the_same_batch_is_taken_in_turn(store: Store) -> None:
    """Two editions of one visit in one transaction end as they would in two."""
    first = visit(who(), events=[diagnosis()])
    again = visit(who(), edition=2, events=[diagnosis("A90")])
    effects = [receipt.effect for receipt in join(store, [first, again], MODEL)]
    assert effects == [Effect.STORED, Effect.REPLACED]
    assert counts(store).nodes["Diagnosis"] == 1


LETTER = visit(who(), events=[letter("L1", "01004", "01003")])
ARRIVAL = visit(
    who(), facility="01003", local_id="B", key="W1", day="2026-03-05", came_from="01004",
    letter="L1",
)  # fmt: skip
ARRIVAL_WITHOUT_LETTER = visit(
    who(), facility="01003", local_id="B", key="W1", day="2026-03-05", came_from="01004"
)
ARRIVAL_WITHOUT_SENDER = visit(
    who(), facility="01003", local_id="B", key="W1", day="2026-03-05", letter="L1"
)
BOOKING = visit(who(), events=[booked("2026-03-10")])
RETURN = visit(who(), key="V2", day="2026-03-12")


@pytest.mark.parametrize(
    ("pair", "how"),
    [
        ((LETTER, ARRIVAL), "letter"),
        ((LETTER, ARRIVAL_WITHOUT_LETTER), "person"),
        ((LETTER, ARRIVAL_WITHOUT_SENDER), "person"),
    ],
)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_referral_joins_from_both_ends(
    store: Store, pair: Sequence[Record], how: str, order: tuple[int, int]
) -> None:
    """Letter first or arrival first, by its number or by the citizen: one referral, both ends."""
    joined(store, *(pair[place] for place in order))
    assert rows(
        store,
        "MATCH (r:Referral)-[f:FULFILLED_BY]->(e:Encounter) "
        "RETURN r.id AS id, r.stated AS stated, f.how AS how, e.id AS visit",
    ) == [{"id": "01004|L1", "stated": True, "how": how, "visit": "01003|W1"}]
    assert counts(store).nodes["Referral"] == 1


def test_a_letter_that_is_corrected_is_one_letter(store: Store) -> None:
    """A resend with another letter number: the first number is gone, nobody speaks of it."""
    joined(store, LETTER, visit(who(), edition=2, events=[letter("L2", "01004", "01003")]))
    assert rows(store, "MATCH (r:Referral) RETURN r.id AS id") == [{"id": "01004|L2"}]
    assert counts(store).edges["TO"] == 1


def test_a_letter_that_is_withdrawn_leaves_the_arrival(store: Store) -> None:
    """The sender's resend without its letter: the arrival still names it, and waits for it."""
    joined(store, LETTER, ARRIVAL, visit(who(), edition=2))
    assert counts(store).referrals == {"joined": 0, "open": 0, "letter_awaited": 1}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_appointment_is_kept_whatever_comes_first(store: Store, order: tuple[int, int]) -> None:
    """The visit within seven days of the booked day keeps it, whichever message arrives first."""
    joined(store, *((BOOKING, RETURN)[place] for place in order))
    found = rows(
        store, "MATCH (:Appointment)-[k:KEPT_BY]->(e:Encounter) RETURN e.id AS visit, k.how AS how"
    )
    assert found == [{"visit": "01004|V2", "how": "day"}]


def test_a_visit_too_late_does_not_keep_an_appointment(store: Store) -> None:
    """Eight days after the booked day it is missed."""
    joined(store, BOOKING, visit(who(), key="V2", day="2026-03-18"))
    assert counts(store).edges["KEPT_BY"] == 0


def test_twins_are_two_people_and_children_of_their_mother(store: Store) -> None:
    """Two certificates of one birth give two people, neither of them the mother."""
    delivery = visit(BINH, events=[birth(BINH), birth(BINH, "GCS2", minute="0820")])
    joined(store, delivery)
    found = counts(store)
    assert (found.nodes["Person"], found.edges["CHILD_OF"]) == (3, 2)


def test_a_birth_that_is_corrected_away_is_no_kinship_any_more(store: Store) -> None:
    """A resend with one certificate less takes back one child of the mother."""
    joined(
        store,
        visit(BINH, events=[birth(BINH), birth(BINH, "GCS2", minute="0820")]),
        visit(BINH, edition=2, events=[birth(BINH)]),
    )
    assert counts(store).edges["CHILD_OF"] == 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_every_order_of_arrival_ends_in_the_same_joins(store: Store, order: Sequence[int]) -> None:
    """Four messages of two hospitals: one referral with both ends, one appointment kept."""
    booking = visit(who(), key="V3", day="2026-03-03", events=[booked("2026-03-10")])
    messages = (LETTER, ARRIVAL, booking, RETURN)
    joined(store, *(messages[place] for place in order))
    found = counts(store)
    assert found.referrals == {"joined": 1, "open": 0, "letter_awaited": 0}
    assert (found.edges["KEPT_BY"], found.nodes["Person"]) == (1, 1)
