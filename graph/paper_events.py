"""What is written for a patient: letters, appointments, birth certificates, other papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from graph.said import Origin
from mpi.identity import Identity


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
    """A booked revisit (XML14, or a date of XML1 NGAY_TAI_KHAM, which then has no letter).

    Outside a visit (a booking by telephone, HL7 SIU, FHIR) it hangs on the patient's record.
    `status` is `booked`, `cancelled`, `missed` or `kept`, where a wire says so.
    """

    origin: Origin
    day: dt.date
    letter: str = ""
    diagnosis: str = ""
    practitioner: str = ""
    starts_at: dt.datetime | None = None
    status: str = ""
    reason: str = ""


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
    `tb-care`; of other wires `report`, `composition`, `document-reference`, `consent`,
    `transcription`, `document-status`. `restricted` content (HIV, TB) never enters a health book.
    `wording` is a heading.
    """

    origin: Origin
    kind: str
    written_at: dt.datetime | None = None
    restricted: bool = False
    wording: str = ""
    content: Mapping[str, str] = field(default_factory=dict)
