"""Every metric that needs judgement, on a city written down by hand, on both engines."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ai.places import Known
from graph.model import Appointment, Birth, Origin, Referral
from graph.store import Store
from mpi.dates import PartialDate
from mpi.errors import NotFound
from mpi.identity import Address, Identity, Kinship, Relative, Sex
from tests.ai.questions import MARCH, asked, drugs, facts, ill, money, places, total
from tests.city import AN, BINH, City, moment


def bed(start: str, end: str, **more: object) -> dict[str, Any]:
    """An inpatient stay from one moment to another."""
    times = {"started_at": moment(start), "admitted_at": moment(start), "ended_at": moment(end)}
    return {"on": end, "kind": "03", "result": "1", "ending": "1", **times, **more}


def seen(start: str, end: str, **more: object) -> dict[str, Any]:
    """An outpatient visit from one moment to another."""
    times = {"started_at": moment(start), "ended_at": moment(end)}
    return {"on": end, "kind": "01", "result": "1", "ending": "1", **times, **more}


STAY = bed("2026-03-01T08:00", "2026-03-05T10:00")


@pytest.mark.parametrize(
    ("second", "share"),
    [
        (bed("2026-03-20T08:00", "2026-03-21T08:00"), 0.5),
        (bed("2026-04-04T09:59", "2026-04-05T08:00"), 0.5),
        (bed("2026-04-04T10:01", "2026-04-05T08:00"), 0.0),
        (bed("2026-03-20T08:00", "2026-03-21T08:00", referred_from="01901", letter="L1"), 0.0),
        (seen("2026-03-20T08:00", "2026-03-20T09:00"), 0.0),
    ],
    ids=["within 30 days", "last minute", "too late", "transfer", "no bed"],
)
def test_readmission_within_30_days(store: Store, second: dict[str, Any], share: float) -> None:
    """A stay of the same citizen anywhere within 30 days counts; transfers and visits do not."""
    city = City(store)
    city.visit("01004", "V1", AN, **STAY)
    city.visit("01003", "V2", AN, **second)
    city.visit("01004", "V3", BINH, **STAY)
    assert asked(facts(store), "readmission_30d", "facility", facility=("01004",)) == {
        ("01004",): share
    }


@pytest.mark.parametrize("end", [{"result": "5"}, {"ending": "2"}, {"result": "6"}])
def test_the_dead_and_the_transferred_cannot_be_readmitted(
    store: Store, end: dict[str, str]
) -> None:
    """They are not among the discharges that a readmission is a share of."""
    city = City(store)
    city.visit("01004", "V1", AN, **(STAY | end))
    assert asked(facts(store), "readmission_30d") == {(): None}


def test_a_booked_return_is_no_readmission(store: Store) -> None:
    """A stay that keeps an appointment was planned."""
    city = City(store)
    city.visit("01004", "V1", AN, Appointment(Origin("XML14"), dt.date(2026, 3, 20)), **STAY)
    city.visit("01004", "V2", AN, **bed("2026-03-20T08:00", "2026-03-21T08:00"))
    assert total(facts(store), "readmission_30d") == 0.0


@pytest.mark.parametrize(("hour", "share"), [("2026-03-04T08:59", 0.5), ("2026-03-04T09:01", 0.0)])
def test_return_within_72_hours(store: Store, hour: str, share: float) -> None:
    """An unbooked visit at any facility within 72 hours of the end counts."""
    city = City(store)
    city.visit("01004", "V1", AN, **seen("2026-03-01T08:00", "2026-03-01T09:00"))
    city.visit("01003", "V2", AN, **seen(hour, "2026-03-04T12:00"))
    assert total(facts(store), "return_72h") == share


def test_stays_deaths_and_money(store: Store) -> None:
    """Bed-days, length of stay, median, mortality and costs fall on the day of discharge."""
    city = City(store)
    city.visit(
        "01004", "V1", AN, **bed("2026-02-27T08:00", "2026-03-03T08:00", days=5, **money(900, 600))
    )
    city.visit(
        "01004",
        "V2",
        BINH,
        **bed("2026-03-01T08:00", "2026-03-03T08:00", days=2, result="5", **money(100, 0)),
    )
    snapshot = facts(store, Known(beds={"01004": 7}))
    want = {
        "bed_days": 7, "length_of_stay": 3.5, "length_of_stay_median": 3.5, "deaths_in_hospital": 1,
        "hospital_mortality": 0.5, "cost_total": 1000, "cost_insurance": 600, "discharges": 2,
        "cost_per_encounter": 500, "insurance_share": 0.6, "inpatient_encounters": 1,
        "admissions": 1,
    }  # fmt: skip
    assert {name: total(snapshot, name, MARCH) for name in want} == want
    assert total(snapshot, "occupancy", MARCH) == pytest.approx(7 / (7 * 31))


def test_people_are_counted_once(store: Store) -> None:
    """People are citizens, new once in the graph, returning when seen before the period."""
    city = City(store)
    city.visit("01004", "V1", AN, on="2026-02-10T08:00")
    city.visit("01003", "V2", AN, on="2026-03-10T08:00")
    city.visit("01004", "V3", BINH, on="2026-03-11T08:00")
    city.visit("01004", "V4", BINH, on="2026-03-12T08:00")
    snapshot = facts(store)
    want = {"encounters": 3, "people_treated": 2, "new_people": 1, "returning_people": 1}
    assert {name: total(snapshot, name, MARCH) for name in want} == want
    assert asked(snapshot, "people_treated", "sex", "month")[("male", "2026-03")] == 1


def test_cases_count_any_diagnosis_and_visits_once(store: Store) -> None:
    """A visit with two codes of a disease is one case; a list of QĐ 97 is a set of codes."""
    city = City(store)
    city.visit("01004", "V1", AN, ill("A97.0"), ill("A91", "secondary"))
    city.visit("01004", "V2", BINH, ill("J18.9"), ill("A97.1", "secondary"))
    city.visit("01004", "V3", BINH, ill("I10"), ill("A90", "admission"), on="2026-03-12T08:00")
    snapshot = facts(store, Known(population={"00070": 1000}))
    assert total(snapshot, "cases", disease_group=("dengue",)) == 2
    assert total(snapshot, "cases", icd=("A97",)) == total(snapshot, "notifiable_cases") == 2
    assert total(snapshot, "encounters", icd=("I",)) == 1
    assert asked(snapshot, "encounters", "icd_chapter") == {("I",): 1, ("IX",): 1, ("X",): 1}
    assert total(snapshot, "chronic_seen_6m", MARCH) == 1


def test_letters_from_both_ends(store: Store) -> None:
    """Referrals count at sender and receiver, up by level, arrived by 30 days, and in chains."""
    places(store)
    city = City(store)
    one = Referral(Origin("XML13"), "L1", "01C01", "01004", issued_on=dt.date(2026, 3, 2))
    two = Referral(Origin("XML13"), "L2", "01004", "01901", issued_on=dt.date(2026, 3, 6))
    lost = Referral(Origin("XML13"), "L3", "01004", "01013", issued_on=dt.date(2026, 3, 6))
    city.visit("01C01", "V1", AN, one, on="2026-03-02T08:00")
    city.visit("01004", "V2", AN, two, on="2026-03-06T08:00", referred_from="01C01", letter="L1")
    city.visit("01901", "V3", AN, on="2026-03-07T08:00", referred_from="01004", letter="L2")
    city.visit("01004", "V4", BINH, lost, on="2026-03-06T08:00")
    city.visit("01004", "V5", BINH, on="2026-05-06T08:00")
    snapshot = facts(store)
    want = {
        "referrals_out": 3, "up_referrals": 2, "down_referrals": 1, "days_to_arrival": 2.5,
        "referral_completion_30d": 2 / 3, "referral_chains_3": 1,
    }  # fmt: skip
    assert {name: total(snapshot, name) for name in want} == pytest.approx(want)
    assert total(snapshot, "referrals_out", facility=("01004",)) == 2
    assert total(snapshot, "referrals_in", facility=("01004",)) == 1
    assert asked(snapshot, "up_referrals", "origin_level", "destination_level") == {
        ("city", "central"): 1, ("station", "city"): 1}  # fmt: skip


def test_appointments_kept_missed_and_open(store: Store) -> None:
    """Only an appointment that is due can be missed."""
    city = City(store)
    days = (dt.date(2026, 3, 10), dt.date(2026, 4, 10), dt.date(2026, 5, 1))
    booked = [Appointment(Origin("XML14", n), day) for n, day in enumerate(days, 1)]
    city.visit("01004", "V1", AN, *booked, on="2026-03-02T08:00")
    city.visit("01004", "V2", AN, on="2026-03-12T08:00")
    city.visit("01004", "V3", BINH, on="2026-04-28T08:00")
    snapshot = facts(store)
    want = {"appointments": 3, "appointments_missed": 1, "follow_up_kept": 0.5}
    assert {name: total(snapshot, name) for name in want} == want


def test_drugs(store: Store) -> None:
    """Antibiotics are known by ingredient, alone, combined, and in Vietnamese spelling."""
    city = City(store)
    city.visit(
        "01004",
        "V1",
        AN,
        drugs("Amoxicilin + acid clavulanic", "Paracetamol"),
        drugs("Cefixim 200mg", row=5),
    )
    city.visit("01004", "V2", BINH, drugs("Paracetamol"))
    city.visit("01004", "V3", BINH, on="2026-03-03T08:00")
    want = {"prescriptions": 3, "antibiotic_share": 0.5, "access_share": 0.5}
    snapshot = facts(store)
    assert {name: total(snapshot, name) for name in want} == want


def test_births(store: Store) -> None:
    """Twins are two births and one delivery."""
    city = City(store)
    mother = Relative(Kinship.MOTHER, BINH.name, BINH.birth_date, BINH.personal_number)
    day = PartialDate(2026, 3, 2)
    child = Identity(name="", birth_date=day, sex=Sex.MALE, relatives=(mother,))
    twins = [Birth(Origin("XML9", n), f"G{n}", child, children=2, caesarean=True) for n in (1, 2)]
    city.visit("01004", "V1", BINH, *twins, **STAY)
    snapshot = facts(store)
    assert (total(snapshot, "births"), total(snapshot, "caesarean_rate")) == (2, 1.0)


def test_avoidable_admissions(store: Store) -> None:
    """From 15 years, with a bed, for a disease of the list, not sent by another facility."""
    city = City(store)
    city.visit("01004", "V1", AN, ill("J44.1"), **STAY)
    city.visit("01004", "V2", BINH, ill("A97.0"), **STAY)
    city.visit("01003", "V3", BINH, ill("I50"), **(STAY | {"referred_from": "01004"}))
    assert total(facts(store), "avoidable_admissions") == 1


def test_where_and_how_old_patients_are(store: Store) -> None:
    """Ward and district are those that the visit says, age is in completed years on the day."""
    places(store)
    city = City(store)
    an = Identity(
        **{f: getattr(AN, f) for f in AN.__dataclass_fields__}
        | {"address": Address(wards=("00070",))}
    )
    city.visit("01004", "V1", an, on="2026-07-03T08:00")
    city.visit("01004", "V2", an, on="2030-07-04T08:00")
    snapshot = facts(store)
    assert asked(snapshot, "encounters", "old_district", "ward", "level") == {
        ("001", "00070", "city"): 1
    }
    assert asked(snapshot, "encounters", "age_band") == {("30-44",): 1}
    assert snapshot.made["visit", "age"].tolist() == [40, 45]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("metric", "by"), [("occupancy", ()), ("incidence", ()), ("encounters", ("owner",))]
)
def test_what_the_deployment_did_not_give_is_refused(
    store: Store, metric: str, by: tuple[str, ...]
) -> None:
    """Beds, inhabitants and owners are never guessed."""
    City(store).visit("01004", "V1", AN)
    with pytest.raises(NotFound):
        asked(facts(store), metric, *by)
