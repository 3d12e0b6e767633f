"""A simulation on disk, read back with nothing of the project but the table of fields."""

from __future__ import annotations

import base64
import csv
import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from simulator.manifest import Manifest

Row = dict[str, str]


@dataclass(frozen=True)
class Hoso:
    """One visit of one file: the file, and its tables as raw text (or inline elements)."""

    path: Path
    facility: str
    tables: dict[str, ET.Element]

    def row(self, name: str) -> Row:
        """Give the first row of a table."""
        return next(rows(self.tables[name]))


@dataclass(frozen=True, eq=False)
class Made:
    """A finished simulation."""

    out: Path
    manifest: Manifest

    @functools.cache  # noqa: B019 - lives as long as the test session
    def truth(self, name: str) -> tuple[Row, ...]:
        """Read one file of the truth."""
        text = (self.out / "truth" / f"{name}.csv").read_text(encoding="utf-8")
        return tuple(csv.DictReader(text.splitlines()))

    @functools.cached_property
    def visits(self) -> tuple[Hoso, ...]:
        """Every HOSO of the feed, in the order of paths."""
        files = sorted((self.out / "feed").rglob("*.xml"))
        return tuple(itertools.chain.from_iterable(hosos(file) for file in files))

    @functools.cached_property
    def first(self) -> dict[tuple[str, str], Hoso]:
        """The original HOSO of each visit, by facility and visit key: no arrivals, no repeats."""
        original = [v for v in self.visits if not v.path.stem.endswith(REPEATED)]
        return {(v.facility, v.row("XML1")["MA_LK"]): v for v in original}

    def profile(self, facility: str) -> str:
        """Give the profile of habits of a facility."""
        return self.manifest.habits[facility].profile


#: Endings of the names of files that are not the first word about a visit.
REPEATED = ("-arrival", "-again", "-corrected")


def hosos(path: Path) -> Iterator[Hoso]:
    """Read one file."""
    root = ET.fromstring(path.read_text(encoding="utf-8-sig"))  # noqa: S314 - written by us
    facility = root.findtext("THONGTINDONVI/MACSKCB", "")
    for hoso in root.iter("HOSO"):
        files = {f.findtext("LOAIHOSO", ""): content(f) for f in hoso.iter("FILEHOSO")}
        yield Hoso(path, facility, files)


def content(file: ET.Element) -> ET.Element:
    """Give the table of a FILEHOSO, inline or in base64."""
    body = file.find("NOIDUNGFILE")
    assert body is not None
    return body[0] if len(body) else ET.fromstring(base64.b64decode(body.text or ""))  # noqa: S314


def rows(table: ET.Element) -> Iterator[Row]:
    """Give the rows of a table: its elements that hold fields."""
    for element in table.iter():
        if len(element) and not len(element[0]):
            yield {field.tag: field.text or "" for field in element}
