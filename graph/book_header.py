"""Who a book is about: the one summary of all that a person's records say."""

from __future__ import annotations

from collections.abc import Sequence

from graph.book_values import Header, RecordLine
from graph.store import Row
from graph.stored import identity_of
from mpi.identity import Identity


def header_of(person: str, records: Sequence[Row]) -> Header:
    """Make the header of rows with `identity`, `said_at`, facility and code, latest first."""
    said = _summary(records)
    return Header(
        person=person,
        name=said.name,
        birth_date=said.birth_date.iso if said.birth_date else "",
        sex=said.sex.value,
        personal_number=said.personal_number,
        insurance_numbers=said.insurance_numbers,
        phones=said.phones,
        address=said.address.text,
        provisional=any(row["provisional"] for row in records),
        records=tuple(_line(row) for row in records),
    )


def _summary(records: Sequence[Row]) -> Identity:
    return identity_of(records[0]["identity"]) if records else Identity()


def _line(row: Row) -> RecordLine:
    return RecordLine(
        facility=row["facility"] or "",
        facility_name=row["facility_name"] or "",
        local_id=row["local_id"] or "",
        said_at=row["said_at"] or "",
    )
