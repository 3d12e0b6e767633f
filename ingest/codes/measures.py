"""Results as measures: the number and the unit that two laboratories can be compared by."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from graph.model import Event, Observation, Record
from ingest.codes.units import ucum

#: A number as laboratories write it: with comma or point, at most 18 digits.
_NUMBER = re.compile(r"[-+]?\d{1,18}(?:[.,]\d{1,9})?", re.ASCII)


def measured(record: Record) -> Record:
    """Give the record with the number and the UCUM unit of each result that has none yet."""
    if not any(isinstance(event, Observation) for event in record.events):
        return record
    return replace(record, events=tuple(map(_measured, record.events)))


def _measured(event: Event) -> Event:
    if not isinstance(event, Observation):
        return event
    number = event.number if event.number is not None else number_of(event.value)
    return replace(event, number=number, ucum=event.ucum or ucum(event.unit))


def number_of(text: str) -> Decimal | None:
    """Read a plain number; a range, a comparison or words are none.

    >>> number_of("7,6"), number_of(" 150 "), number_of("<5"), number_of("Âm tính")
    (Decimal('7.6'), Decimal('150'), None, None)
    """
    plain = text.strip()
    return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None
