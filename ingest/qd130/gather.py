"""The files of one HOSO into rows by visit. What cannot be read is said and left out, no more."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from ingest.qd130.envelope import Content, Opened, inline, opened, table_name, text_of
from ingest.qd130.markup import content, local
from ingest.qd130.rows import Row, elements, known_fields, read_row, repair_rows
from ingest.qd130.schema import table
from ingest.reading import Finding, finding
from ingest.unpack import Limits
from mpi.errors import BadInput

Tables = dict[str, list[Row]]

_REFUSED = {"dtd", "too-large", "too-deep", "too-many-tags"}
_NOT_READ = "XML12"  # typed on the insurance portal, never sent by a hospital (QĐ 4750, table 12)


_MOST_SALVAGED = 5000  # rows of a malformed table; no visit has more, and each is parsed alone


@dataclass(slots=True)
class Gathered:
    """The rows of one HOSO by table, its findings, and whether a whole table was lost."""

    tables: Tables = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    lost: bool = False


def gather(files: Iterable[Content], limits: Limits) -> Gathered:
    """Read every file of a HOSO."""
    gathered = Gathered()
    for file in files:
        _gather_file(file, gathered, limits)
    return gathered


def _gather_file(file: Content, into: Gathered, limits: Limits) -> None:
    declared = table_name(file)
    root = inline(file)
    if declared == _NOT_READ:
        into.findings.append(finding("table-not-read", declared))
    elif root is not None:
        _add_rows(file, Opened(root), into)
    elif not content(file.inside):
        into.findings.append(finding("table-empty", declared))
    else:
        _gather_text(file, declared, into, limits)


def _gather_text(file: Content, declared: str, into: Gathered, limits: Limits) -> None:
    text = ""
    try:
        text, rules = text_of(file)
        found = opened(text, limits)
    except BadInput as error:
        _salvage(text, declared, error.rule, into, limits)
        return
    into.findings += [finding(rule, declared) for rule in (*rules, *found.rules)]
    _add_rows(file, found, into)


def _add_rows(file: Content, found: Opened, into: Gathered) -> None:
    tag = local(found.root.tag)
    name = table_name(file, tag)
    if not name or name == _NOT_READ:
        into.findings.append(finding("table-not-read" if name else "table-unknown", name))
        return
    if name != (table_name(file) or name):
        into.findings.append(finding("table-tag", name))
    rows = list(elements(found.root, known_fields(name)))
    if not rows:
        into.findings.append(finding("table-empty", name))
    _append(name, rows, into)


def _append(name: str, found: Iterable[ET.Element], into: Gathered) -> None:
    rows = into.tables.setdefault(name, [])
    fresh = len(rows)
    for element in found:
        row, findings = read_row(element, name, len(rows) + 1)
        rows.append(row)
        into.findings += findings
    into.findings += repair_rows(rows[fresh:])


def _salvage(text: str, name: str, rule: str, into: Gathered, limits: Limits) -> None:
    """Keep the well-formed rows of a malformed list; a table without any is lost."""
    chunks = _chunks(text, name) if rule not in _REFUSED else []
    kept: list[ET.Element] = []
    for number, chunk in enumerate(chunks, 1):
        try:
            kept.append(opened(chunk, limits).root)
        except BadInput:
            into.findings.append(finding("row-xml", name, number))
    if kept:
        _append(name, kept, into)
        return
    into.lost = True
    coarse = "table-refused" if rule in _REFUSED else "table-xml"
    into.findings.append(finding("base64" if rule == "base64" else coarse, name))


def _chunks(text: str, name: str) -> list[str]:
    """Cut a list between the opening tags of its rows, each chunk closed by its own end."""
    tag = table(name).row_tag if name else ""
    if not tag:
        return []
    starts = [found.end() for found in _opening(tag).finditer(text)]
    if len(starts) > _MOST_SALVAGED:
        return []
    bodies = (text[start:end] for start, end in itertools.pairwise([*starts, len(text)]))
    return [f"<{tag}>{_closing(tag).split(body)[0]}</{tag}>" for body in bodies]


@functools.cache
def _opening(tag: str) -> re.Pattern[str]:
    return re.compile(rf"<(?:[\w.-]+:)?{tag}(?:\s[^<>]*)?>", re.IGNORECASE)


@functools.cache
def _closing(tag: str) -> re.Pattern[str]:
    return re.compile(rf"</(?:[\w.-]+:)?{tag}\s*>", re.IGNORECASE)


def by_visit(tables: Tables) -> tuple[dict[str, Tables], list[Finding]]:
    """Part the rows by MA_LK; a row without it belongs to the summary's visit, or to the first.

    Without any MA_LK there is no visit, and a finding says so.
    """
    rows = [row for name in sorted(tables, key=_summary_first) for row in tables[name]]
    main = next((row["MA_LK"] for row in rows if row["MA_LK"]), "")
    if not main:
        return {}, [finding("visit-key-missing", rows[0].table if rows else "", field="MA_LK")]
    visits: dict[str, Tables] = {}
    findings: list[Finding] = []
    for row in rows:
        key = row["MA_LK"] or main
        visits.setdefault(key, {}).setdefault(row.table, []).append(row)
        if key != main and row.table != "XML1":
            findings.append(finding("visit-key-differs", row.table, row.number, "MA_LK"))
    return visits, findings


def _summary_first(name: str) -> bool:
    return name != "XML1"
