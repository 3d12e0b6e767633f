"""The state of every facility: what the graph counted, beside what never reached it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.ledger import Ledger
from graph.feed_days import feed
from graph.feed_state import FeedState, first_day, states
from graph.store import Store
from graph.stored import day
from ingest.reference.facilities import facilities

_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Refusals:
    """What of a facility's messages the ledger holds back over a week."""

    resent: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class FacilityState:
    """A facility in one format, with its name where the project lists it.

    `refusals` are of the facility over all formats: what could not be read has none.
    """

    name: str
    state: FeedState
    refusals: Refusals


def facility_states(
    store: Store, on: dt.date, ledger: Ledger | None = None, facility: str = ""
) -> list[FacilityState]:
    """Give every facility's state on a day; `ledger` adds resends and quarantine of a week."""
    found = states(feed(store, day(first_day(on)), day(on), facility), on)
    refused = ledger.refused_since(on - _WEEK) if ledger else {}
    return [_named(state, refused) for state in found]


def silent(found: Sequence[FacilityState]) -> int:
    """Count facilities and formats that are silent."""
    return sum(each.state.silent for each in found)


def _named(state: FeedState, refused: Mapping[str, tuple[int, int]]) -> FacilityState:
    known = facilities().get(state.facility)
    resent, quarantined = refused.get(state.facility, (0, 0))
    return FacilityState(known.full_name if known else "", state, Refusals(resent, quarantined))
