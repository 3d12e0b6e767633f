"""Which id survives when people turn out to be one: the older person that is not provisional.

The order is policy as data: the first part of `STANDING` that differs decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A person as it stands: when it was made, whether a *maybe* made it, and its records."""

    person: str
    created_at: str
    provisional: bool
    records: tuple[str, ...] = ()


#: What speaks for keeping an id, most important first; the smallest stands first.
STANDING: tuple[Callable[[Member], object], ...] = (
    lambda member: member.provisional,
    lambda member: member.created_at,
    lambda member: member.person,
)


def by_standing(members: Iterable[Member]) -> list[Member]:
    """Sort people, the one that survives first.

    >>> [m.person for m in by_standing([Member("p-2", "2025", True), Member("p-1", "2026", False)])]
    ['p-1', 'p-2']
    """
    return sorted(members, key=lambda member: tuple(part(member) for part in STANDING))
