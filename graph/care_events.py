"""What is done for a patient: the visit, diagnoses, prescriptions, services, results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from graph.said import Coding, Origin


@dataclass(frozen=True, slots=True)
class Encounter:
    """One visit at one facility (XML1, or XML0 while only the arrival is known).

    `kind` is MA_LOAI_KCB, `result` KET_QUA_DTRI, `ending` MA_LOAI_RV, `entitlement`
    MA_DOITUONG_KCB. `letter` is the referral or appointment letter the patient came with
    (GIAY_CHUYEN_TUYEN), `referred_from` the facility that sent the patient (MA_NOI_DI). Money is
    in đồng. `status` is `planned`, `open`, `closed` or `cancelled`, where a wire says so: a
    cancelled visit is kept and shown to nobody. `numbers` are further numbers that the facility
    gives to this visit. A `partial` statement says only what it holds and what is `cleared` (names
    of fields): the rest stays as it was said before, and several may stand in one record (HL7 ADT).
    """

    origin: Origin
    kind: str = ""
    started_at: dt.datetime | None = None
    admitted_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    arrival_only: bool = False
    department: str = ""
    reason: str = ""
    entitlement: str = ""
    result: str = ""
    ending: str = ""
    days: int | None = None
    treatment: str = ""
    referred_from: str = ""
    referred_to: str = ""
    letter: str = ""
    practitioners: tuple[str, ...] = ()
    weight_kg: Decimal | None = None
    newborn_weight_g: Decimal | None = None
    blood_group: str = ""
    cost_total: Decimal | None = None
    cost_insured: Decimal | None = None
    cost_paid_by_insurance: Decimal | None = None
    cost_paid_by_patient: Decimal | None = None
    medical_record: str = ""
    status: str = ""
    numbers: tuple[str, ...] = ()
    partial: bool = False
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis; `role` is `admission`, `main`, `secondary`, `traditional` or `problem`.

    `code` is ICD-10 with its dot (`A97.0`), or a code of another `system`, empty when only words
    were given; `as_sent` keeps the sender's spelling, `codes` its other codes. A `problem` is of a
    problem list; `status` says `active`, `recurrence`, `remission`, `resolved` …
    """

    origin: Origin
    role: str
    code: str = ""
    as_sent: str = ""
    text: str = ""
    system: str = "icd10"
    codes: tuple[Coding, ...] = ()
    status: str = ""
    onset_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    recorded_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class MedicationItem:
    """A row of XML2. `dose` is LIEU_DUNG, `instructions` CACH_DUNG; `quantity` in `unit`.

    `system` and `codes` are for codes that are not the ministry's; `dispensed_at` is when the drug
    was handed out, when that was said.
    """

    origin: Origin
    code: str = ""
    drug: str = ""
    strength: str = ""
    ingredient: str = ""
    registration: str = ""
    dose: str = ""
    instructions: str = ""
    route: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    cost: Decimal | None = None
    system: str = ""
    codes: tuple[Coding, ...] = ()
    status: str = ""
    dispensed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Prescription:
    """The items that one practitioner ordered at one time in a visit (rows of XML2)."""

    origin: Origin
    ordered_at: dt.datetime | None = None
    prescriber: str = ""
    department: str = ""
    items: tuple[MedicationItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A service or supply of XML3; `material` is True for supplies (MA_VAT_TU).

    A procedure of another wire is a Service too, with `role` `procedure`: XML3 lists procedures
    as services, and the same operation must be the same kind of fact by whatever wire it comes.
    """

    origin: Origin
    code: str = ""
    wording: str = ""
    material: bool = False
    ordered_at: dt.datetime | None = None
    performed_at: dt.datetime | None = None
    result_at: dt.datetime | None = None
    quantity: Decimal | None = None
    unit: str = ""
    practitioners: tuple[str, ...] = ()
    department: str = ""
    cost: Decimal | None = None
    system: str = ""
    codes: tuple[Coding, ...] = ()
    role: str = ""
    status: str = ""
    ended_at: dt.datetime | None = None
    body_site: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """A result of XML4: an index of a service, its value as text, or a description in words.

    `value` is as sent and `number` the same as a number, `unit` is as sent and `ucum` the same in
    UCUM, empty when it is not known. `observed_at` is when the body was looked
    at or the specimen taken, `resulted_at` when the result was ready. `panel` is the code of the
    group it is part of, `reference` the usual range in words, `abnormal` the sender's flag (`H`,
    `LL` …), `category` such as `laboratory` or `vital-signs`.
    """

    origin: Origin
    service: str = ""
    code: str = ""
    wording: str = ""
    value: str = ""
    unit: str = ""
    description: str = ""
    conclusion: str = ""
    resulted_at: dt.datetime | None = None
    practitioner: str = ""
    system: str = ""
    codes: tuple[Coding, ...] = ()
    number: Decimal | None = None
    ucum: str = ""
    observed_at: dt.datetime | None = None
    category: str = ""
    panel: str = ""
    abnormal: str = ""
    reference: str = ""
    status: str = ""
    specimen: str = ""
