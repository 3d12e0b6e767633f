"""ICD-10: one spelling of its codes, and the catalogue that a deployment loads.

The Vietnamese names of QĐ 4469/2020 are a published document of their own; `read_catalogue` takes
it as a tab separated file with a heading, of which it needs `code`, `title_vi` and `title_en`, and
uses `category` and `group` to say what is wider.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.memory import remembered
from mpi.errors import BadInput

_CODE = re.compile(r"([A-Z]\d{2})([0-9A-Z]{0,5})", re.ASCII)
_GROUP = re.compile(r"[A-Z]\d{2}-[A-Z]\d{2}", re.ASCII)
_MARKS = str.maketrans("", "", ".†‡*+ \t\xa0")


@remembered(16384)
def normalise(text: str) -> str:
    """Write a code as `A97.0`: capitals, with dot, without dagger or asterisk; empty if it is none.

    >>> normalise("a970"), normalise("A97.0†"), normalise("I10"), normalise("sốt")
    ('A97.0', 'A97.0', 'I10', '')
    """
    code = _CODE.fullmatch(text.upper().translate(_MARKS))
    if code is None:
        return ""
    return f"{code[1]}.{code[2]}" if code[2] else code[1]


@dataclass(frozen=True, slots=True)
class Concept:
    """One line of the catalogue. `parent` is the next wider code or group, empty at the top."""

    code: str
    words_vi: str
    words_en: str
    parent: str


def read_catalogue(lines: Iterable[str]) -> Iterator[Concept]:
    """Read the catalogue line by line. Raises BadInput naming the line and the column."""
    rows = csv.DictReader(lines, delimiter="\t")
    missing = {"code", "title_vi", "title_en"} - set(rows.fieldnames or ())
    if missing:
        raise BadInput("line 1", f"column {min(missing)} is missing")
    for row in rows:
        yield _concept(row, f"line {rows.line_num}")


def _concept(row: dict[str, str], line: str) -> Concept:
    code = normalise(row["code"] or "")
    if not code:
        raise BadInput(line, "code is not an ICD-10 code", row["code"] or "")
    if not (row["title_vi"] or row["title_en"]):
        raise BadInput(line, "title_vi and title_en are both empty")
    return Concept(
        code, (row["title_vi"] or "").strip(), (row["title_en"] or "").strip(), _wider(code, row)
    )


def _wider(code: str, row: dict[str, str]) -> str:
    category = normalise(row.get("category") or "")
    if category and category != code:
        return category
    group = (row.get("group") or "").strip()
    return group if _GROUP.fullmatch(group) else ""
