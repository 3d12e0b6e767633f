"""A crowd for benches: a backup file of many people, enough of everything that a scan is felt."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph.kinds import SCHEMA_VERSION

FACILITIES = [f"01{n:03}" for n in range(1, 101)]
_PAGE = 2000
_SAID = "2025-01-01T00:00:00Z"

_Line = dict[str, Any]


def crowd(path: Path, people: int, *, seed: int = 7) -> Path:
    """Write the backup: each person with one record, two visits, a diagnosis and a message each."""
    counted = {"nodes": 0, "edges": 0}
    head = {"format": "hanoi-health-graph", "version": 1, "schema": SCHEMA_VERSION}
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(json.dumps(head) + "\n")
        for line in _lines(people, random.Random(seed)):
            counted["nodes" if "nodes" in line else "edges"] += len(line["rows"])
            file.write(json.dumps(line) + "\n")
        file.write(json.dumps({"end": counted}) + "\n")
    return path


def _lines(people: int, dice: random.Random) -> Iterator[_Line]:
    yield _nodes("Facility", ((code, {}) for code in FACILITIES))
    for start in range(0, people, _PAGE):
        yield from _page(range(start, min(start + _PAGE, people)), dice)


def _page(numbers: range, dice: random.Random) -> Iterator[_Line]:
    homes = {n: dice.choice(FACILITIES) for n in numbers}
    records = {n: f"{homes[n]}|C{n}" for n in numbers}
    visits = {f"{homes[n]}|C{n}-{v}": n for n in numbers for v in (1, 2)}
    yield _nodes("Person", ((f"p-{n}", {"created_at": _SAID}) for n in numbers))
    yield _nodes("PatientRecord", ((records[n], _record(n, homes[n])) for n in numbers))
    yield _nodes("Encounter", ((v, _visit(v, homes[n], dice)) for v, n in visits.items()))
    yield _nodes("Message", ((v, {"said_at": _SAID}) for v in visits))
    yield _nodes("Diagnosis", ((f"{v}|dx|1", {"code": "J18.9", "role": "main"}) for v in visits))
    yield _edges("IDENTIFIES", "PatientRecord", "Person", ((records[n], f"p-{n}") for n in numbers))
    yield _edges("OF", "Encounter", "PatientRecord", ((v, records[n]) for v, n in visits.items()))
    yield _edges("AT", "Encounter", "Facility", ((v, homes[n]) for v, n in visits.items()))
    yield _edges("STATED_IN", "Encounter", "Message", ((v, v) for v in visits))
    yield _edges("DIAGNOSED_IN", "Diagnosis", "Encounter", ((f"{v}|dx|1", v) for v in visits))


def _record(n: int, facility: str) -> dict[str, str]:
    return {"facility": facility, "name_key": f"x{n}", "identity": "{}", "said_at": _SAID}


def _visit(key: str, facility: str, dice: random.Random) -> dict[str, str]:
    started = f"2025-0{dice.randint(1, 9)}-01T01:00:00Z"
    return {"facility": facility, "message": key, "started_at": started, "said_at": _SAID}


def _nodes(label: str, rows: Iterable[tuple[str, dict[str, Any]]]) -> _Line:
    return {"nodes": label, "rows": [{"id": key, "properties": said} for key, said in rows]}


def _edges(kind: str, source: str, target: str, ends: Iterable[tuple[str, str]]) -> _Line:
    rows = [{"source": a, "target": b, "properties": {}} for a, b in ends]
    return {"edges": [kind, source, target], "rows": rows}
