"""Elements into rows: fields by name, in any order and case, their letters repaired."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from ingest.encodings import repair, repair_as
from ingest.qd130.markup import content, local
from ingest.qd130.schema import VERSIONS, table
from ingest.reading import Finding, finding

_BEYOND_LATIN1 = re.compile("[\u0100-\u1fff]")
_LOST = re.compile("\ufffd|[A-Za-z]\\?[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its place (1 is first) and its fields as text, empty ones left out."""

    table: str
    number: int
    values: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Give the text of a field; empty when it was not sent."""
        return self.values.get(name, "")

    def first(self, *names: str) -> str:
        """Give the first of these fields that is not empty."""
        return next((self.values[name] for name in names if name in self.values), "")


@functools.cache
def known_fields(name: str) -> frozenset[str]:
    """Give every field name that any version of the table has."""
    return frozenset(f.name for version in VERSIONS for f in table(name, version).fields)


def elements(root: ET.Element, known: frozenset[str]) -> Iterator[ET.Element]:
    """Find the rows below `root`: the outermost elements that directly hold a known field."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if any(local(child.tag) in known for child in element):
            yield element
        else:
            waiting.extend(reversed(element))


def read_row(element: ET.Element, name: str, number: int) -> tuple[Row, list[Finding]]:
    """Read one row and say which of its fields came twice (the first one counts)."""
    values: dict[str, str] = {}
    findings: list[Finding] = []
    for child in element:
        plain = not len(child)
        if plain and child.text is None:
            continue  # most tags of most rows are empty
        text = (child.text or "").strip() if plain else content(child)
        if not text:
            continue
        tag = local(child.tag)
        if tag in values:
            findings.append(finding("field-repeated", name, number, tag))
        values.setdefault(tag, text)
    return Row(name, number, values), findings


def repair_rows(rows: Iterable[Row]) -> list[Finding]:
    """Repair in place the letters of rows just read from one document, and say where.

    A document of which no letter lies beyond Latin-1, save for those just repaired, comes whole
    from the old font: its other fields are read by it too, though they could be right as they are.
    """
    foreign = [(row, tag) for row in rows for tag, text in row.values.items() if not text.isascii()]
    how = {(row.number, tag): _repaired(row, tag) for row, tag in foreign}
    fonts = {reading for reading in how.values() if reading}
    untouched = [(row, tag) for row, tag in foreign if not how[row.number, tag]]
    if len(fonts) == 1 and not any(_BEYOND_LATIN1.search(row[tag]) for row, tag in untouched):
        how.update({(row.number, tag): _same_way(row, tag, *fonts) for row, tag in untouched})
    found = [
        finding("encoding-repaired", r.table, r.number, t) for r, t in foreign if how[r.number, t]
    ]
    return found + [
        finding("encoding-damaged", row.table, row.number, "HO_TEN")
        for row in rows
        if _LOST.search(row["HO_TEN"])
    ]


def _repaired(row: Row, tag: str) -> str:
    done = repair(row.values[tag])
    row.values[tag] = done.text.replace("\xa0", " ")
    return done.how


def _same_way(row: Row, tag: str, how: str) -> str:
    before = row.values[tag]
    row.values[tag] = repair_as(before, how)
    return how if row.values[tag] != before else ""
