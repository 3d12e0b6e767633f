"""Hospitals and ward health stations: codes, levels, where they stand, who goes where."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from simulator import places
from simulator.chance import Weighted
from simulator.people import Ward
from simulator.tables import rows

#: Levels of care, from the ward upwards; a referral goes up or down along them.
LEVELS = ("station", "district", "city", "central")
#: Of so many facilities, how many are of a level (the rest are ward stations).
_SHARES = {"district": 0.25, "city": 0.33, "central": 0.1}
#: Where a station is among the facilities, more of the city's people live; further away fewer.
_NEAR_KM, _NEAR, _FAR = 3.0, 8.0, 0.25


@dataclass(frozen=True, slots=True)
class Facility:
    """A place of care by its code MA_CSKCB."""

    code: str
    name: str
    level: str
    specialty: str
    ward: Ward

    @property
    def rank(self) -> int:
        """Height of the level, 0 for a ward station."""
        return LEVELS.index(self.level)

    def treats(self, specialty: str) -> bool:
        """Say whether it has doctors for this; general hospitals and stations have for all."""
        return self.specialty in ("general", specialty)


def choose(count: int) -> tuple[Facility, ...]:
    """Choose a balanced set of facilities. Raises ValueError when the city has not so many."""
    if not 3 <= count <= largest():
        raise ValueError(f"facilities: from 3 to {largest()}, not {count}")
    chosen = [f for level in _SHARES for f in _of(level)[: max(1, round(count * _SHARES[level]))]]
    if count == 3:
        chosen = [f for f in chosen if f.level != "central"]
    stations = _stations(chosen)
    room = count - len(chosen)
    chosen += stations[:room]
    left = [f for f in _hospitals() if f not in chosen]
    chosen += left[: count - len(chosen)]
    return tuple(sorted(chosen, key=lambda f: (f.rank, f.code)))


@functools.cache
def largest() -> int:
    """How many facilities there are to choose from."""
    return len(_hospitals()) + len(places.wards())


def dwellings(facilities: Iterable[Facility]) -> Weighted[Ward]:
    """Give the wards in which people live, those around the facilities more densely."""
    wards = [f.ward for f in facilities if f.level in LEVELS[:2]]
    return Weighted((ward, ward.weight * _pull(ward, wards)) for ward in places.wards().values())


def nearest(ward: Ward, facilities: Iterable[Facility]) -> list[Facility]:
    """Order facilities by their distance from a ward; codes break a tie."""
    return sorted(facilities, key=lambda f: (places.distance(ward, f.ward), f.code))


def _pull(ward: Ward, wards: list[Ward]) -> float:
    near = any(places.distance(ward, other) <= _NEAR_KM for other in wards)
    return _NEAR if near else _FAR


@functools.cache
def _hospitals() -> tuple[Facility, ...]:
    return tuple(
        Facility(
            row["code"], row["name"], row["level"], row["specialty"], places.wards()[row["ward"]]
        )
        for row in rows("facilities")
    )


def _of(level: str) -> list[Facility]:
    return [hospital for hospital in _hospitals() if hospital.level == level]


def _stations(hospitals: list[Facility]) -> list[Facility]:
    """All ward stations, those around the chosen hospitals first, in turn."""
    order: dict[str, Ward] = {}
    districts = [h for h in hospitals if h.level == "district"] or hospitals
    by_distance = [
        sorted(places.wards().values(), key=lambda w: (places.distance(w, h.ward), w.code))
        for h in districts
    ]
    for round_ in zip(*by_distance, strict=True):
        order.update({ward.code: ward for ward in round_})
    numbers = {code: i for i, code in enumerate(places.wards())}
    return [_station(numbers[code], ward) for code, ward in order.items()]


def _station(number: int, ward: Ward) -> Facility:
    """Make a ward's station; codes like 01C51 are the real form, these numbers are made up."""
    code = f"01{'CD'[number // 99]}{number % 99 + 1:02}"
    name = f"Trạm y tế {ward.name[0].lower()}{ward.name[1:]}"
    return Facility(code, name, "station", "general", ward)
