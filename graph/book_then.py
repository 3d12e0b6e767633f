"""Under which id a person's records stood at an earlier moment, and which those were. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graph.store import Row


def held_then(decisions: Iterable[Row], person: str, moment: str) -> list[str]:
    """Say which records were the person's at a moment, by the last decision on each until then.

    A record of which every decision is later was stored later than it happened (a back-filled
    store): its first decision speaks. `decisions` come in the order made.
    """
    standing = _standing(decisions, moment)
    return [record for record, row in standing.items() if row["person"] == person]


def bearer(decisions: Sequence[Row], person: str, moment: str) -> str:
    """Give the id under which most of a person's records of today stood at a moment (UTC text).

    It is `person` as long as one of them stood there, or none stood anywhere. It is another id
    before a split made the person, and while the person was merged with one it is parted from
    since. Of ids with equally many the first in order is given.
    """
    made = [row for row in decisions if row["at"] <= moment]
    many = Counter(str(row["person"]) for row in _standing(made, moment).values())
    if person in many or not many:
        return person
    return min(many, key=lambda other: (-many[other], other))


def _standing(decisions: Iterable[Row], moment: str) -> Mapping[str, Row]:
    standing: dict[str, Row] = {}
    for row in decisions:
        if row["record"] not in standing or row["at"] <= moment:
            standing[row["record"]] = row
    return standing
