"""Where care was given and where patients live: level, owner, old district, the way of a visit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ai.columns import Column, Snapshot, Text
from ai.fields.reading import derives, text_of
from ai.fields.shapes import mapped


def _level_of(name: str) -> Callable[[Snapshot, str], Column]:
    def level(facts: Snapshot, subject: str) -> Column:
        return mapped(text_of(facts, subject, name), lambda c: facts.places.levels.get(c, ""))

    return level


derives("level")(_level_of("facility"))
derives("origin_level")(_level_of("origin_facility"))
derives("destination_level")(_level_of("destination_facility"))


@derives("owner")
def owner(facts: Snapshot, subject: str) -> Column:
    """Who owns the facility, as the deployment says."""
    return mapped(text_of(facts, subject, "facility"), lambda c: facts.known.owners.get(c, ""))


@derives("old_district")
def old_district(facts: Snapshot, subject: str) -> Column:
    """Give the district of before July 2025 that most of the ward came from."""
    return mapped(text_of(facts, subject, "ward"), lambda w: facts.places.districts.get(w, ""))


@derives("origin_facility", "visit")
def sent_from(facts: Snapshot, _subject: str) -> Column:
    """Give the facility that sent the patient, when it is another one (MA_NOI_DI)."""
    here, sent = facts.text("visit", "facility"), facts.text("visit", "referred_from")
    own = {value: n for n, value in enumerate(here.values)}
    same = np.array([*(own.get(value, -2) for value in sent.values), -2])[sent.codes] == here.codes
    return Text(np.where(same, -1, sent.codes).astype(np.int32), sent.values)


@derives("destination_facility", "visit")
def sent_to(facts: Snapshot, _subject: str) -> Column:
    """Give the facility that the patient was sent to."""
    return facts.text("visit", "referred_to")
