"""Wards and homes of Hanoi, and how a home is written under the old and the new division."""

from __future__ import annotations

import datetime as dt
import functools
import math
import random

from simulator.chance import Weighted, happens
from simulator.people import NEW_WARDS, FormerWard, Residence, Ward
from simulator.tables import Row, rows, weights

#: Kilometres per degree at Hanoi's latitude (21°N).
_KM_NORTH, _KM_EAST = 110.7, 103.9
_CITY = "Thành phố Hà Nội"


@functools.cache
def wards() -> dict[str, Ward]:
    """All 126 wards by code."""
    return {row["code"]: _ward(row) for row in rows("wards")}


def distance(a: Ward, b: Ward) -> float:
    """Kilometres between the middles of two wards."""
    north = (a.latitude - b.latitude) * _KM_NORTH
    return math.hypot(north, (a.longitude - b.longitude) * _KM_EAST)


def home(rng: random.Random, choice: Weighted[Ward], since: dt.date) -> Residence:
    """Draw a home in one of the wards, with a former ward that covered it."""
    ward = choice.pick(rng)
    detail = _street(rng) if ward.name.startswith("Phường") else _hamlet(rng)
    return Residence(since, detail, ward, rng.choice(ward.former))


def address(home: Residence, day: dt.date) -> str:
    """Write an address as the division of the day demands."""
    if day >= NEW_WARDS:
        return f"{home.detail}, {home.ward.name}, {_CITY}"
    return f"{home.detail}, {home.former.name}, {home.former.district}, {_CITY}"


def _ward(row: Row) -> Ward:
    former = tuple(FormerWard(*part.split(":")) for part in row["former"].split("|"))
    return Ward(
        code=row["code"],
        name=row["name"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        weight=float(row["weight"]),
        former=former,
    )


@functools.cache
def _ways(kind: str) -> Weighted[str]:
    return weights(next(row["names"] for row in rows("streets") if row["kind"] == kind))


def _street(rng: random.Random) -> str:
    name, house = _ways("street").pick(rng), rng.randrange(1, 240)
    if happens(rng, 0.35):
        return f"Số {house} phố {name}"
    if happens(rng, 0.4):
        return f"Số {house % 60 + 1} ngách {rng.randrange(2, 40)}/{house} {name}"
    return f"Số {house % 60 + 1} ngõ {rng.randrange(2, 390)} {name}"


def _hamlet(rng: random.Random) -> str:
    name = _ways("hamlet").pick(rng)
    if happens(rng, 0.3):
        return f"Xóm {rng.randrange(1, 12)} thôn {name}"
    return f"Thôn {name}"
