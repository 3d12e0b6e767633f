"""Who a book is about: the one summary of all that a person's records say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.book_values import Header, RecordLine
from graph.corrections import corrections_of, heard, standing
from graph.store import Row
from graph.stored import identity_of, moment
from mpi.golden import golden
from mpi.identity import Identity


def header_of(person: str, records: Sequence[Row]) -> Header:
    """Make the header of rows with `identity`, `said_at`, facility and code, latest first."""
    said = _corrected(
        golden([(identity_of(row["identity"]), moment(row["said_at"])) for row in records]), records
    )
    return Header(
        person=person,
        name=said.name or _last_name(records),
        birth_date=said.birth_date.iso if said.birth_date else "",
        sex=said.sex.value,
        personal_number=said.personal_number,
        insurance_numbers=said.insurance_numbers,
        phones=said.phones,
        address=said.address.text,
        provisional=any(row["provisional"] for row in records),
        records=tuple(record_line(row) for row in records),
    )


def _corrected(said: Identity, records: Sequence[Row]) -> Identity:
    """Put a steward's corrections in place while they stand."""
    corrections = corrections_of(records[0]["corrections"] if records else None)
    if not corrections:
        return said
    return replace(said, **standing(corrections, heard(records)))


def _last_name(records: Sequence[Row]) -> str:
    """Give what a newborn is called (`Con bà …`) while no record knows the child's own name."""
    return next((name for row in records if (name := identity_of(row["identity"]).name)), "")


def record_line(row: Row) -> RecordLine:
    """Say which facility's record a row is."""
    return RecordLine(
        facility=row["facility"] or "",
        facility_name=row["facility_name"] or "",
        local_id=row["local_id"] or "",
        said_at=row["said_at"] or "",
        record=row["record"],
    )
