"""Which statement stands: later editions replace earlier ones, table by table, wire by wire.

Editions are of a visit, or of a patient's record for what is said outside any visit. Each wire has
its own, under a prefix: a resend of the XML takes nothing back that FHIR said (docs/adr/0021).

A message that carries XML1 speaks of the whole visit: what it does not repeat is withdrawn. A
supplement speaks only of its tables. An earlier edition that arrives late changes nothing
(vietnam.md's rule for MA_LK: a resend is a replacement; the order is the sender's, not arrival).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.facts import within
from graph.model import Record
from graph.said import OWNER

#: The edition of the whole visit stands under this name beside the tables' own.
WHOLE = "*"

#: Only the check-in; it says nothing once the visit itself has been sent.
_ARRIVAL_TABLE = "XML0"

Editions = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a record is to be stored, given what stands.

    `record` holds only the events that stand, or is None when all of it is superseded. `withdraw`
    lists the tables whose earlier facts go; with `whole` every table goes but those in `keep`.
    `editions` are those of every wire; `shared` says that other wires speak of the same unit.
    """

    record: Record | None
    editions: Editions
    whole: bool = False
    withdraw: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    shared: bool = False

    @property
    def replaces(self) -> bool:
        """True when earlier facts of the visit are taken back."""
        return self.record is not None and (self.whole or bool(self.withdraw))

    @property
    def places(self) -> bool:
        """True when the visit is now of the record's patient."""
        if self.record is None or OWNER not in self.record.tables:
            return self.record is not None
        return not self.withdraw or OWNER in self.withdraw


def standing(record: Record, editions: Editions) -> Standing:
    """Weigh a record against the editions that stand for its unit (empty for a new one)."""
    prefix = within(record.source.wire)
    own = {t.removeprefix(prefix): e for t, e in editions.items() if _of(t, prefix)}
    others = {t: e for t, e in editions.items() if not _of(t, prefix)}
    it = _whole(record, own) if record.complete else _supplement(record, own)
    after = {**others, **{prefix + table: edition for table, edition in it.editions.items()}}
    return replace(it, editions=after, shared=bool(others))


def _of(table: str, prefix: str) -> bool:
    return table.startswith(prefix) if prefix else ":" not in table


def _whole(record: Record, editions: Editions) -> Standing:
    mine = record.source.edition
    if editions.get(WHOLE, "") > mine:
        return Standing(None, editions)
    keep = tuple(sorted(t for t, e in editions.items() if t != WHOLE and _day(e) > _day(mine)))
    kept = {table: editions[table] for table in keep}
    events = tuple(event for event in record.events if event.origin.table not in kept)
    return Standing(
        replace(record, events=events), {WHOLE: mine, **kept}, whole=bool(editions), keep=keep
    )


def _supplement(record: Record, editions: Editions) -> Standing:
    said = {table: record.editions.get(table, record.source.edition) for table in record.tables}
    spoken = {table: said[table] for table in sorted(said) if _stands(table, said[table], editions)}
    if not spoken and record.visit:
        return Standing(None, editions)
    events = tuple(event for event in record.events if event.origin.table in spoken)
    known = tuple(spoken) if editions else ()
    return Standing(replace(record, events=events), {**editions, **spoken}, withdraw=known)


def _stands(table: str, mine: str, editions: Editions) -> bool:
    if table == _ARRIVAL_TABLE and WHOLE in editions:
        return False
    return _day(mine) >= _day(editions.get(WHOLE, "")) and mine >= editions.get(table, "")


def _day(edition: str) -> str:
    """The day the sender made the file; a supplement has no settlement time to compare by."""
    return edition.partition("|")[0]
