"""Where a patient was and when: what of two records cannot be one citizen's.

Days in bed and deaths are stated by hospitals, and at times wrongly; so a clash bars the machine
from joining, and a steward is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Limits(Protocol):
    """From when on two records clash, in hours; `mpi.model_parts.PresenceRule` says why."""

    @property
    def overlap_hours(self) -> float:
        """How much two stays may have in common."""

    @property
    def after_death_hours(self) -> float:
        """How long after a death the dead may be seen."""


class Clash(StrEnum):
    """What one citizen cannot do."""

    STAYS = "in two hospitals at once"
    DEATH = "seen after a death"


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """A stay in hospital: aware times of admission and of leaving."""

    facility: str
    admitted: dt.datetime
    left: dt.datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """Stays, the first death stated, and the start of the last visit; what is unknown is empty."""

    stays: tuple[Stay, ...] = ()
    died: dt.datetime | None = None
    seen: dt.datetime | None = None

    def __bool__(self) -> bool:
        """True when it can clash with anything."""
        return self.bars or self.seen is not None

    @property
    def bars(self) -> bool:
        """True when it says more than that somebody was seen."""
        return bool(self.stays) or self.died is not None


#: Nothing is known of where somebody was.
NOWHERE = Presence()


_NEVER = dt.timedelta.min


def clash(one: Presence, other: Presence, limits: Limits) -> Clash | None:
    """Say why two records cannot be one citizen's; None when nothing speaks against. Symmetric."""
    common = dt.timedelta(hours=limits.overlap_hours)
    if any(_overlap(a, b) > common for a in one.stays for b in other.stays):
        return Clash.STAYS
    later = dt.timedelta(hours=limits.after_death_hours)
    if max(_after_death(one, other), _after_death(other, one)) > later:
        return Clash.DEATH
    return None


def together(presences: Iterable[Presence]) -> Presence:
    """Sum up the records of one person."""
    known = list(presences)
    died = [p.died for p in known if p.died is not None]
    seen = [p.seen for p in known if p.seen is not None]
    stays = sorted({stay for p in known for stay in p.stays})
    return Presence(tuple(stays), min(died, default=None), max(seen, default=None))


def _overlap(a: Stay, b: Stay) -> dt.timedelta:
    """Give the time that two stays have in common, below 0 when they are apart."""
    if a.facility == b.facility:
        return _NEVER
    return min(a.left, b.left) - max(a.admitted, b.admitted)


def _after_death(dead: Presence, alive: Presence) -> dt.timedelta:
    last = max((alive.seen, *(stay.admitted for stay in alive.stays)), key=_moment)
    return last - dead.died if last and dead.died else _NEVER


def _moment(at: dt.datetime | None) -> dt.datetime:
    return at or dt.datetime.min.replace(tzinfo=dt.UTC)
