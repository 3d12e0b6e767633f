"""Whose each record was at a moment, by the decisions until then."""

from __future__ import annotations

import datetime as dt

from graph.assignment import of_records, of_visits
from graph.decision_log import Author
from graph.joining import join
from graph.relinking import Signed, split
from graph.store import Store
from graph.stored import precise
from mpi.model import default
from tests.records import visit, who

DAY = dt.timedelta(days=1)


def test_an_assignment_is_asked_for_at_a_moment(store: Store) -> None:
    """Before it was decided nothing, then the first person, then whoever the split gave."""
    now = dt.datetime(2026, 3, 5, 8, tzinfo=dt.UTC)
    records = [visit(who()), visit(who(), facility="01003", local_id="B", key="W1")]
    person = join(store, records, default(), at=now)[0].person
    new = split(store, person, ["01003|B"], Signed(Author("steward", "hoa"), at=now + 2 * DAY))
    moments = [precise(now + n * DAY) for n in (-1, 1, 3)]
    found = [of_records(store, ["01003|B"], moment) for moment in moments]
    assert [[each.person for each in some.values()] for some in found] == [
        [],
        [person],
        [new.person],
    ]
    assert of_visits(store, ["01003|W1"], moments[1])["01003|W1"].person == person
    assert of_visits(store, ["01003|W1"])["01003|W1"].person == new.person
