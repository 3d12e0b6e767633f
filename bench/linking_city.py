"""Registrations of a simulated city without its files: quick enough for a million of them.

The simulator's own people, visits, desks and clerk; what they write is read by the same readers as
the files would be. Kept beside the system's other temporary files, so that it is made once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import polars as pl

from ingest.qd130 import values, who
from mpi.identity import Sex
from simulator import facilities as places_of_care
from simulator import habits, registers, year
from simulator.city import Period, settle
from simulator.clerk import Clerk, Written
from simulator.journeys import World
from simulator.people import Person
from simulator.registers import Entry
from simulator.run import END, FACILITIES, START
from simulator.ways import Ways

#: People to settle for each record wanted; of ten people nine are seen in a year.
PEOPLE_PER_RECORD = 1.15
_UNDER_AGE = 16
_COLUMNS = (
    "record_id", "source", "full_name", "birth_date", "sex", "personal_number",
    "insurance_number", "phone", "address", "ward", "mother_name", "father_name",
    "person_id", "household_id",
)  # fmt: skip
_PAGE = 50_000


def registrations(records: int, seed: int) -> pl.DataFrame:
    """Give that many records of a city just large enough, with `person_id` and `household_id`."""
    kept = Path(tempfile.gettempdir()) / f"healthgraph-bench-{records}-{seed}.parquet"
    if not kept.is_file():
        made = _pages(islice(_rows(records, seed), records))
        pl.concat(made).write_parquet(kept)
    return pl.read_parquet(kept)


def _pages(rows: Iterator[Sequence[str]]) -> Iterator[pl.DataFrame]:
    while page := list(islice(rows, _PAGE)):
        frame = pl.DataFrame(page, schema=_COLUMNS, orient="row")
        yield frame.with_columns(pl.exclude("household_id").replace("", None))


def _rows(records: int, seed: int) -> Iterator[Sequence[str]]:
    chosen, period = places_of_care.choose(FACILITIES), Period(START, END)
    people = round(records * PEOPLE_PER_RECORD)
    city = settle(seed, people, places_of_care.dwellings(chosen), period)
    visits, _ = year.live(seed, World(city, period, Ways(chosen)))
    ways, clerk = habits.assign(seed, chosen), Clerk(city, chosen)
    seen: set[tuple[str, str, str]] = set()
    for entry in registers.enter(seed, visits, ways):
        person, facility = entry.visit.person, entry.visit.facility.code
        known = (facility, entry.local_id, person.id)
        if known not in seen:
            seen.add(known)
            written = clerk.write(person, ways[facility], entry.slips, entry.visit.start.date())
            said = _said(written, _parents(clerk, entry))
            yield (f"r{len(seen)}", facility, *said, person.id, person.household)


def _parents(clerk: Clerk, entry: Entry) -> tuple[Person | None, Person | None]:
    """Mother and father, whom the papers of a stay name for a patient under 16."""
    visit = entry.visit
    if not visit.inpatient or visit.person.age(visit.end.date()) >= _UNDER_AGE:
        return None, None
    return clerk.mother(visit.person), clerk.father(visit.person)


def _said(written: Written, parents: tuple[Person | None, Person | None]) -> Sequence[str]:
    born, sex = values.birth(written.born), who.sex(written.sex)
    return (
        written.name,
        born.iso if born else "",
        "" if sex is Sex.UNKNOWN else sex.value,
        who.plain(written.number),
        ";".join(who.numbers(written.card)),
        written.phone.strip(),
        written.address,
        ";".join(_wards(written)),
        *(parent.name if parent else "" for parent in parents),
    )


def _wards(written: Written) -> Sequence[str]:
    place = {
        "MATINH_CU_TRU": written.province,
        "MAHUYEN_CU_TRU": written.district,
        "MAXA_CU_TRU": written.ward,
    }
    return who.address(place, written.address).wards
