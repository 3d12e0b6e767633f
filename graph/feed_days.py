"""What a facility sent on a day, counted in the transaction that stores it: neither lost nor twice.

A `FeedDay` is one facility, one wire format and one day of receipt in Hanoi. Writers lock it, read
it and write it back, so that two of them add up on both engines.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from graph.feed_values import Delivered, FeedDay, added
from graph.store import Row, Statement, Store, Work
from graph.stored import local_day

LOCK_FEED_DAYS = Statement(
    "UNWIND $ids AS id MERGE (f:FeedDay {id: id}) SET f.touch = true", writes=True
)

_COUNTED = (
    "messages", "records", "stored", "replaced", "superseded", "within_15m", "within_day",
    "within_legal", "lag_seconds", "lag_most",
)  # fmt: skip
_RETURNED = ", ".join(
    f"f.{key} AS {key}"
    for key in (
        "facility", "wire", "day", "version", "first_received_at", "last_received_at",
        "last_said_at", *_COUNTED, "tables", "applied", "broken", "examples",
    )
)  # fmt: skip

FEED_DAYS_BY_ID = Statement(
    f"UNWIND $ids AS id MATCH (f:FeedDay {{id: id}}) RETURN id AS id, {_RETURNED} ORDER BY id"
)

PUT_FEED_DAYS = Statement(
    "UNWIND $rows AS row MATCH (f:FeedDay {id: row.id}) SET f += row.properties", writes=True
)

FEED_DAYS = Statement(f"""
    MATCH (f:FeedDay)
    WHERE f.day >= $first AND f.day <= $last
    RETURN f.id AS id, {_RETURNED}
    ORDER BY id
""")

FEED_DAYS_OF_FACILITY = Statement(f"""
    MATCH (f:FeedDay)
    WHERE f.facility = $facility AND f.day >= $first AND f.day <= $last
    RETURN f.id AS id, {_RETURNED}
    ORDER BY id
""")


#: Message -> how its records ended (`graph.joining.Effect`), for messages that are new.
Effects = Mapping[str, Counter[str]]


def tally(work: Work, delivered: Iterable[Delivered], effects: Effects, now: dt.datetime) -> None:
    """Add new messages to their days; a message that `effects` does not name was counted before."""
    fresh = [each for each in delivered if each.message in effects]
    if not fresh:
        return
    ids = sorted({_empty(each).id for each in fresh})
    work.run(LOCK_FEED_DAYS, ids=ids)
    days = {row["id"]: feed_day(row) for row in work.run(FEED_DAYS_BY_ID, ids=ids) if row["day"]}
    for each in fresh:
        before = days.get(_empty(each).id, _empty(each))
        days[before.id] = added(before, each, effects[each.message], now)
    work.run(PUT_FEED_DAYS, rows=[_row(days[key]) for key in ids])


def feed(store: Store, first: int, last: int, facility: str = "") -> list[FeedDay]:
    """Read the days from `first` to `last` (yyyymmdd, both included), of one facility or of all."""
    asked: dict[str, object] = {"first": first, "last": last}
    if facility:
        rows = store.read(lambda w: w.run(FEED_DAYS_OF_FACILITY, facility=facility, **asked))
    else:
        rows = store.read(lambda w: w.run(FEED_DAYS, **asked), timeout=60)
    return [feed_day(row) for row in rows]


def feed_day(row: Row) -> FeedDay:
    """Turn a stored row into counts."""
    said: dict[str, Any] = {key: row[key] or "" for key in _TEXTS}
    said |= {key: int(row[key] or 0) for key in _COUNTED}
    said |= {key: orjson.loads(row[key] or "{}") for key in _MAPS}
    return FeedDay(day=int(row["day"]), **said)


_MAPS = ("tables", "applied", "broken", "examples")
_TEXTS = (
    "facility", "wire", "version", "first_received_at", "last_received_at", "last_said_at",
)  # fmt: skip


def _empty(each: Delivered) -> FeedDay:
    return FeedDay(each.facility, each.wire, local_day(each.received_at))


def _row(day: FeedDay) -> dict[str, Any]:
    properties: dict[str, Any] = {key: getattr(day, key) for key in ("day", *_TEXTS, *_COUNTED)} | {
        key: orjson.dumps(dict(getattr(day, key))).decode() for key in _MAPS
    }
    return {"id": day.id, "properties": properties}
