"""The city that tests ask about: its hospitals, stations, wards, and the days that have data."""

from __future__ import annotations

import datetime as dt
import functools

from ai.catalogue import default_catalogue
from ai.query import Query
from ai.understanding.entities import Entities, Place
from ai.understanding.outcomes import Outcome, Understood
from ai.understanding.understand import understand
from ingest.reference import facilities, wards

#: The day on which the questions of tests are asked, a Wednesday.
TODAY = dt.date(2026, 11, 25)
#: Hospitals that the city's list does not have: of the ministry, or without a public code.
_OTHERS = {
    "01T01": "Bệnh viện Bạch Mai",
    "01T02": "Bệnh viện Nhi Trung ương",
    "01T03": "Bệnh viện Phụ sản Trung ương",
    "01T04": "Bệnh viện Hữu nghị Việt Đức",
    "01904": "Bệnh viện Phụ sản Hà Nội",
    "01N01": "Bệnh viện Nhi Hà Nội",
}


@functools.cache
def hanoi() -> Entities:
    """Give the hospitals, a station in each ward, the wards of before and after, and two years."""
    present = wards.present()
    hospitals = {code: each.full_name for code, each in facilities.facilities().items()} | _OTHERS
    stations = {f"S{code}": f"Trạm y tế {ward.full_name}" for code, ward in present.items()}
    return Entities(
        tuple(Place(code, name) for code, name in (hospitals | stations).items()),
        tuple(Place(code, ward.full_name) for code, ward in present.items()),
        tuple(Place(to, old.full_name) for old in wards.old().values() for to in old.became),
        "2024-01-01",
        "2026-11-24",
    )


def ask(text: str, previous: Query | None = None, today: dt.date = TODAY) -> Outcome:
    """Ask a question about Hanoi."""
    return understand(text, default_catalogue(), hanoi(), today, previous)


def query_of(text: str, previous: Query | None = None) -> Query:
    """Give the query that a question is understood as; fail with the outcome when it is not."""
    outcome = ask(text, previous)
    assert isinstance(outcome, Understood), outcome
    return outcome.query
