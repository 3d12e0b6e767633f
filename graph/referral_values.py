"""A referral as a reader sees it: both ends and its state. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.provenance import Provenance, Sources
from graph.referrals import ARRIVAL_DAYS, days_between
from graph.store import Row
from graph.stored import date


class ReferralState(StrEnum):
    """How far a referral has come (NĐ 75/2023: a letter serves one arrival)."""

    OPEN = "open"
    ARRIVED = "arrived"
    LETTER_AWAITED = "letter awaited"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class ReferralLeg:
    """One referral from `sender` to `receiver`; days are ISO dates, times UTC text.

    `issued_in` and `arrived_in` are visits of the same person, empty when there is none; a visit
    of another person's record that answers the letter makes it `arrived` without being shown.
    """

    id: str
    letter: str
    sender: str
    sender_name: str
    receiver: str
    receiver_name: str
    state: ReferralState
    issued_on: str
    issued_in: str
    arrived_in: tuple[str, ...]
    arrived_at: str
    reason: str
    main_code: str
    diagnosis: str
    condition: str
    plan: str
    provenance: Provenance


def state_of(*, stated: bool, arrived: bool, issued_on: int | None, today: int) -> ReferralState:
    """Give the state on a day (yyyymmdd); a letter without an arrival is overdue after 30 days.

    >>> state_of(stated=True, arrived=False, issued_on=20260101, today=20260201).value
    'overdue'
    """
    if arrived:
        return ReferralState.ARRIVED if stated else ReferralState.LETTER_AWAITED
    late = issued_on is not None and days_between(issued_on, today) > ARRIVAL_DAYS
    return ReferralState.OVERDUE if late else ReferralState.OPEN


def said_in(rows: Iterable[Row]) -> Iterator[Row]:
    """Give the letters and arrivals of rows, each with where it was said."""
    for row in rows:
        yield row["referral"]
        yield _arrival(row)


def legs(rows: Iterable[Row], sources: Sources, *, today: int) -> tuple[ReferralLeg, ...]:
    """Make the legs that had been said at the sources' moment from rows of `graph.chains`.

    A referral with several arrivals comes in several rows and gives one leg. What was said later
    is left out, and with it the referral of which neither end had been said. Order: day, id.
    """
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["referral"]["id"], []).append(row)
    found = (_leg(group, sources, today) for group in by_id.values())
    return tuple(sorted((leg for leg in found if leg), key=lambda leg: (leg.issued_on, leg.id)))


def _leg(rows: list[Row], sources: Sources, today: int) -> ReferralLeg | None:
    letter = rows[0]["referral"]
    stated = bool(letter["stated"]) and sources.said(letter)
    arrivals = [row for row in rows if row["arrived"] and sources.said(_arrival(row))]
    if not stated and not arrivals:
        return None
    issued_on = letter["issued_on"] if stated else None
    state = state_of(stated=stated, arrived=bool(arrivals), issued_on=issued_on, today=today)
    return ReferralLeg(
        id=letter["id"],
        state=state,
        issued_on=date(issued_on).isoformat() if issued_on else "",
        issued_in=(rows[0]["issued_visit"] or "") if stated else "",
        arrived_in=tuple(row["arrival_visit"] for row in arrivals if row["arrival_visit"]),
        arrived_at=_first(arrivals, "arrived_at"),
        provenance=sources.of(letter if stated else _arrival(arrivals[0])),
        **_places(rows[0], arrivals, stated=stated),
        **_words(letter, stated=stated),
    )


def _places(row: Row, arrivals: list[Row], *, stated: bool) -> dict[str, str]:
    """Both facilities; before the letter is here, the receiver is where the patient arrived."""
    named = stated and row["referral"]["receiver"]
    return {
        "sender": row["referral"]["sender"] or "",
        "sender_name": row["sender_name"] or "",
        "receiver": row["referral"]["receiver"] if named else _first(arrivals, "arrival_facility"),
        "receiver_name": (row["receiver_name"] or "")
        if named
        else _first(arrivals, "arrival_facility_name"),
    }


def _words(letter: Row, *, stated: bool) -> dict[str, str]:
    keys = ("reason", "main_code", "diagnosis", "condition", "plan")
    words = {key: (letter[key] or "") if stated else "" for key in keys}
    return {"letter": letter["letter"] or "", **words}


def _arrival(row: Row) -> Row:
    return {
        "message": row["arrival_message"],
        "origin_table": row["arrival_table"],
        "origin_row": row["arrival_row"],
    }


def _first(rows: list[Row], key: str) -> str:
    return next((row[key] for row in rows if row[key]), "")
