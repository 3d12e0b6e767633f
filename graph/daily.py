"""Daily facts, kept in step with the graph: refreshed where marked, rebuilt, and verified.

    a change leaves StaleDay markers → refresh reads those days anew → DailyFact, version + 1

The reading is one snapshot, the writing a short transaction that a refresh since then refuses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph import daily_statements as say
from graph.daily_columns import packed, shaped
from graph.daily_marks import mark_days
from graph.store import Store, Work
from graph.stored import instant

#: Days that one step of a refresh reads and writes.
DAYS_A_STEP = 31

#: Diagnoses that count as what the visit was for, or was accompanied by.
ROLES = ["main", "secondary"]

_TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the facts are at: `version` is the data version, `stale` days wait for a refresh."""

    version: int
    refreshed_at: str
    stale: tuple[int, ...]
    days: int = 0
    visits: int = 0
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """Days compared with the graph; `differing` hold other facts, `stale` are known to wait."""

    days: int
    differing: tuple[int, ...]
    stale: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    version: int
    markers: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def gather(work: Work, day: int) -> dict[str, list[dict[str, Any]]]:
    """Read the facts of a day (yyyymmdd) from the graph itself: the reference."""
    read = {table: work.run(it, day=day, **_more(table)) for table, it in say.READ.items()}
    return shaped(day, read)


def _more(table: str) -> dict[str, object]:
    return {"roles": ROLES} if table == "diagnosis" else {}


def refresh(store: Store, *, at: dt.datetime | None = None) -> Freshness:
    """Read every marked day anew; gives what the facts are at then. Cheap when none is marked."""
    while (step := store.read(_step, timeout=_TIMEOUT)).markers:
        now = at or dt.datetime.now(dt.UTC)
        store.write(lambda work, step=step, now=now: _write(work, step, now))  # type: ignore[misc]
    return freshness(store)


def rebuild(store: Store) -> Freshness:
    """Mark every day on which anything happened, and refresh."""
    days = store.read(_all_days, timeout=_TIMEOUT)
    store.write(lambda work: mark_days(work, days))
    return refresh(store)


def freshness(store: Store) -> Freshness:
    """Say what the facts are at."""
    return store.read(freshness_in, timeout=_TIMEOUT)


def freshness_in(work: Work) -> Freshness:
    """Say within a snapshot what the facts are at."""
    clock = next(iter(work.run(say.READ_CLOCK)), None)
    stale = tuple(dict.fromkeys(row["day"] for row in work.run(say.STALE_DAYS, first=0)))
    found = work.run(say.SUMMARY)[0]
    version = clock["version"] or 0 if clock else 0
    refreshed = clock["refreshed_at"] or "" if clock else ""
    return Freshness(
        version,
        refreshed,
        stale,
        found["days"],
        found["visits"] or 0,
        found["first"],
        found["last"],
    )


def verify(store: Store) -> Verified:
    """Compare the facts of every day with the graph and name the days that differ."""
    days = store.read(_all_days, timeout=_TIMEOUT)
    differing: list[int] = []
    for some in _batches(days):
        differing += store.read(lambda work, some=some: _differing(work, some), timeout=_TIMEOUT)  # type: ignore[misc]
    return Verified(len(days), tuple(differing), freshness(store).stale)


def _differing(work: Work, days: Sequence[int]) -> list[int]:
    found = []
    for day in days:
        kept = work.run(say.FACTS_OF_DAY, day=day)
        if [row["columns"] for row in kept] != [packed(gather(work, day))]:
            found.append(day)
    return found


def _batches(days: Sequence[int]) -> Iterator[Sequence[int]]:
    return (days[n : n + DAYS_A_STEP] for n in range(0, len(days), DAYS_A_STEP))


def _all_days(work: Work) -> list[int]:
    return sorted({row["day"] for row in work.run(say.ALL_DAYS) if row["day"]})


def _step(work: Work) -> _Step:
    clock = next(iter(work.run(say.READ_CLOCK)), None)
    marked = work.run(say.STALE_DAYS, first=0)
    days = sorted({row["day"] for row in marked})[:DAYS_A_STEP]
    version = clock["version"] or 0 if clock else 0
    markers = tuple(row["marker"] for row in marked if row["day"] in set(days))
    return _Step(version, markers, tuple(_rows(work, days, version + 1)))


def _rows(work: Work, days: Iterable[int], version: int) -> Iterator[dict[str, Any]]:
    for day in days:
        tables = gather(work, day)
        said = {"day": day, "version": version, "rows": len(tables["visit"])}
        yield {"id": str(day), "properties": said | {"columns": packed(tables)}}


def _write(work: Work, step: _Step, now: dt.datetime) -> None:
    """Write a step, unless another refresh wrote since it was read: then it is read again."""
    work.run(say.LOCK_CLOCK)
    if (work.run(say.READ_CLOCK)[0]["version"] or 0) != step.version:
        return
    work.run(say.PUT_FACTS, rows=list(step.rows))
    work.run(say.DROP_MARKERS, markers=list(step.markers))
    work.run(say.SET_CLOCK, version=step.version + 1, at=instant(now.replace(microsecond=0)))
