"""What a reader of any wire format answers: records, findings, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as with_default
from typing import Any

from graph.model import Record, Referral
from ingest.rules import rules

#: System of a sender's own codes, `local:<facility>`; bare while nobody has said who the sender is.
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
    return record if record.facility else in_name_of(record, facility)


def in_name_of(record: Record, facility: str) -> Record:
    """Give the record as said by `facility`, its letters and its own codes with it."""
    events = tuple(_said_by(event, record.facility, facility) for event in record.events)
    source = replace(record.source, facility=facility)
    return replace(record, facility=facility, source=source, events=events)


def _said_by(said: Any, before: str, facility: str) -> Any:
    """Name the facility in letters that it sends, and in codes that only it can explain."""
    if isinstance(said, Referral):
        return replace(said, sender=facility) if said.sender == before else said
    if any(_own(item) for item in getattr(said, "items", ())):
        return replace(said, items=tuple(_said_by(i, before, facility) for i in said.items))
    if not _own(said):
        return said
    name = f"{_LOCAL}:{facility}"
    codes = tuple(replace(c, system=name) if _local(c.system) else c for c in said.codes)
    return replace(said, system=name if _local(said.system) else said.system, codes=codes)


def _own(said: Any) -> bool:
    """Tell whether an event carries a code of its sender's own."""
    codes = getattr(said, "codes", ())
    return _local(getattr(said, "system", "")) or any(_local(code.system) for code in codes)


def _local(system: str) -> bool:
    return system.startswith(_LOCAL)
