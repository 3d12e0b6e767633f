"""Objects of one study that come in one batch: joined as one record, receipted each by itself.

A picture archive sends a study object by object. Each says the whole study with its own series, so
each would take back and state anew what the one before it said; what is stated in the end is told
by all of them together (`graph.images.pieced`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.facts import of_kind
from graph.images import IN_PIECES, pieced
from graph.model import ImagingStudy, Record
from mpi.identity import Identity


@dataclass(slots=True)
class _Open:
    """What may still be added to of one patient: the studies that one wire is telling."""

    wire: str
    identity: Identity
    leads: dict[tuple[object, ...], int] = field(default_factory=dict)


def gathered(places: Iterable[int], records: Sequence[Record]) -> dict[int, list[int]]:
    """Give, for each record that is joined by itself, the places of those that it stands for too.

    Nothing else that the batch says of the patient lies between them.
    """
    found: dict[int, list[int]] = {}
    telling: dict[str, _Open] = {}
    for place in places:
        record = records[place]
        said = telling.get(record.key)
        if said is None or (said.wire, said.identity) != (record.source.wire, record.identity):
            said = telling[record.key] = _Open(record.source.wire, record.identity)
        lead = said.leads.setdefault(_what(record, place), place)
        found.setdefault(lead, [])
        if lead != place:
            found[lead].append(place)
    return found


def _what(record: Record, place: int) -> tuple[object, ...]:
    """What objects that are told together have in common; any other record is alone."""
    if record.source.wire not in IN_PIECES or len(record.tables) != 1:
        return (place,)
    return (record.visit, record.tables, record.source.said_at, record.source.version)


def together(records: Sequence[Record], groups: Mapping[int, Sequence[int]]) -> list[Record]:
    """Give the records with each lead saying what its whole group says."""
    whole = list(records)
    for lead, further in groups.items():
        if further:
            whole[lead] = _one([records[place] for place in (lead, *further)])
    return whole


def _one(pieces: Sequence[Record]) -> Record:
    (study,) = of_kind(pieces[0], ImagingStudy)
    for piece in pieces[1:]:
        (now,) = of_kind(piece, ImagingStudy)
        study = pieced(study.series, study.modalities, study.instances, now)
    return replace(pieces[-1], events=(study,))
