"""The rules of quality as a table: read, checked against the types, turned into meanings once."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

from ingest.quality.expressions import Meaning, compiled
from ingest.quality.functions import Functions, functions_of
from ingest.quality.subjects import FIELDS, NAMES, SUBJECTS
from ingest.rules import rules as reader_rules
from mpi.errors import BadInput


class Word(StrEnum):
    """The leaders' word that a rule speaks for: đúng, đủ, sạch, đồng bộ."""

    RIGHT = "right"
    COMPLETE = "complete"
    CLEAN = "clean"
    STEP = "step"


class Severity(StrEnum):
    """How much a broken rule matters to whoever sent the record."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class QualityRule:
    """One rule. `when` says of what it speaks (its denominator), `holds` what must be so there.

    `each` is a name of `ingest.quality.subjects.SUBJECTS`; `field` is what the sender should mend,
    in the ministry's own name where it has one; `source` is the clause it follows.
    """

    code: str
    word: Word
    severity: Severity
    each: str
    field: str
    when: Meaning
    holds: Meaning
    source: str
    vi: str
    en: str


#: The columns of a file of rules, in any order.
COLUMNS = ("code", "word", "severity", "each", "field", "when", "holds", "source", "vi", "en")


def read_rules(lines: Iterable[str], where: str, icd_list: str = "") -> tuple[QualityRule, ...]:
    """Read rules from tab separated lines with a heading; `#` begins a comment.

    Raises BadInput that names the file, the rule and the column.
    """
    rows = csv.DictReader(
        (line for line in lines if not line.startswith("#") and line.strip()),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    missing = sorted(set(COLUMNS) - set(rows.fieldnames or ()))
    if missing:
        raise BadInput(where, f"column {missing[0]} is missing")
    known = functions_of(icd_list)
    return _unique([_rule(row, f"{where}: {row['code']}", known) for row in rows], where)


def _rule(row: dict[str, str], where: str, known: Functions) -> QualityRule:
    empty = next((name for name in COLUMNS if name != "when" and not row[name]), None)
    if empty or not row["code"]:
        raise BadInput(f"{where}.{empty or 'code'}", "is empty")
    if row["each"] not in SUBJECTS:
        raise BadInput(f"{where}.each", f"must be one of {', '.join(sorted(SUBJECTS))}")
    return QualityRule(
        code=row["code"],
        word=Word(_one_of(Word, row["word"], f"{where}.word")),
        severity=Severity(_one_of(Severity, row["severity"], f"{where}.severity")),
        each=row["each"],
        field=row["field"],
        when=_meaning(row["when"] or "True", f"{where}.when", known),
        holds=_meaning(row["holds"], f"{where}.holds", known),
        source=row["source"],
        vi=row["vi"],
        en=row["en"],
    )


def _one_of(kind: type[StrEnum], text: str, where: str) -> str:
    if text not in list(kind):
        raise BadInput(where, f"must be one of {', '.join(kind)}", text)
    return text


def _meaning(text: str, where: str, known: Functions) -> Meaning:
    try:
        return compiled(text, NAMES, FIELDS, known)
    except BadInput as error:
        raise BadInput(where, error.rule, error.found) from None


def _unique(rules: Sequence[QualityRule], where: str) -> tuple[QualityRule, ...]:
    seen: set[str] = set()
    for rule in rules:
        if rule.code in seen:
            raise BadInput(f"{where}: {rule.code}", "stands twice")
        seen.add(rule.code)
    return tuple(rules)


@functools.cache
def own_rules(icd_list: str = "") -> tuple[QualityRule, ...]:
    """Give the rules that come with the project, reading codes by a deployment's own list."""
    text = resources.files(__package__).joinpath("rules.tsv").read_text(encoding="utf-8")
    return read_rules(text.splitlines(), "rules.tsv", icd_list)


@functools.cache
def rules_of(file: str = "", icd_list: str = "") -> tuple[QualityRule, ...]:
    """Give the project's rules and those of a deployment's own file, which may replace by code.

    `icd_list` is the path of its list of ICD-10, where it has one. Raises BadInput for a file that
    is not there or breaks a form.
    """
    further = tuple(_further(file, icd_list)) if file else ()
    replaced = {rule.code for rule in further}
    return (*(rule for rule in own_rules(icd_list) if rule.code not in replaced), *further)


def words(code: str, file: str = "") -> tuple[str, str]:
    """Give what a rule of quality or of a reader says, in Vietnamese and English.

    Raises KeyError for an unknown code.
    """
    said = {rule.code: (rule.vi, rule.en) for rule in rules_of(file)}
    if code in said:
        return said[code]
    rule = reader_rules()[code]
    return rule.vi, rule.en


def _further(file: str, icd_list: str) -> Iterator[QualityRule]:
    path = Path(file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadInput("quality rules", "the file cannot be read", path.name) from None
    yield from read_rules(text.splitlines(), path.name, icd_list)
