"""The history of a person: every identity decision on every record that was ever theirs."""

from __future__ import annotations

from dataclasses import dataclass

from graph.access import Reader
from graph.access_log import Action, look
from graph.decision_log import OF_PERSON, Deed, Entry, Given, entries, standing
from graph.store import Store
from mpi.decision import Evidence


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One decision: who, when, why, on which evidence, and what it replaced.

    `stands` is False once it was undone; `undoable` says that it changed something. `at` is UTC
    text, `bits` and `evidence` are a model's.
    """

    id: str
    at: str
    made_by: str
    deed: Deed
    given: tuple[Given, ...]
    reason: str
    outcome: str
    bits: float | None
    evidence: tuple[Evidence, ...]
    undoes: str
    undone_by: str
    stands: bool
    undoable: bool


@dataclass(frozen=True, slots=True)
class History:
    """The decisions about a person, oldest first; `person` is the id of today."""

    person: str
    decisions: tuple[HistoryLine, ...]


def history(store: Store, reader: Reader, person: str) -> History:
    """Read a person's history. Raises Forbidden outside the reader's scope on identities."""
    today = look(store, reader, person, Action.DECISIONS)
    log = entries(store.read(lambda work: work.run(OF_PERSON, person=today)))
    force = standing(log)
    return History(today, tuple(_line(entry, stands=entry.id in force) for entry in log))


def _line(entry: Entry, *, stands: bool) -> HistoryLine:
    changed = bool(entry.effects.added or entry.effects.removed)
    return HistoryLine(
        id=entry.id,
        at=entry.at,
        made_by=entry.made_by,
        deed=entry.deed,
        given=entry.given,
        reason=entry.reason,
        outcome=entry.outcome,
        bits=entry.bits,
        evidence=entry.evidence,
        undoes=entry.undoes,
        undone_by=entry.undone_by,
        stands=stands,
        undoable=changed and stands,
    )
