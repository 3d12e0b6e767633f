"""Where people go: the facilities of a level near a home, and where a letter sends them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from simulator import rates
from simulator.chance import Weighted, happens
from simulator.facilities import LEVELS, Facility, nearest
from simulator.illness import Disease
from simulator.people import Ward

#: What a ward station does not treat.
_HOSPITAL_ONLY = ("surgery", "cancer", "dental", "eye", "mental", "kidney")


class Ways:
    """The facilities of the city seen from each ward."""

    def __init__(self, facilities: Sequence[Facility]) -> None:
        self._facilities = tuple(facilities)
        self._near: dict[tuple[str, str, str], list[Facility]] = {}

    def first(
        self, rng: random.Random, ward: Ward, ill: Disease, levels: Weighted[str]
    ) -> Facility:
        """Choose where somebody who lives in the ward goes first."""
        level = levels.pick(rng)
        if level == "station" and ill.specialty in _HOSPITAL_ONLY:
            level = "district"
        second = not happens(rng, rates.NEAREST)
        fallbacks = (level, "district", "city", "central", "station")
        found = next(near for name in fallbacks if (near := self.near(ward, name, ill)))
        return found[min(second, len(found) - 1)]

    def above(self, rng: random.Random, at: Facility, ward: Ward, ill: Disease) -> Facility | None:
        """Choose whom a letter is addressed to; None where there is nobody above."""
        higher = [
            near[0] for level in LEVELS[at.rank + 1 :] if (near := self.near(ward, level, ill))
        ]
        if not higher:
            return None
        return higher[min(len(higher) - 1, 0 if happens(rng, 0.7) else 1)]

    def near(self, ward: Ward, level: str, ill: Disease) -> list[Facility]:
        """Two facilities of a level that treat the disease: specialised first, then nearest."""
        key = (ward.code, level, ill.specialty)
        if key not in self._near:
            able = [f for f in self._facilities if f.level == level and f.treats(ill.specialty)]
            special = [f for f in able if f.specialty != "general"]
            self._near[key] = (nearest(ward, special) + nearest(ward, able))[:2] or []
        return self._near[key]
