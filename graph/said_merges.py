"""The merges of patient codes that a record says, as ids of patient records. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from graph.facts import of_kind
from graph.model import PatientMerge, Record


@dataclass(frozen=True, slots=True)
class SaidMerge:
    """A merge as said: who says it, the records, and the moment it was said."""

    facility: str
    survivor: str
    other: str
    said_at: dt.datetime
    wire: str


def merges_of(record: Record) -> Iterator[SaidMerge]:
    """The merges that a record says, as ids of patient records; a code with itself is none."""
    for said in of_kind(record, PatientMerge):
        if said.survivor and said.other and said.survivor != said.other:
            yield SaidMerge(
                record.facility,
                f"{record.facility}|{said.survivor}",
                f"{record.facility}|{said.other}",
                record.source.said_at,
                record.source.wire,
            )
