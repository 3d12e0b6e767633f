"""Many citizens cheaply: plausible identities without families, for size alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from graph.model import (
    HANOI,
    Diagnosis,
    Encounter,
    MedicationItem,
    Origin,
    Prescription,
    Record,
    Source,
)
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Sex

_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
_WEIGHTS = (38, 11, 10, 7, 5, 5, 4, 2, 2, 2, 1)
_MIDDLE = ("Văn", "Thị", "Minh", "Thu", "Đức", "Ngọc", "Quang", "Thanh", "Hữu", "Hồng", "Xuân")
_GIVEN = (
    "An", "Anh", "Bình", "Chi", "Cường", "Dũng", "Dung", "Giang", "Hà", "Hải", "Hằng", "Hiếu",
    "Hoa", "Hòa", "Hùng", "Hương", "Huy", "Khánh", "Lan", "Linh", "Long", "Mai", "Nam", "Nga",
    "Nhung", "Phong", "Phương", "Quân", "Sơn", "Thảo", "Thắng", "Thủy", "Trang", "Tú", "Tuấn",
    "Uyên", "Việt", "Vinh", "Yến",
)  # fmt: skip
_ILLNESSES = ("J18.9", "I10", "E11.9", "A97.0", "K29.7", "M54.5", "J06.9", "B08.4")
_DRUGS = ("Paracetamol 500mg", "Amoxicilin 500mg", "Amlodipin 5mg", "Metformin 850mg")
#: So that there are numbers for several million.
_PROVINCES = ("001", "002", "004", "006", "008", "010", "011", "012", "014", "015")
_WARDS = tuple(f"{number:05}" for number in range(4, 10_000, 80))
_FACILITIES = tuple(f"01{number:03}" for number in range(1, 41))


def citizen(chance: random.Random, number: int) -> Identity:
    """Make one citizen; `number` keeps the personal number unique."""
    born = dt.date(1940, 1, 1) + dt.timedelta(days=chance.randrange(31_000))
    woman = chance.random() < 0.5
    surname = chance.choices(_SURNAMES, _WEIGHTS)[0]
    century = 2 * (born.year >= 2000) + woman
    return Identity(
        name=f"{surname} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}",
        birth_date=PartialDate(born.year, born.month, born.day),
        sex=Sex.FEMALE if woman else Sex.MALE,
        personal_number=f"{_PROVINCES[number // 10**6]}{century}{born.year % 100:02}"
        f"{number % 10**6:06}",
        insurance_numbers=(f"GD401{number:010}",),
        phones=(f"09{chance.randrange(10**8):08}",),
        address=Address(text=f"Số {chance.randrange(1, 400)} phố {chance.choice(_GIVEN)}"),
        said_on=dt.date(2026, 3, 2),
    )


def visits(people: int, *, seed: int = 1, start: int = 0) -> Iterator[Record]:
    """One small visit for each citizen: a diagnosis, a prescription of two drugs."""
    chance = random.Random(seed + start)
    for number in range(start, people):
        yield _visit(citizen(chance, number), number, chance)


def _visit(identity: Identity, number: int, chance: random.Random) -> Record:
    facility = chance.choice(_FACILITIES)
    began = dt.datetime(2026, 1, 1, 8, tzinfo=HANOI) + dt.timedelta(minutes=number % 250_000)
    table = Origin("XML2")
    items = tuple(
        MedicationItem(table, drug=drug, quantity=Decimal(10), unit="Viên")
        for drug in chance.sample(_DRUGS, 2)
    )
    events = (
        Encounter(Origin("XML1"), kind="01", started_at=began, ended_at=began),
        Diagnosis(Origin("XML1"), "main", chance.choice(_ILLNESSES)),
        Prescription(table, ordered_at=began, prescriber=f"{facility}-7", items=items),
    )
    source = Source(
        facility=facility,
        message=hashlib.sha256(f"bench {number}".encode()).hexdigest(),
        wire="bench",
        version="1",
        edition=f"{began:%Y%m%d}|{began:%Y%m%d%H%M}",
        said_at=began,
        received_at=began,
    )
    tables = frozenset({"XML1", "XML2"})
    return Record(
        facility, f"B{number}", f"V{number}", identity, events, source, tables, complete=True
    )


def registration(identity: Identity, number: int, visit: int) -> Record:
    """Make a visit that says who came and nothing more; each `visit` at another hospital."""
    facility = _FACILITIES[visit % len(_FACILITIES)]
    began = dt.datetime(2026, 1, 1, 8, tzinfo=HANOI) + dt.timedelta(minutes=visit)
    said = f"{number} {visit}"
    source = Source(
        facility=facility,
        message=hashlib.sha256(f"bench {said}".encode()).hexdigest(),
        wire="bench",
        version="1",
        edition=f"{began:%Y%m%d}|{began:%Y%m%d%H%M}",
        said_at=began,
        received_at=began,
    )
    at_home = replace(
        identity, address=replace(identity.address, wards=(_WARDS[number % len(_WARDS)],))
    )
    event = Encounter(Origin("XML1"), kind="01", started_at=began, ended_at=began)
    return Record(
        facility, f"B{number}", f"V{said}", at_home, (event,), source, frozenset({"XML1"}),
        complete=True,
    )  # fmt: skip
