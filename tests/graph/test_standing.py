"""Which of a facility's statements about a visit stands: a table of editions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Origin, Record
from graph.standing import WHOLE, Editions, standing
from tests.records import booked, diagnosis, prescription, visit, who

E1, E2, E3 = (f"2026030{n}|202603021000" for n in (1, 2, 3))


def whole(edition: str) -> Record:
    """A message with XML1, XML2 and XML14, of an edition."""
    said = visit(who(), events=[diagnosis(), prescription("Oresol"), booked("2026-03-10")])
    return replace(said, source=replace(said.source, edition=edition))


def supplement(edition: str, *tables: str) -> Record:
    """A message that speaks only of some tables, with one event in each."""
    events = tuple(replace(diagnosis(), origin=Origin(table)) for table in tables)
    return replace(whole(edition), events=events, tables=frozenset(tables), complete=False)


@pytest.mark.parametrize(
    ("record", "editions", "stands", "editions_after"),
    [
        (whole(E1), {}, {"XML1", "XML2", "XML14"}, {WHOLE: E1}),
        (whole(E2), {WHOLE: E1}, {"XML1", "XML2", "XML14"}, {WHOLE: E2}),
        (whole(E1), {WHOLE: E1}, {"XML1", "XML2", "XML14"}, {WHOLE: E1}),
        (whole(E1), {WHOLE: E2}, set(), {WHOLE: E2}),
        (whole(E2), {WHOLE: E1, "XML2": E3}, {"XML1", "XML14"}, {WHOLE: E2, "XML2": E3}),
        (whole(E2), {WHOLE: E1, "XML2": E1}, {"XML1", "XML2", "XML14"}, {WHOLE: E2}),
        (whole(E2), {"XML0": E1}, {"XML1", "XML2", "XML14"}, {WHOLE: E2}),
        (supplement(E1, "XML4"), {}, {"XML4"}, {"XML4": E1}),
        (supplement(E2, "XML4"), {WHOLE: E1}, {"XML4"}, {WHOLE: E1, "XML4": E2}),
        (supplement(E1, "XML4"), {WHOLE: E2}, set(), {WHOLE: E2}),
        (supplement(E1, "XML4"), {"XML4": E2}, set(), {"XML4": E2}),
        (supplement(E2, "XML4", "XML5"), {"XML5": E3}, {"XML4"}, {"XML4": E2, "XML5": E3}),
        (supplement(E2, "XML0"), {WHOLE: E1}, set(), {WHOLE: E1}),
        (supplement(E2, "XML0"), {"XML0": E1}, {"XML0"}, {"XML0": E2}),
    ],
)
def test_what_stands(
    record: Record, editions: Editions, stands: set[str], editions_after: Editions
) -> None:
    """The sender's order decides, table by table; an arrival is nothing once the visit is there."""
    it = standing(record, editions)
    found = {event.origin.table for event in it.record.events} if it.record else set()
    assert (found, dict(it.editions)) == (stands, dict(editions_after))


@pytest.mark.parametrize(
    ("record", "editions", "replaces", "withdraw", "keep"),
    [
        (whole(E1), {}, False, (), ()),
        (whole(E2), {WHOLE: E1, "XML2": E3}, True, (), ("XML2",)),
        (whole(E1), {WHOLE: E2}, False, (), ()),
        (supplement(E1, "XML4"), {}, False, (), ()),
        (supplement(E2, "XML4"), {WHOLE: E1}, True, ("XML4",), ()),
    ],
)
def test_what_is_taken_back(
    record: Record,
    editions: Editions,
    replaces: bool,  # noqa: FBT001  a column of the table
    withdraw: tuple[str, ...],
    keep: tuple[str, ...],
) -> None:
    """A whole visit takes back all but later tables, a supplement its own tables only."""
    it = standing(record, editions)
    assert (it.replaces, it.withdraw, it.keep) == (replaces, withdraw, keep)


@given(st.permutations([E1, E2, E3]))
def test_the_latest_whole_visit_stands_in_every_order(order: list[str]) -> None:
    """Whatever comes first, in the end the last edition stands."""
    editions: Editions = {}
    for edition in order:
        editions = standing(whole(edition), editions).editions
    assert editions == {WHOLE: E3}
