"""What the ministry's tables have no place for: allergies, immunizations, images, orders, cover.

Each may be said of a visit, or of the patient outside any visit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from graph.said import Coding, Origin


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy or intolerance. `category` is food, medication, environment or biologic.

    `status` is `active`, `inactive` or `resolved`; `certainty` `confirmed`, `unconfirmed`,
    `presumed` or `refuted`; `criticality` `low`, `high` or `unable-to-assess`; `kind` `allergy` or
    `intolerance`. `reactions` are in words.
    """

    origin: Origin
    code: str = ""
    system: str = ""
    codes: tuple[Coding, ...] = ()
    wording: str = ""
    category: str = ""
    kind: str = ""
    criticality: str = ""
    status: str = ""
    certainty: str = ""
    reactions: tuple[str, ...] = ()
    onset_at: dt.datetime | None = None
    recorded_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Immunization:
    """A vaccine given, or not (`status` `not-done`). `dose` is its place in a series."""

    origin: Origin
    code: str = ""
    system: str = ""
    codes: tuple[Coding, ...] = ()
    wording: str = ""
    status: str = ""
    given_at: dt.datetime | None = None
    lot: str = ""
    manufacturer: str = ""
    dose: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    route: str = ""
    site: str = ""
    expires_on: dt.date | None = None
    practitioner: str = ""
    primary_source: bool = True


@dataclass(frozen=True, slots=True)
class ImagingSeries:
    """One series of an imaging study, from headers only; `instances` counts its images."""

    uid: str
    modality: str = ""
    number: int | None = None
    wording: str = ""
    body_site: str = ""
    instances: int | None = None
    started_at: str = ""


@dataclass(frozen=True, slots=True)
class ImagingStudy:
    """An imaging study: its headers and where the pictures are, never pixels.

    `uid` is the study instance UID, `accession` joins it to its order. `link` is a WADO-RS address
    of the study, `endpoint` the archive (AE title or address).
    """

    origin: Origin
    uid: str
    accession: str = ""
    modalities: tuple[str, ...] = ()
    started_at: dt.datetime | None = None
    wording: str = ""
    status: str = ""
    code: str = ""
    system: str = ""
    codes: tuple[Coding, ...] = ()
    body_site: str = ""
    reason: str = ""
    referrer: str = ""
    series: tuple[ImagingSeries, ...] = ()
    instances: int | None = None
    link: str = ""
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """An order for a service: laboratory, imaging, therapy. A referral letter is a `Referral`.

    `placer` and `filler` are the order numbers of who asks and who does, `accession` the number
    that imaging and results name. `status` is the sender's own word.
    """

    origin: Origin
    code: str = ""
    system: str = ""
    codes: tuple[Coding, ...] = ()
    wording: str = ""
    placer: str = ""
    filler: str = ""
    accession: str = ""
    status: str = ""
    intent: str = ""
    priority: str = ""
    category: str = ""
    ordered_at: dt.datetime | None = None
    wanted_at: dt.datetime | None = None
    requester: str = ""
    performer: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who pays; `number` is of the card, `holder_is` what its holder is to the patient."""

    origin: Origin
    number: str = ""
    payer: str = ""
    kind: str = ""
    status: str = ""
    holder_is: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class OtherResource:
    """What has no kind of its own: its kind and place, counted here, whole in the archive.

    The message that holds it is named by the record's source, so nothing is dropped.
    """

    origin: Origin
    kind: str
    reference: str = ""
    said_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class PatientMerge:
    """A facility says that two of its patient codes are one patient (HL7 A40, FHIR replaced-by).

    `other` is the code that is given up, `survivor` the one that stays.
    """

    origin: Origin
    survivor: str
    other: str
