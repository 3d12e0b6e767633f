"""What a facility sent is counted with its facts: each message once, whoever writes beside."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from graph.feed_days import feed
from graph.feed_values import MOST_EXAMPLES, Delivered, FeedDay, added
from graph.joining import join
from graph.model import Record
from graph.store import Store
from mpi.model import default
from tests.records import visit, who

MODEL = default()
DAY = 20260302


def came(record: Record, **said: object) -> Delivered:
    """The message that brought a record."""
    source = record.source
    told = Delivered(
        source.message, source.facility, source.wire, source.version, source.said_at,
        source.received_at, {"XML1": 1}, {"q-a": 2}, {"q-a": 1}, {"q-a": [record.encounter_key]},
    )  # fmt: skip
    return replace(told, **said)  # type: ignore[arg-type]


def send(store: Store, *records: Record, minutes: int = 5) -> None:
    """Join records, each with its message, some minutes after it was said."""
    for record in records:
        at = record.source.said_at + dt.timedelta(minutes=minutes)
        join(store, [record], MODEL, at=at, delivered=[came(record)])


def test_a_message_is_counted_with_its_facts(store: Store) -> None:
    """Messages, records, delay, tables, rules and an example, under facility, wire and day."""
    send(store, visit(who()), visit(who(), key="V2"))
    (day,) = feed(store, DAY, DAY)
    assert (day.facility, day.wire, day.day, day.version) == ("01004", "qd130-xml", DAY, "3176")
    assert (day.messages, day.records, day.stored, day.within_15m) == (2, 2, 2, 2)
    assert (day.tables, day.applied, day.broken) == ({"XML1": 2}, {"q-a": 4}, {"q-a": 2})
    assert day.examples == {"q-a": ["01004|V1", "01004|V2"]}


def test_a_message_sent_again_is_not_counted_again(store: Store) -> None:
    """The same bytes change no count; another edition counts as a replacement."""
    send(store, visit(who()), visit(who()), visit(who(), edition=2))
    (day,) = feed(store, DAY, DAY)
    assert (day.messages, day.stored, day.replaced) == (2, 1, 1)


def test_late_messages_show(store: Store) -> None:
    """Each limit is one of its own, and the longest delay is kept."""
    for key, minutes in (("V1", 10), ("V2", 60), ("V3", 60 * 5), ("V4", 60 * 30)):
        send(store, visit(who(), key=key), minutes=minutes)
    (day,) = feed(store, DAY, DAY)
    assert (day.within_15m, day.within_legal, day.within_day, day.messages) == (1, 2, 3, 4)
    assert (day.lag_most, day.lag_seconds) == (30 * 3600, 60 * (10 + 60 + 300 + 1800))


def test_writers_at_once_add_up(store: Store) -> None:
    """Sixteen writers of one facility's day: nothing is lost."""
    records = [visit(who(), key=f"V{n}", local_id=f"B{n}") for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda record: send(store, record), records))
    (day,) = feed(store, DAY, DAY)
    assert (day.messages, day.records, day.applied) == (16, 16, {"q-a": 32})
    assert len(day.examples["q-a"]) == MOST_EXAMPLES


def test_one_facility_or_all_and_only_the_days_asked(store: Store) -> None:
    """Two facilities and two days, each found by what was asked."""
    send(
        store, visit(who()), visit(who(), facility="01003"), visit(who(), key="L", day="2026-04-01")
    )
    assert {d.facility for d in feed(store, DAY, DAY)} == {"01003", "01004"}
    assert [d.day for d in feed(store, DAY, 20260401, "01004")] == [DAY, 20260401]
    assert feed(store, 20250101, 20251231) == []


def test_a_message_from_the_future_has_no_delay() -> None:
    """A clock that is wrong does not count as early."""
    record = visit(who())
    now = record.source.said_at - dt.timedelta(hours=1)
    day = added(FeedDay("01004", "w", DAY), came(record), Counter(stored=1), now)
    assert (day.lag_seconds, day.within_15m) == (0, 1)
