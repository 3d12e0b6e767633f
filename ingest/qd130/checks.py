"""What each field must look like: the rules of `fields.tsv`, compiled once per table and version.

A check never stops a value from being read; it says what the sender should mend.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from importlib import resources

from ingest.icd import normalise
from ingest.memory import remembered
from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.schema import Field, table
from ingest.reading import Finding, finding
from mpi.dates import PartialDate

Test = Callable[[str], object]

_CARD = re.compile(r"[A-Z]{2}[1-5]\d{12}|\d{10}", re.ASCII)
_PERSON = re.compile(r"\d{12}|\d{9}|[A-Z]\d{7,8}", re.ASCII)
_SOCIAL = re.compile(r"(?!0{10})\d{10}", re.ASCII)
_FACILITY = re.compile(r"[0-9A-Z]{5}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


@remembered(8192)
def _minute(text: str) -> bool:
    return len(text) == 12 and text.isdecimal() and _clock(text) and values.day(text) is not None


@remembered(8192)
def _day(text: str) -> bool:
    return len(text) == 8 and text.isdecimal() and values.day(text) is not None


def _clock(text: str) -> bool:
    return text[8:10] < "24" and text[10:] < "60"


@remembered(8192)
def _birth(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _moment(text: str) -> bool:
    return _day(text) or _minute(text)


def _each(test: Test) -> Test:
    """Hold for a `;` list when it holds for each of its parts that is not empty."""
    return lambda text: all(test(part) for part in values.parts(text))


#: Type of `fields.tsv` -> (test, rule that a value breaks when the test fails).
TYPES: dict[str, tuple[Test | None, str]] = {
    "text": (None, ""),
    "number": (_NUMBER.fullmatch, "number"),
    "minute": (_minute, "date"),
    "minutes": (_each(_minute), "date"),
    "day": (_day, "date"),
    "days": (_each(_day), "date"),
    "moment": (_moment, "date"),
    "birth": (_birth, "date"),
    "icd": (normalise, "icd"),
    "icds": (_each(normalise), "icd"),
    "cards": (_each(_CARD.fullmatch), "card"),
    "person": (_PERSON.fullmatch, "person-number"),
    "social": (_SOCIAL.fullmatch, "social-number"),
    "facility": (_FACILITY.fullmatch, "facility"),
    "facilities": (_each(_FACILITY.fullmatch), "facility"),
}


@functools.cache
def codes() -> dict[str, frozenset[str]]:
    """Give the code lists of `codes.tsv` by their name."""
    text = resources.files(__package__).joinpath("codes.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {name: frozenset(listed.split(" ")) for name, listed in lines[1:]}


@functools.cache
def plan(name: str, version: str) -> tuple[tuple[str, int, bool, Test | None, str], ...]:
    """Compile a table: (field, size or a size never reached, required, test, rule of the test)."""
    return tuple(_planned(f) for f in table(name, version).fields)


def _planned(f: Field) -> tuple[str, int, bool, Test | None, str]:
    test, rule = TYPES[f.type]
    if f.codes:
        test, rule = codes()[f.codes].__contains__, "code"
    return f.name, f.size or 1 << 30, f.required, test, rule


def check(row: Row, version: str) -> list[Finding]:
    """Say which fields of a row are missing, too long, of a wrong form or not in their list."""
    found: list[tuple[str, str]] = []
    get = row.values.get
    for name, size, required, test, rule in plan(row.table, version):
        text = get(name)
        if text is None:
            if required:
                found.append((name, "required"))
            continue
        if len(text) > size:
            found.append((name, "too-long"))
        if test is not None and not test(text):
            found.append((name, rule))
    return [finding(rule, row.table, row.number, name) for name, rule in found]
