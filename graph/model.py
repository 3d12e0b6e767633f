"""What happened: records and events as every wire format is read into. Frozen values, no I/O.

Times are aware datetimes in UTC; days that the law counts (visit, appointment) are Hanoi's local
dates. Codes are as the ministry writes them; text is NFC; unknown text is empty, never None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mpi.identity import Identity

#: Hanoi has no daylight saving; every local time in the ministry's tables is +07:00.
HANOI = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record came from. `message` is the SHA-256 (hex) of the bytes as received.

    `edition` orders the statements that one facility makes about one visit: it sorts as text, a
    later one replaces an earlier one (QĐ 4750: a resend replaces; NGAYLAP, then NGAY_TTOAN).
    `said_at` is the time the sender gives to what it says, `received_at` is when we had it.
    """

    facility: str
    message: str
    wire: str
    version: str
    edition: str
    said_at: dt.datetime
    received_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """The table and row of a message that one event was read from (`XML2`, row 1 is the first)."""

    table: str
    row: int = 1


@dataclass(frozen=True, slots=True)
class Encounter:
    """One visit at one facility (XML1, or XML0 while only the arrival is known).

    `kind` is MA_LOAI_KCB, `result` KET_QUA_DTRI, `ending` MA_LOAI_RV, `entitlement`
    MA_DOITUONG_KCB. `letter` is the referral or appointment letter the patient came with
    (GIAY_CHUYEN_TUYEN), `referred_from` the facility that sent the patient (MA_NOI_DI). Money is
    in đồng.
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


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis; `role` is `admission`, `main`, `secondary` or `traditional`.

    `code` is ICD-10 with its dot (`A97.0`), empty when only words were given; `as_sent` keeps
    the sender's spelling.
    """

    origin: Origin
    role: str
    code: str = ""
    as_sent: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class MedicationItem:
    """A row of XML2. `dose` is LIEU_DUNG, `instructions` CACH_DUNG; `quantity` in `unit`."""

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
    """A service or supply of XML3; `material` is True for supplies (MA_VAT_TU)."""

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


@dataclass(frozen=True, slots=True)
class Observation:
    """A result of XML4: an index of a service, its value as text, or a description in words."""

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


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral letter as its sender wrote it (XML13). `sender` and `receiver` are MA_CSKCB."""

    origin: Origin
    letter: str
    sender: str
    receiver: str
    issued_on: dt.date | None = None
    reason: str = ""
    main_code: str = ""
    diagnosis: str = ""
    condition: str = ""
    plan: str = ""
    transport: str = ""
    practitioner: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked revisit (XML14, or a date of XML1 NGAY_TAI_KHAM, which then has no letter)."""

    origin: Origin
    day: dt.date
    letter: str = ""
    diagnosis: str = ""
    practitioner: str = ""


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth certificate (XML9), sent with the mother's visit; `child` names her as relative.

    `certificate` is SO (number of the paper) and tells the children of one birth apart.
    """

    origin: Origin
    certificate: str
    child: Identity
    weight_g: Decimal | None = None
    children: int = 1
    caesarean: bool = False
    condition: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of the visit kept field by field (XML5, 6, 7, 8, 10, 11, 15).

    `kind`: `progress`, `hiv-care`, `discharge`, `summary`, `pregnancy-leave`, `sick-leave`,
    `tb-care`. `restricted` content (HIV, TB) never enters a health book.
    """

    origin: Origin
    kind: str
    written_at: dt.datetime | None = None
    restricted: bool = False
    content: Mapping[str, str] = field(default_factory=dict)


Event = (
    Encounter
    | Diagnosis
    | Prescription
    | Service
    | Observation
    | Referral
    | Appointment
    | Birth
    | Document
)


@dataclass(frozen=True, slots=True)
class Record:
    """One visit of one patient at one facility, as one message says it: who, what, where from.

    `local_id` is the facility's own patient code (MA_BN); when the sender left it out it is
    `visit:` + `visit`. `complete` says that the message speaks of the whole visit (it carries
    XML1), so that whatever it does not repeat is withdrawn; otherwise only the tables in
    `tables` are replaced.
    """

    facility: str
    local_id: str
    visit: str
    identity: Identity
    events: tuple[Event, ...]
    source: Source
    tables: frozenset[str]
    complete: bool

    @property
    def key(self) -> str:
        """Id of the hospital's patient record: facility and its own code, `01013|BN0042`."""
        return f"{self.facility}|{self.local_id}"

    @property
    def encounter_key(self) -> str:
        """Id of the visit across the city: (MA_CSKCB, MA_LK)."""
        return f"{self.facility}|{self.visit}"
