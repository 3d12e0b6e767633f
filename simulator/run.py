"""Simulate a city: people, visits, files and the truth, from one seed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from simulator import facilities as places_of_care
from simulator import habits, manifest, registers, truth, year
from simulator.city import City, Period, settle
from simulator.clerk import Clerk
from simulator.dossier import Office
from simulator.feed import File, Post
from simulator.folder import Folder, refuse_others
from simulator.journeys import World
from simulator.lists import facilities_csv, given_csv
from simulator.manifest import Manifest, Settings
from simulator.registers import Entry
from simulator.ways import Ways

#: Called with visits written so far and visits in all.
Progress = Callable[[int, int], None]

FACILITIES = 30
START, END = dt.date(2025, 7, 1), dt.date(2026, 6, 30)
#: The unit of progress, in visits.
_EVERY = 200
#: QĐ 130's tables are not known well enough to write them.
_EARLIEST = dt.date(2024, 7, 1)


def simulate(
    out: Path,
    people: int,
    seed: int,
    facilities: int = FACILITIES,
    start: dt.date = START,
    end: dt.date = END,
    progress: Progress | None = None,
) -> Manifest:
    """Write a simulation to `out`: `feed/`, `truth/`, the city's lists and `manifest.json`.

    The same settings write the same bytes, so it is safe to repeat. Raises ValueError when a
    setting is out of range or `out` holds something else.
    """
    settings = _checked(Settings(seed, people, facilities, start, end))
    refuse_others(out, settings)
    chosen, period = places_of_care.choose(facilities), Period(start, end)
    city = settle(seed, people, places_of_care.dwellings(chosen), period)
    visits, outbreaks = year.live(seed, World(city, period, Ways(chosen)))
    ways = habits.assign(seed, chosen)
    entries = registers.enter(seed, visits, ways)
    folder = Folder(out)
    folder.start(settings)
    office = Office(seed, Clerk(city, chosen), ways)
    counts, known = _send(folder, Post(seed, office, ways), entries, progress or _silent)
    books = truth.books(city, entries, known)
    for name, text in books.items():
        folder.truth(name, text)
    folder.city_list("facilities.csv", facilities_csv(chosen))
    folder.city_list("given.csv", given_csv(chosen, books["people.csv"]))
    roles = dict(sorted(Counter(row[-1] for row in known).items()))
    counts |= _counted(city, entries, len(known))
    found = tuple(manifest.outbreak_row(outbreak) for outbreak in outbreaks)
    made = Manifest(settings, counts, roles, ways, found, manifest.sha256(books))
    folder.finish(made.as_json())
    return made


def _send(
    folder: Folder, post: Post, entries: Sequence[Entry], progress: Progress
) -> tuple[dict[str, int], list[truth.Row]]:
    """Write the feed; give its files by kind, and the rows of the truth's records."""
    kinds: Counter[str] = Counter()
    known: list[truth.Row] = []
    for number, entry in enumerate(entries, 1):
        sent = post.send(entry)
        known += truth.records(sent.chart)
        _store(folder, sent.files, kinds)
        if number % _EVERY == 0 or number == len(entries):
            progress(number, len(entries))
    _store(folder, post.rest(), kinds)
    counts = {f"files_{kind}": kinds[kind] for kind in sorted(kinds)}
    return {"files": kinds.total()} | counts, known


def _store(folder: Folder, files: Iterable[File], kinds: Counter[str]) -> None:
    for file in files:
        folder.write(file)
        kinds[file.kind] += 1


def _counted(city: City, entries: Sequence[Entry], records: int) -> dict[str, int]:
    visits = [entry.visit for entry in entries]
    return {
        "people": len(city.people),
        "households": len(city.households),
        "visits": len(visits),
        "records": records,
        "births": sum(len(v.newborns) for v in visits),
        "referrals": sum(v.refers is not None for v in visits),
        "referrals_followed": sum(v.sent_by is not None for v in visits),
        "appointments": sum(v.books is not None for v in visits),
        "appointments_kept": sum(v.keeps is not None for v in visits),
    }


def _checked(settings: Settings) -> Settings:
    if settings.people < 1:
        raise ValueError(f"people: at least 1, not {settings.people}")
    if not _EARLIEST <= settings.start <= settings.end:
        raise ValueError(f"from, to: days in order, none before {_EARLIEST}")
    return settings


def _silent(done: int, total: int) -> None:
    """Show no progress."""
