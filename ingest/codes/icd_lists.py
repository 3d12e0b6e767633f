"""Which list of ICD-10 counts on a day, and what stands in it (docs/formats.md, codes and units).

Until 30 June 2026 the list of QĐ 4469/QĐ-BYT 2020: WHO's of 2019 with the differences of
`icd_qd4469.tsv`. From then on that of TT 06/2026/TT-BYT, which a deployment gives as a file.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from graph.wordings import who_codes
from ingest.icd import normalise
from mpi.errors import BadInput

#: QĐ 4469/QĐ-BYT of 28 October 2020, until TT 06/2026/TT-BYT takes its place.
_FIRST, _LAST = dt.date(2020, 10, 28), dt.date(2026, 6, 30)
_ALWAYS, _NEVER = dt.date.min, dt.date.max


@dataclass(frozen=True, slots=True)
class IcdLists:
    """A deployment's own list: code -> the days between which it stands; empty: none was given."""

    dated: Mapping[str, tuple[tuple[dt.date, dt.date], ...]]
    since: dt.date = _NEVER

    def has(self, code: str, on: dt.date) -> bool | None:
        """Tell whether a code stands in the list of a day; None when that list is not known.

        A national code of five characters stands where its subcategory or category does.
        """
        if on >= self.since:
            return any(self._stands(each, on) for each in _wider(code))
        if _FIRST <= on <= _LAST:
            return any(each in _qd4469() for each in _wider(code))
        return None

    def _stands(self, code: str, on: dt.date) -> bool:
        return any(first <= on <= last for first, last in self.dated.get(code, ()))


NO_LISTS = IcdLists({})


def _wider(code: str) -> tuple[str, ...]:
    """The code and, of one with more than four characters, its subcategory."""
    return (code, code[:5]) if len(code) > 5 else (code,)


def may_be_main(code: str) -> bool:
    """Tell whether a code may stand as the main diagnosis (QĐ 4469/QĐ-BYT 2020)."""
    return not any(_matched(each, _not_main()) for each in _wider(code))


@functools.cache
def lists_of(file: str = "") -> IcdLists:
    """Read a deployment's list: tab separated, with `code`, `valid_from` and `valid_until`.

    Days are ISO; an empty one is open, and without these columns all codes stand since 1 July
    2026. Raises BadInput naming the line.
    """
    if not file:
        return NO_LISTS
    path = Path(file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise BadInput("icd_list", f"{path.name} cannot be read") from None
    return read_lists(text.splitlines(), path.name)


def read_lists(lines: Iterable[str], name: str) -> IcdLists:
    """Read the lines of such a file. Raises BadInput naming the file and the line."""
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    if "code" not in (rows.fieldnames or ()):
        raise BadInput(name, "column code is missing")
    dated: dict[str, tuple[tuple[dt.date, dt.date], ...]] = {}
    for row in rows:
        code, days = _row(row, f"{name} line {rows.line_num}")
        dated[code] = (*dated.get(code, ()), days)
    if not dated:
        raise BadInput(name, "holds no code")
    first = min(since for spans in dated.values() for since, _ in spans)
    return IcdLists(dated, _LAST + dt.timedelta(days=1) if first == _ALWAYS else first)


def _row(row: Mapping[str, str | None], line: str) -> tuple[str, tuple[dt.date, dt.date]]:
    code = normalise(row["code"] or "")
    if not code:
        raise BadInput(line, "code is not an ICD-10 code")
    try:
        since = dt.date.fromisoformat(row.get("valid_from") or _ALWAYS.isoformat())
        until = dt.date.fromisoformat(row.get("valid_until") or _NEVER.isoformat())
    except ValueError:
        raise BadInput(line, "valid_from and valid_until must be days such as 2026-07-01") from None
    return code, (since, until)


@functools.cache
def _qd4469() -> frozenset[str]:
    signs: dict[str, set[str]] = {"+": set(), "-": set()}
    for sign, code in _table("icd_qd4469.tsv"):
        signs[sign].add(code)
    who = {code for code in who_codes() if not _matched(code, signs["-"])}
    return frozenset(who | {form for code in signs["+"] for form in _spelt(code)})


def _spelt(code: str) -> Iterator[str]:
    """A code itself, or every subcategory that `V01.` stands for."""
    return (f"{code}{n}" for n in range(10)) if code.endswith(".") else iter((code,))


@functools.cache
def _not_main() -> frozenset[str]:
    return frozenset(code for (code,) in _table("icd_not_main.tsv"))


def _matched(code: str, listed: Iterable[str]) -> bool:
    return code in listed or (len(code) > 3 and code[:4] in listed)


def _table(name: str) -> Iterator[list[str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return iter(rows[1:])
