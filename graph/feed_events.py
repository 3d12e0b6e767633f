"""A facility fell silent, or was heard again: said once each time, for whoever asks later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.feed_state import FeedState
from graph.store import Statement, Store, Work
from graph.stored import precise

MAX_LIMIT = 500

LOCK_FEEDS = Statement("UNWIND $ids AS id MERGE (f:Feed {id: id}) SET f.touch = true", writes=True)

SILENT_FEEDS = Statement("""
    UNWIND $ids AS id
    MATCH (f:Feed {id: id})
    WHERE f.silent
    RETURN f.id AS id
""")

SET_FEEDS = Statement(
    "UNWIND $rows AS row MATCH (f:Feed {id: row.id}) SET f.silent = row.silent", writes=True
)

PUT_EVENTS = Statement(
    "UNWIND $rows AS row MERGE (e:FeedEvent {id: row.id}) SET e += row.properties", writes=True
)

EVENTS_AFTER = Statement("""
    MATCH (e:FeedEvent)
    WHERE e.noticed > $after
    RETURN e.facility AS facility, e.wire AS wire, e.kind AS kind, e.at AS at,
        e.noticed AS cursor, e.last_received_at AS last_received_at, e.id AS id
    ORDER BY cursor, id
    LIMIT $limit
""")


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """`kind` is `silent` or `heard`; `cursor` is what to ask `after` next (microseconds)."""

    facility: str
    wire: str
    kind: str
    at: str
    cursor: int
    last_received_at: str


def note_silence(store: Store, now_states: Sequence[FeedState], at: dt.datetime) -> list[FeedEvent]:
    """Write down who fell silent and who was heard again since it was last noted."""
    ids = sorted(_feed(state) for state in now_states)
    before = store.read(lambda work: _silent(work, ids)) if ids else set()
    if not list(changes(now_states, before, at)):
        return []

    def noted(work: Work) -> list[FeedEvent]:
        work.run(LOCK_FEEDS, ids=ids)
        events = list(changes(now_states, _silent(work, ids), at))
        if events:
            rows = [{"id": _feed(e), "silent": e.kind == "silent"} for e in events]
            work.run(SET_FEEDS, rows=rows)
            work.run(PUT_EVENTS, rows=[_row(event) for event in events])
        return events

    return store.write(noted)


def _silent(work: Work, ids: Sequence[str]) -> set[str]:
    return {str(row["id"]) for row in work.run(SILENT_FEEDS, ids=ids)}


def changes(
    now_states: Iterable[FeedState], silent: Collection[str], at: dt.datetime
) -> Iterator[FeedEvent]:
    """What is not as it was last noted; `silent` are the feeds noted so. Pure."""
    cursor = int(at.timestamp() * 1_000_000)
    for state in now_states:
        if state.silent is not (_feed(state) in silent):
            kind = "silent" if state.silent else "heard"
            yield FeedEvent(
                state.facility, state.wire, kind, precise(at), cursor, state.last_received_at
            )


def events_after(store: Store, after: int = 0, limit: int = 100) -> list[FeedEvent]:
    """Events since a cursor, oldest first."""
    most = min(limit, MAX_LIMIT)
    rows = store.read(lambda work: work.run(EVENTS_AFTER, after=after, limit=most))
    return [FeedEvent(**{k: v for k, v in row.items() if k != "id"}) for row in rows]


def _feed(of: FeedState | FeedEvent) -> str:
    return f"{of.facility}|{of.wire}"


def _row(event: FeedEvent) -> dict[str, object]:
    return {
        "id": f"{event.facility}|{event.wire}|{event.at}",
        "properties": {
            "facility": event.facility,
            "wire": event.wire,
            "kind": event.kind,
            "at": event.at,
            "noticed": event.cursor,
            "last_received_at": event.last_received_at,
        },
    }
