"""What a reader of any wire format answers: records, findings, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as with_default
from typing import Any

from graph.model import Record
from ingest.rules import rules

#: System of a sender's own codes while nobody has said who the sender is.
_LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in a message: where it is and which rule it breaks, never the value itself.

    `table` and `row` are as in `graph.model.Origin` (row 0 speaks of the whole table), `visit`
    counts the visits of a message from 1, `severity` is `error`, `warning` or `info`.
    """

    table: str
    row: int
    field: str
    rule: str
    severity: str
    visit: int = 1


def finding(rule: str, table: str = "", row: int = 0, field: str = "", visit: int = 1) -> Finding:
    """Make a finding whose severity is that of its rule. Raises KeyError for an unknown rule."""
    return Finding(table, row, field, rule, rules()[rule].kind, visit)


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a whole message cannot be used: a code of the rules, and its words."""

    code: str
    vi: str
    en: str


def rejection(code: str) -> Rejection:
    """Make a rejection in the words of its rule. Raises KeyError for an unknown rule."""
    rule = rules()[code]
    return Rejection(code, rule.vi, rule.en)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a message says. With `rejected` there are no records and the message is kept aside.

    `facility` is the sender as the message names it, empty when it does not; `version` is that of
    the first record. `applied` and `broken` say how often each rule of quality spoke of the records
    and how often it was broken, beyond what `findings` lists. `processing` is `P` for production;
    test and training messages say `T` or `D` (HL7 MSH-11). `counts` are resources or rows by kind,
    where a wire has several, also of those that became no event.
    """

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    rejected: Rejection | None
    facility: str
    wire: str
    version: str
    applied: Mapping[str, int] = with_default(default_factory=dict)
    broken: Mapping[str, int] = with_default(default_factory=dict)
    processing: str = "P"
    counts: Mapping[str, int] = with_default(default_factory=dict)

    def sent_by(self, facility: str) -> Reading:
        """Give the same reading, its records that name no facility being the sender's."""
        if not facility or all(record.facility for record in self.records):
            return self
        return replace(self, records=tuple(_of(record, facility) for record in self.records))


def _of(record: Record, facility: str) -> Record:
    if record.facility:
        return record
    events = tuple(_local(event, facility) for event in record.events)
    source = replace(record.source, facility=facility)
    return replace(record, facility=facility, source=source, events=events)


def _local(said: Any, facility: str) -> Any:
    """Name the facility in codes that only it can explain (`local:01013`)."""
    if any(item.system == _LOCAL for item in getattr(said, "items", ())):
        return replace(said, items=tuple(_local(item, facility) for item in said.items))
    codes = getattr(said, "codes", ())
    if getattr(said, "system", "") != _LOCAL and all(code.system != _LOCAL for code in codes):
        return said
    name = f"{_LOCAL}:{facility}"
    named = tuple(replace(c, system=name) if c.system == _LOCAL else c for c in codes)
    return replace(said, system=name if said.system == _LOCAL else said.system, codes=named)
