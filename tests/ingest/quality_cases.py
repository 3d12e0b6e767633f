"""A record that keeps every rule of quality, and for each rule one that breaks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from graph.model import (
    Appointment,
    Birth,
    Diagnosis,
    Encounter,
    ImagingStudy,
    Immunization,
    MedicationItem,
    Observation,
    Origin,
    Prescription,
    Record,
    Referral,
    Service,
)
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Sex
from tests.records import XML1, XML2, XML9, XML13, XML14, at, visit, who

Change = Callable[[Record], Record]

_BEGAN, _ENDED = at("2026-03-02"), at("2026-03-05")
_PERSON = replace(
    who(number="001185012345", born="19850704", sex=Sex.FEMALE, phone="0912345679"),
    insurance_numbers=("DN4010123456789",),
    address=Address("Số 5 phố Huế", "01", "", "00256", ("00256",)),
    nationality="000",
)
_ENCOUNTER = Encounter(
    XML1, kind="03", started_at=_BEGAN, admitted_at=_BEGAN, ended_at=_ENDED, department="K01",
    reason="sốt", entitlement="1.1", result="2", ending="2", days=3, practitioners=("1",),
    letter="1/2026", referred_from="01003", weight_kg=Decimal(60), medical_record="BA1",
    cost_total=Decimal(900), cost_insured=Decimal(800), cost_paid_by_insurance=Decimal(640),
    cost_paid_by_patient=Decimal(260),
)  # fmt: skip
_ITEM = MedicationItem(
    Origin("XML2"), code="05.1", drug="Oresol", registration="VD-1", instructions="uống",
    quantity=Decimal(5), unit="gói",
)  # fmt: skip
_EVENTS = (
    _ENCOUNTER,
    Diagnosis(XML1, "main", "A97.0", "A97.0", "Sốt xuất huyết"),
    Diagnosis(XML1, "secondary", "I10", "I10", "Tăng huyết áp"),
    Diagnosis(XML1, "secondary", "E11.9", "E119", "Đái tháo đường"),
    Prescription(XML2, _BEGAN, "1", "K01", (_ITEM, replace(_ITEM, code="05.2"))),
    Service(
        Origin("XML3"), code="03.1", wording="Khám", ordered_at=_BEGAN, performed_at=_BEGAN,
        result_at=_ENDED, quantity=Decimal(1), practitioners=("1",),
    ),
    Observation(
        Origin("XML4"), service="23.1", code="1", wording="Tiểu cầu", value="150", unit="G/L",
        resulted_at=_ENDED, number=Decimal(150), ucum="10*9/L",
    ),
    Referral(XML13, "7/2026", "01004", "01003", dt.date(2026, 3, 5), "1", "A97.0", "SXH"),
    Appointment(XML14, dt.date(2026, 3, 20), "9/2026"),
    Birth(XML9, "3", Identity(), weight_g=Decimal(3100)),
    Immunization(Origin("Immunization/1"), code="08", status="completed", given_at=_BEGAN, lot="L"),
    ImagingStudy(Origin("study:1"), "1.2", accession="A1", status="available"),
)  # fmt: skip

#: A woman's stay of three days, with everything that a rule looks at.
_SAID = visit(_PERSON)
SOUND: Record = replace(
    _SAID, events=_EVENTS, source=replace(_SAID.source, received_at=at("2026-03-06"))
)


def but(kind: type, /, **changes: Any) -> Change:
    """Change the first event of a kind."""

    def change(record: Record) -> Record:
        place = next(n for n, each in enumerate(record.events) if isinstance(each, kind))
        event: Any = replace(record.events[place], **changes)
        return replace(record, events=(*record.events[:place], event, *record.events[place + 1 :]))

    return change


def who_is(**changes: Any) -> Change:
    """Change the patient."""
    return lambda record: replace(record, identity=replace(record.identity, **changes))


def said(**changes: Any) -> Change:
    """Change the record itself."""
    return lambda record: replace(record, **changes)


def item(**changes: Any) -> Change:
    """Change the drugs of the prescription: one with the changes."""
    return but(Prescription, items=(replace(_ITEM, **changes),))


def without(kind: type) -> Change:
    """Leave out every event of a kind."""
    return lambda r: replace(r, events=tuple(e for e in r.events if not isinstance(e, kind)))


def with_codes(*coded: tuple[str, str]) -> Change:
    """Have these diagnoses, (role, code), and no others."""

    def change(record: Record) -> Record:
        others = without(Diagnosis)(record).events
        dx = tuple(Diagnosis(XML1, role, code, code) for role, code in coded)
        return replace(record, events=(*others, *dx))

    return change


def both(*changes: Change) -> Change:
    """Change one after the other."""

    def change(record: Record) -> Record:
        for each in changes:
            record = each(record)
        return record

    return change


_MAN = {"sex": Sex.MALE, "personal_number": "001085012345"}
_CHILD = {"birth_date": PartialDate.parse("20240301"), "personal_number": ""}
_BEFORE, _AFTER = at("2026-03-01"), at("2026-03-09")

#: Rule -> what to change in SOUND so that it is broken.
BREAKS: Mapping[str, Change] = {
    "q-name-missing": who_is(name=""),
    "q-birth-missing": who_is(birth_date=None),
    "q-sex-missing": who_is(sex=Sex.UNKNOWN),
    "q-address-missing": who_is(address=Address()),
    "q-ward-missing": who_is(address=Address("Số 5 phố Huế")),
    "q-number-missing": who_is(personal_number=""),
    "q-any-number": who_is(personal_number="", insurance_numbers=(), phones=()),
    "q-card-missing": who_is(insurance_numbers=()),
    "q-relative-missing": who_is(**_CHILD),
    "q-nationality-missing": who_is(nationality=""),
    "q-local-id-missing": said(local_id="visit:V1"),
    "q-visit-missing": said(visit=""),
    "q-start-missing": but(Encounter, started_at=None),
    "q-end-missing": but(Encounter, ended_at=None),
    "q-kind-missing": but(Encounter, kind=""),
    "q-result-missing": but(Encounter, result=""),
    "q-ending-missing": but(Encounter, ending=""),
    "q-entitlement-missing": but(Encounter, entitlement=""),
    "q-reason-missing": but(Encounter, reason=""),
    "q-department-missing": but(Encounter, department=""),
    "q-doctor-missing": both(
        but(Encounter, practitioners=()), but(Service, practitioners=()),
        but(Prescription, prescriber=""),
    ),
    "q-admission-missing": but(Encounter, admitted_at=None),
    "q-record-number-missing": but(Encounter, medical_record=""),
    "q-main-missing": with_codes(("secondary", "I10")),
    "q-code-missing": but(Diagnosis, code="", as_sent=""),
    "q-drug-name-missing": item(drug=""),
    "q-drug-code-missing": item(code=""),
    "q-drug-quantity-missing": item(quantity=None),
    "q-drug-unit-missing": item(unit=""),
    "q-drug-use-missing": item(instructions=""),
    "q-prescriber-missing": but(Prescription, prescriber=""),
    "q-ordered-missing": but(Prescription, ordered_at=None),
    "q-service-name-missing": but(Service, wording=""),
    "q-service-code-missing": but(Service, code=""),
    "q-service-time-missing": but(Service, ordered_at=None, performed_at=None),
    "q-result-name-missing": but(Observation, wording="", code="", service=""),
    "q-result-value-missing": but(Observation, value=""),
    "q-result-unit-missing": but(Observation, unit=""),
    "q-result-time-missing": but(Observation, resulted_at=None),
    "q-referral-number-missing": but(Referral, letter="visit:V1"),
    "q-referral-day-missing": but(Referral, issued_on=None),
    "q-referral-reason-missing": but(Referral, reason=""),
    "q-referral-diagnosis-missing": but(Referral, diagnosis="", main_code=""),
    "q-appointment-number-missing": but(Appointment, letter=""),
    "q-birth-weight-missing": but(Birth, weight_g=None),
    "q-birth-number-missing": but(Birth, certificate=""),
    "q-name-words": who_is(name="Lan"),
    "q-name-digits": who_is(name="Nguyễn Thị Lan 2"),
    "q-birth-future": who_is(birth_date=PartialDate(2030, 1, 2)),
    "q-birth-old": who_is(birth_date=PartialDate(1890, 1, 2)),
    "q-number-form": who_is(personal_number="12345"),
    "q-number-province": who_is(personal_number="999185012345"),
    "q-number-sex": who_is(personal_number="001085012345"),
    "q-number-year": who_is(personal_number="001184012345"),
    "q-card-form": who_is(insurance_numbers=("DN4",)),
    "q-phone-form": who_is(phones=("12",)),
    "q-facility-form": said(facility="1"),
    "q-kind-code": but(Encounter, kind="77"),
    "q-result-code": but(Encounter, result="x"),
    "q-ending-code": but(Encounter, ending="x"),
    "q-entitlement-code": but(Encounter, entitlement="x"),
    "q-icd-form": but(Diagnosis, code="", as_sent="sốt"),
    "q-weight-range": but(Encounter, weight_kg=Decimal(3500)),
    "q-newborn-weight-range": but(Birth, weight_g=Decimal(31)),
    "q-births-range": but(Birth, children=11),
    "q-quantity-positive": item(quantity=Decimal(0)),
    "q-quantity-service": but(Service, quantity=Decimal(-1)),
    "q-cost-negative": but(Encounter, cost_total=Decimal(-1)),
    "q-insured-above-total": but(Encounter, cost_insured=Decimal(2000)),
    "q-paid-above-insured": but(Encounter, cost_paid_by_insurance=Decimal(2000)),
    "q-start-future": but(Encounter, started_at=at("2026-03-08")),
    "q-start-ancient": but(Encounter, started_at=at("1999-03-04")),
    "q-referral-receiver-form": but(Referral, receiver="BV"),
    "q-referral-self": but(Referral, receiver="01004"),
    "q-end-before-start": but(Encounter, ended_at=_BEFORE),
    "q-admitted-before-start": but(Encounter, admitted_at=_BEFORE),
    "q-admitted-after-end": but(Encounter, admitted_at=_AFTER),
    "q-stay-long": but(Encounter, ended_at=at("2027-06-02")),
    "q-days-differ": but(Encounter, days=30),
    "q-birth-after-visit": who_is(birth_date=PartialDate(2026, 3, 4)),
    "q-dead-not-dead": but(Encounter, result="5", referred_to="01003"),
    "q-pregnant-man": both(who_is(**_MAN), with_codes(("main", "O80.0"))),
    "q-prostate-woman": with_codes(("main", "N40")),
    "q-newborn-code-age": with_codes(("main", "P22.0")),
    "q-mother-age": who_is(birth_date=PartialDate(1950, 1, 2)),
    "q-diagnosis-twice": with_codes(("main", "A97.0"), ("secondary", "I10"), ("secondary", "I10")),
    "q-main-also-secondary": with_codes(("main", "A97.0"), ("secondary", "A97.0")),
    "q-order-before-visit": but(Prescription, ordered_at=_BEFORE),
    "q-order-after-visit": but(Prescription, ordered_at=_AFTER),
    "q-service-before-visit": but(Service, ordered_at=_BEFORE),
    "q-service-order": but(Service, performed_at=_BEFORE),
    "q-service-result-order": but(Service, result_at=_BEFORE),
    "q-result-before-visit": but(Observation, resulted_at=_BEFORE),
    "q-appointment-past": but(Appointment, day=dt.date(2026, 3, 1)),
    "q-appointment-far": but(Appointment, day=dt.date(2028, 3, 1)),
    "q-referral-early": but(Referral, issued_on=dt.date(2026, 3, 1)),
    "q-same-drug-twice": but(Prescription, items=(_ITEM, _ITEM)),
    "q-referral-ending": but(Encounter, ending="1"),
    "q-icd-known": with_codes(("main", "U99.9")),
    "q-ward-known": who_is(address=Address("x", "01", "", "99999")),
    "q-ward-new": who_is(address=Address("x", "01", "", "00010", ("00256",))),
    "q-referral-receiver-known": but(Referral, receiver="01-03"),
    "q-referral-sent-letter": but(Encounter, letter=""),
    "q-referral-letter-out": without(Referral),
    "q-drug-registered": item(registration=""),
    "q-result-coded": but(Observation, code=""),
    "q-unit-known": but(Observation, unit="nắm", ucum=""),
    "q-main-usable": with_codes(("main", "V01.0")),
    "q-icd-current": with_codes(("main", "R83.1")),
    "q-main-allowed": with_codes(("main", "Z85.1")),
    "q-main-asterisk": but(Diagnosis, code="G05.1", as_sent="G05.1*"),
    "q-result-own-code": but(Observation, system="local:01004"),
    "q-service-own-code": but(Service, system="local:01004"),
    "q-drug-own-code": item(system="local:01004"),
    "q-child-weight": both(who_is(**_CHILD), but(Encounter, kind="01", weight_kg=None)),
    "q-mother-number": who_is(personal_number=""),
    "q-vaccine-lot": but(Immunization, lot=""),
    "q-vaccine-time": but(Immunization, given_at=None),
    "q-image-accession": but(ImagingStudy, accession=""),
    "q-end-future": but(Encounter, ended_at=at("2026-03-08")),
    "q-result-future": but(Observation, resulted_at=at("2026-03-08")),
    "q-service-after-visit": but(Service, ordered_at=_AFTER),
    "q-paid-parts": but(Encounter, cost_paid_by_patient=Decimal(900)),
    "q-secondary-many": with_codes(*[("secondary", f"I{n}") for n in range(20, 33)]),
}  # fmt: skip
