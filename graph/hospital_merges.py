"""Merges that a facility says: two of its patient codes are one patient (HL7 A40, A47; FHIR link).

What it says of its own codes is an identity decision by that facility: logged, undone like any
other, and not undone by what arrives under either code later. A verdict of a steward holds against
it. A code that was never seen is known from then on, so that what comes late goes to the survivor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from graph.aliases import todays
from graph.decision_log import Author
from graph.model import Record
from graph.relink_plans import merging
from graph.relinking import Signed, decide
from graph.said_merges import SaidMerge, merges_of
from graph.store import Statement, Work
from mpi.errors import BadInput

OWNERS_NOW = Statement("""
    UNWIND $records AS record
    MATCH (:PatientRecord {id: record})-[:IDENTIFIES]->(p:Person)
    RETURN record AS record, p.id AS person
    ORDER BY record
""")


def merge_as_said(work: Work, records: Iterable[Record], now: dt.datetime) -> Mapping[str, str]:
    """Carry the merges out in the order said; gives today's person of each that was merged."""
    merges = sorted(
        (merge for record in records for merge in merges_of(record)),
        key=lambda merge: (merge.said_at, merge.survivor, merge.other),
    )
    people: set[str] = set()
    for merge in merges:
        people |= _merge(work, merge, now)
    return todays(work, sorted(people)) if people else {}


def _merge(work: Work, merge: SaidMerge, now: dt.datetime) -> set[str]:
    rows = work.run(OWNERS_NOW, records=sorted({merge.survivor, merge.other}))
    people: Sequence[str] = sorted({row["person"] for row in rows})
    if len(people) < 2:
        return set()
    signed = Signed(
        Author("facility", merge.facility),
        f"{merge.facility} says that {merge.survivor} and {merge.other} are one ({merge.wire})",
        at=now,
    )
    with suppress(BadInput):  # a steward's verdict keeps them apart
        decide(work, people, merging, signed)
    return set(people)
