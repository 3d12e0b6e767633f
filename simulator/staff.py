"""Doctors and heads of a facility: practice licences (Decree 96/2023) and names."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass

from simulator import naming
from simulator.chance import derive

_DOCTORS = {"station": 3, "district": 14, "city": 24, "central": 30}


@dataclass(frozen=True, slots=True)
class Doctor:
    """A doctor by practice licence."""

    licence: str
    name: str


@dataclass(frozen=True, slots=True)
class Staff:
    """The doctors of a facility; the head signs with an insurance number of ten digits."""

    head: str
    doctors: tuple[Doctor, ...]

    def doctor(self, rng: random.Random) -> Doctor:
        """Draw a doctor."""
        return rng.choice(self.doctors)


@functools.cache
def staff(seed: int, code: str, level: str) -> Staff:
    """Give the staff of a facility: always the same."""
    rng = derive(seed, "staff", code)
    doctors = tuple(_doctor(rng) for _ in range(_DOCTORS[level]))
    return Staff(f"01{rng.randrange(10**8):08}", doctors)


def _doctor(rng: random.Random) -> Doctor:
    number = rng.randrange(10**6)
    old = f"{number:06}/HNO-CCHN"
    licence = old if rng.random() < 0.6 else f"GPHN.HNO.{number:06}"
    middle, given = naming.given(rng, rng.choice("FM"), rng.randrange(1965, 1994))
    return Doctor(licence, naming.full(naming.surname(rng), middle, given))
