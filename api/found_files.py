"""Which files of folders are messages: by name, else by their first bytes; the rest is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.wires import wire_of
from mpi.errors import BadInput, NotFound

#: Endings that promise a message; one that then cannot be read goes to quarantine.
_MESSAGES = frozenset({".xml", ".json", ".ndjson", ".hl7", ".dcm"})
_TABLES = frozenset({".csv", ".tsv", ".parquet"})
_HEAD = 4096
_MAPPING = b'"healthgraph-mapping/1"'


@dataclass(frozen=True, slots=True)
class Found:
    """The files to take, in a stable order, and how many were passed over, by why."""

    files: tuple[Path, ...]
    passed_over: Mapping[str, int]


def found_in(paths: Iterable[Path], *, mapped: bool = False) -> Found:
    """Look through files and folders; a file that is named itself is taken whatever it is.

    `mapped` says that a mapping is given, so that tables are taken. Raises NotFound for a path that
    is not there, BadInput when nothing is found at all.
    """
    files: list[Path] = []
    passed = Counter[str]()
    for path in paths:
        for file in _files(path):
            why = "" if path.is_file() else _objection(file, mapped=mapped)
            if why:
                passed[why] += 1
            else:
                files.append(file)
    if not files:
        over = "; ".join(f"{many} passed over: {why}" for why, many in sorted(passed.items()))
        raise BadInput("PATH", f"no files found{f' ({over})' if over else ''}")
    return Found(tuple(files), dict(sorted(passed.items())))


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file())
    else:
        raise NotFound("file", str(path))


def _objection(file: Path, *, mapped: bool) -> str:
    """Say why a file of a folder is no message; empty when it is one."""
    ending = Path(file.name.lower().removesuffix(".gz")).suffix
    if ending in _TABLES:
        return "" if mapped else f"{ending}: a table needs --mapping"
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    if _MAPPING in head:
        return f"{ending}: a mapping"
    if ending in _MESSAGES or wire_of(head):
        return ""
    return f"{ending or 'without ending'}: no known format"
