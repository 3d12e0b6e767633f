"""A store against truth: reads the simulator's (or anybody's) records.csv and measures the links.

The unit is a hospital's record as truth tells it apart: (facility, local_id, true person). Visits
of one citizen under one code of one hospital count once, so that repeat visits prove nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from api.texts import text_of
from graph.assignment import Assigned, of_records, of_visits
from graph.model import HANOI
from graph.store import Store
from graph.stored import precise
from mpi.errors import BadInput
from mpi.evaluate import Figures, Unit, evaluate

_COLUMNS = ("facility", "local_id", "visit", "person_id", "household_id")
_BIRTH = "birth:"


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One row of records.csv."""

    facility: str
    local_id: str
    visit: str
    person: str
    household: str

    @property
    def record(self) -> str:
        """Id of the record that a birth certificate makes."""
        return f"{self.facility}|{self.local_id}"

    @property
    def encounter(self) -> str:
        """Id of the visit."""
        return f"{self.facility}|{self.visit}"

    @property
    def from_birth(self) -> bool:
        """True for the child of a birth certificate, whose visit is its mother's."""
        return self.local_id.startswith(_BIRTH)


def read_truth(path: Path) -> list[TruthRow]:
    """Read records.csv. Raises NotFound without a file, BadInput naming a missing column."""
    with text_of(path, "--truth") as file:
        reader = csv.DictReader(file)
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise BadInput("--truth", f"column {missing[0]} is missing")
        return [TruthRow(*(row[name] or "" for name in _COLUMNS)) for row in reader]


def against_truth(
    store: Store, truth: Iterable[TruthRow], *, as_of: dt.date | None = None
) -> dict[str, object]:
    """The figures of `mpi.evaluate` with counts; `missing` are rows of truth not in the store.

    With `as_of` the links are those that had been decided by the end of that day, in Hanoi. Where
    none had, there is nothing to measure, and the rates are None.
    """
    rows = list(truth)
    found = _assigned(store, rows, _end_of(as_of) if as_of else "")
    units = {unit.key: unit for unit in _units(rows, found)}
    figures = evaluate(list(units.values()))
    maybe = len({a.person for a in found.values() if a.maybe})
    counts = {"maybe": maybe, "records": len(units), "missing": _missing(rows, found)}
    return {**measured(figures), **counts}


def measured(figures: Figures) -> dict[str, object]:
    """Give figures as they are said: without a record there is no rate."""
    return {**figures} if figures["people"] else {**figures, "pairwise": None, "cluster": None}


def _end_of(day: dt.date) -> str:
    return precise(dt.datetime.combine(day, dt.time.max, HANOI))


def _assigned(store: Store, rows: Iterable[TruthRow], moment: str) -> dict[str, Assigned]:
    rows = list(rows)
    births = sorted({row.record for row in rows if row.from_birth})
    visits = sorted({row.encounter for row in rows if not row.from_birth})
    return of_records(store, births, moment) | of_visits(store, visits, moment)


def _key(row: TruthRow) -> str:
    return row.record if row.from_birth else row.encounter


def _units(rows: Iterable[TruthRow], found: dict[str, Assigned]) -> Iterator[Unit]:
    for row in rows:
        given = found.get(_key(row))
        if given is not None:
            unit = f"{row.record}|{row.person}|{given.person}"
            yield Unit(unit, given.person, row.person, row.household)


def _missing(rows: Iterable[TruthRow], found: dict[str, Assigned]) -> int:
    return sum(_key(row) not in found for row in rows)
