"""Files as they leave a facility: when they are sent, several visits in one, again, corrected."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator import dossier, rates, wire
from simulator.chance import derive, happens
from simulator.chart import Chart, minute
from simulator.dossier import Office
from simulator.habits import Habits
from simulator.registers import Entry

_AGAIN_AFTER = (1, 12)


@dataclass(frozen=True, slots=True)
class File:
    """A file of one facility: the day on which it is sent, its name and its bytes.

    `kind` is `visit`, `batch`, `arrival`, `again` or `corrected`.
    """

    facility: str
    day: dt.date
    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A visit on its way: its chart and the files that it makes at once."""

    chart: Chart
    files: tuple[File, ...]


class Post:
    """Sends visits in the order of the books; full batches come out as they fill up."""

    def __init__(self, seed: int, office: Office, habits: Mapping[str, Habits]) -> None:
        self._seed, self._office, self._habits = seed, office, habits
        self._waiting: dict[tuple[str, dt.date], list[str]] = {}
        self._batches: dict[tuple[str, dt.date], int] = {}

    def send(self, entry: Entry) -> Sent:
        """Send one visit."""
        chart = self._office.chart(entry)
        return Sent(chart, tuple(self._files(entry, chart)))

    def rest(self) -> Iterator[File]:
        """Send the batches that did not fill up, at the very end."""
        for facility, day in sorted(self._waiting):
            yield from self._batch(facility, day)

    def _files(self, entry: Entry, chart: Chart) -> Iterator[File]:
        facility = entry.visit.facility.code
        habits, rng = self._habits[facility], derive(self._seed, "post", entry.visit.number)
        if happens(rng, habits.arrival):
            yield self._arrival(entry, chart, habits)
        day = entry.visit.end.date() + dt.timedelta(days=rng.randint(0, habits.lag))
        visit = _hoso(chart, habits)
        if habits.batch > 1:
            yield from self._wait(facility, day, visit, habits)
        else:
            content = wire.envelope(facility, day, [visit], habits)
            yield File(facility, day, f"{entry.visit_id}.xml", content, "visit")
            if happens(rng, rates.RESENT):
                later = _later(rng, day)
                yield File(facility, later, f"{entry.visit_id}-again.xml", content, "again")
        if happens(rng, rates.CORRECTED):
            yield self._corrected(entry, _later(rng, day), habits)

    def _wait(self, facility: str, day: dt.date, visit: str, habits: Habits) -> Iterator[File]:
        waiting = self._waiting.setdefault((facility, day), [])
        waiting.append(visit)
        if len(waiting) == habits.batch:
            yield from self._batch(facility, day)

    def _batch(self, facility: str, day: dt.date) -> Iterator[File]:
        visits, key = self._waiting[facility, day], (facility, day)
        if visits:
            self._batches[key] = self._batches.get(key, 0) + 1
            content = wire.envelope(facility, day, visits, self._habits[facility])
            yield File(facility, day, f"batch-{self._batches[key]:03}.xml", content, "batch")
            visits.clear()

    def _arrival(self, entry: Entry, chart: Chart, habits: Habits) -> File:
        start = entry.visit.start.date()
        tables = dossier.arrival(chart)
        hoso = wire.hoso(tables, start, habits)
        content = wire.envelope(entry.visit.facility.code, start, [hoso], habits)
        name = f"{entry.visit_id}-arrival.xml"
        return File(entry.visit.facility.code, start, name, content, "arrival")

    def _corrected(self, entry: Entry, day: dt.date, habits: Habits) -> File:
        """Send the visit again as it should have been, settled on the day of the correction."""
        chart = self._office.chart(entry, corrected=True)
        settled = minute(dt.datetime.combine(day, dt.time(9)))
        tables = dossier.tables(chart)
        tables["XML1"][0]["NGAY_TTOAN"] = settled
        hoso = wire.hoso(tables, entry.visit.end.date(), habits)
        facility = entry.visit.facility.code
        content = wire.envelope(facility, day, [hoso], habits)
        return File(facility, day, f"{entry.visit_id}-corrected.xml", content, "corrected")


def _hoso(chart: Chart, habits: Habits) -> str:
    return wire.hoso(dossier.tables(chart), chart.visit.end.date(), habits)


def _later(rng: random.Random, day: dt.date) -> dt.date:
    return day + dt.timedelta(days=rng.randint(*_AGAIN_AFTER))
