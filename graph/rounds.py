"""The order within a batch: what must be stored before what else of the batch is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import Record


@dataclass(slots=True)
class _Phase:
    """The rounds in which one wire speaks of a patient without another one in between."""

    wire: str
    begins: int
    last: int


def rounds_of(places: Iterable[int], records: Sequence[Record]) -> list[list[int]]:
    """Split into rounds in which no visit comes twice, so that a resend meets what it replaces.

    Nor does a patient by two wires: what one wire says of a visit is there when the other's comes.
    """
    rounds: list[list[int]] = []
    seen: dict[str, int] = {}
    phases: dict[str, _Phase] = {}
    for place in places:
        record = records[place]
        phase = _phase(record, phases)
        turn = max(seen.get(record.unit, 0), phase.begins)
        seen[record.unit], phase.last = turn + 1, max(phase.last, turn)
        rounds.extend([] for _ in range(turn + 1 - len(rounds)))
        rounds[turn].append(place)
    return rounds


def _phase(record: Record, phases: dict[str, _Phase]) -> _Phase:
    before = phases.get(record.key)
    if before is None or before.wire != record.source.wire:
        begins = before.last + 1 if before else 0
        phases[record.key] = _Phase(record.source.wire, begins, begins)
    return phases[record.key]
