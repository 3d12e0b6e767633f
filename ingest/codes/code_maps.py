"""What laboratories' and pharmacies' own codes mean: a deployment's table, facility by facility.

    facility  kind         code  system  target  words
    01013     observation  GLU   loinc   2339-0  Glucose
    *         medication_item  40.30  atc  A07CA  Oresol

The code as sent stays; the target is put beside it. `*` is every facility. A line without a target
is one that nobody has decided yet: `healthgraph codes --template` writes such lines.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graph.model import Coding, Event, MedicationItem, Observation, Prescription, Record, Service
from mpi.errors import BadInput

COLUMNS = ("facility", "kind", "code", "system", "target", "words")
ANY = "*"

_KINDS: Mapping[type, str] = {
    Observation: "observation",
    Service: "service",
    MedicationItem: "medication_item",
}
Codes = tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class CodeMap:
    """(facility or `*`, kind, code as sent) -> what it is in a catalogue."""

    known: Mapping[tuple[str, str, str], Coding]

    def applied(self, record: Record) -> Record:
        """Give the record with the known meaning beside each code that has one."""
        if not self.known:
            return record
        return replace(record, events=tuple(self._event(e, record.facility) for e in record.events))

    def _event(self, event: Event, facility: str) -> Event:
        if isinstance(event, Prescription):
            items = (replace(item, codes=self._codes(item, facility)) for item in event.items)
            return replace(event, items=tuple(items))
        if isinstance(event, Observation | Service):
            return replace(event, codes=self._codes(event, facility))
        return event

    def _codes(self, of: Observation | Service | MedicationItem, facility: str) -> Codes:
        """The codes of an event, and the meaning of its own code behind them."""
        own = (of.code, *(coding.code for coding in of.codes if coding.system.startswith("local")))
        keys = ((whose, _KINDS[type(of)], code) for code in own for whose in (facility, ANY))
        meaning = next(filter(None, map(self.known.get, keys)), None)
        return of.codes if meaning is None or meaning in of.codes else (*of.codes, meaning)


NO_MAP = CodeMap({})


@functools.cache
def code_map_of(file: str = "") -> CodeMap:
    """Read a deployment's table of codes. Raises BadInput naming the file and the line."""
    if not file:
        return NO_MAP
    path = Path(file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise BadInput("code_map", f"{path.name} cannot be read") from None
    return read_code_map(text.splitlines(), path.name)


def read_code_map(lines: Iterable[str], name: str) -> CodeMap:
    """Read the lines of such a table. Raises BadInput naming the file and the line."""
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    missing = set(COLUMNS) - set(rows.fieldnames or ())
    if missing:
        raise BadInput(name, f"column {min(missing)} is missing")
    known: dict[tuple[str, str, str], Coding | None] = {}
    for row in rows:
        line = f"{name} line {rows.line_num}"
        key, meaning = _row(*(_cell(row, column) for column in COLUMNS), line=line)
        if key in known:
            raise BadInput(line, "stands twice")
        known[key] = meaning
    return CodeMap({key: meaning for key, meaning in known.items() if meaning})


def _row(
    facility: str, kind: str, code: str, system: str, target: str, words: str, *, line: str
) -> tuple[tuple[str, str, str], Coding | None]:
    kinds = ", ".join(_KINDS.values())
    if not (facility and code and kind in _KINDS.values()):
        raise BadInput(line, f"needs a facility or *, a code, and a kind: {kinds}")
    if target and not system:
        raise BadInput(line, "system is empty: loinc, atc, snomed or another catalogue")
    return (facility, kind, code), Coding(system.casefold(), target, words) if target else None


def _cell(row: Mapping[str, str | None], column: str) -> str:
    return (row[column] or "").strip()
