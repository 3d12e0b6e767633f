"""What a health book is made of: frozen values, text as it was said, times as UTC text.

Every item carries its `Provenance`. Days are ISO dates of Hanoi's calendar; money is in đồng;
unknown text is empty, unknown numbers are None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.book_notes import Note
from graph.provenance import Provenance
from graph.referral_values import ReferralLeg
from graph.revisits import Revisit


@dataclass(frozen=True, slots=True)
class DiagnosisItem:
    """A diagnosis; `words_en` are ICD-10's, `words_vi` those of a catalogue that was loaded."""

    role: str
    code: str
    wording: str
    words_en: str
    words_vi: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DrugItem:
    """One drug of a prescription, as prescribed."""

    drug: str
    code: str
    strength: str
    ingredient: str
    dose: str
    instructions: str
    route: str
    quantity: float | None
    unit: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class PrescriptionItem:
    """What one practitioner ordered at one time."""

    ordered_at: str
    prescriber: str
    department: str
    drugs: tuple[DrugItem, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A service, or a supply when `material`."""

    code: str
    wording: str
    material: bool
    ordered_at: str
    performed_at: str
    quantity: float | None
    unit: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ResultItem:
    """A result: a value with its unit, or a description and a conclusion in words."""

    service: str
    code: str
    wording: str
    value: str
    unit: str
    description: str
    conclusion: str
    resulted_at: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class PaperItem:
    """A paper of the visit, field by field; restricted ones (HIV, TB) never come this far."""

    kind: str
    written_at: str
    content: Mapping[str, str]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit with all that hangs on it.

    `restated` says, in a book as of an earlier day, that the facility has replaced its statement
    since: the visit was known then, what it said then is only in the archive of messages.
    """

    id: str
    facility: str
    facility_name: str
    record: str
    kind: str
    started_at: str
    ended_at: str
    arrival_only: bool
    department: str
    reason: str
    treatment: str
    result: str
    ending: str
    days: int | None
    cost_total: float | None
    restated: bool
    provenance: Provenance
    diagnoses: tuple[DiagnosisItem, ...] = ()
    prescriptions: tuple[PrescriptionItem, ...] = ()
    services: tuple[ServiceItem, ...] = ()
    results: tuple[ResultItem, ...] = ()
    papers: tuple[PaperItem, ...] = ()
    sent_by: tuple[ReferralLeg, ...] = ()
    sends: tuple[ReferralLeg, ...] = ()
    booked: tuple[Revisit, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One facility's record of the person: the facility, its own patient code, when last said.

    `record` is its id in the graph, which decisions name.
    """

    facility: str
    facility_name: str
    local_id: str
    said_at: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """Who the book is about, as the person's records say together."""

    person: str
    name: str
    birth_date: str
    sex: str
    personal_number: str
    insurance_numbers: tuple[str, ...]
    phones: tuple[str, ...]
    address: str
    provisional: bool
    records: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A family member: `kin` is what that person is to the one of the book.

    mother, father, guardian, child, or dependant (whose guardian the person is).
    """

    kin: str
    person: str
    name: str
    birth_date: str


@dataclass(frozen=True, slots=True)
class Book:
    """One page of a person's health book, newest visit first.

    `next` is the cursor of the following page, empty on the last. `as_of` is the day for which
    the book speaks, empty for the present. `background` is what was said of the person outside any
    visit: allergies, vaccinations, problem lists and the like.
    """

    header: Header
    visits: tuple[Visit, ...]
    family: tuple[Relation, ...]
    next: str
    as_of: str
    background: tuple[Note, ...] = ()
