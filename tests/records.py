"""Factories of records as a wire format would read them; a test says only what matters to it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from graph.model import (
    HANOI,
    Appointment,
    Birth,
    Diagnosis,
    Encounter,
    Event,
    MedicationItem,
    Origin,
    Prescription,
    Record,
    Referral,
    Source,
)
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Kinship, Relative, Sex

XML1, XML2, XML9, XML13, XML14 = (Origin(f"XML{n}") for n in (1, 2, 9, 13, 14))


def who(
    name: str = "Nguyễn Văn An",
    born: str = "19850704",
    number: str = "001085012345",
    *,
    sex: Sex = Sex.MALE,
    phone: str = "",
    address: str = "",
) -> Identity:
    """A citizen as one hospital writes them."""
    return Identity(
        name=name,
        birth_date=PartialDate.parse(born),
        sex=sex,
        personal_number=number,
        phones=(phone,) if phone else (),
        address=Address(text=address),
        said_on=dt.date(2026, 3, 2),
    )


def at(day: str, hour: int = 8) -> dt.datetime:
    """A moment in Hanoi, as UTC: `at("2026-03-02")` is 08:00 there."""
    local = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour), HANOI)
    return local.astimezone(dt.UTC)


def source(
    facility: str, visit: str, said: dt.datetime, edition: int = 1, words: str = ""
) -> Source:
    """Where a record came from; other `words` make another message of the same edition."""
    bytes_of = f"{facility}{visit}{edition}{words}"
    return Source(
        facility=facility,
        message=hashlib.sha256(bytes_of.encode()).hexdigest(),
        wire="qd130-xml",
        version="3176",
        edition=f"2026{edition:04}|{said:%Y%m%d%H%M}",
        said_at=said,
        received_at=said + dt.timedelta(minutes=3),
    )


def visit(
    identity: Identity,
    *,
    facility: str = "01004",
    local_id: str = "BN1",
    key: str = "V1",
    day: str = "2026-03-02",
    edition: int = 1,
    words: str = "",
    came_from: str = "",
    letter: str = "",
    events: Sequence[Event] = (),
) -> Record:
    """A whole visit (XML1 and what `events` adds), ended the day it began."""
    began = at(day)
    encounter = Encounter(
        XML1, kind="01", started_at=began, ended_at=began + dt.timedelta(hours=2),
        referred_from=came_from, letter=letter,
    )  # fmt: skip
    said = source(facility, key, began + dt.timedelta(hours=2), edition, words)
    tables = frozenset({"XML1"} | {event.origin.table for event in events})
    return Record(
        facility, local_id, key, identity, (encounter, *events), said, tables, complete=True
    )


def diagnosis(code: str = "A97.0", role: str = "main") -> Diagnosis:
    """A diagnosis of XML1."""
    return Diagnosis(XML1, role=role, code=code, as_sent=code)


def prescription(*drugs: str) -> Prescription:
    """A prescription of XML2 with one item a drug."""
    items = tuple(MedicationItem(Origin("XML2", n), drug=d) for n, d in enumerate(drugs, 1))
    return Prescription(XML2, ordered_at=at("2026-03-02", 9), prescriber="001", items=items)


def letter(number: str, sender: str, receiver: str, day: str = "2026-03-02") -> Referral:
    """A referral letter of XML13."""
    issued = dt.date.fromisoformat(day)
    return Referral(XML13, letter=number, sender=sender, receiver=receiver, issued_on=issued)


def booked(day: str, number: str = "") -> Appointment:
    """An appointment of XML14."""
    return Appointment(XML14, day=dt.date.fromisoformat(day), letter=number)


def birth(
    mother: Identity, certificate: str = "GCS1", name: str = "", minute: str = "0815"
) -> Birth:
    """A birth certificate of XML9, sent with the mother's visit on 2 March 2026."""
    child = Identity(
        name=name,
        birth_date=PartialDate(2026, 3, 2),
        birth_time=minute,
        sex=Sex.FEMALE,
        relatives=(
            Relative(Kinship.MOTHER, mother.name, mother.birth_date, mother.personal_number),
        ),
        said_on=dt.date(2026, 3, 2),
    )
    return Birth(XML9, certificate=certificate, child=child)
