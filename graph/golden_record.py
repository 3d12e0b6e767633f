"""The golden record of a person: what survives of each field, who says it, who says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.access import Reader, scope_of, statement_for
from graph.access_log import Action, look
from graph.book_statements import IDENTITIES
from graph.corrections import Correction, corrections_of, heard, standing
from graph.identity_words import Words, field_words
from graph.said_values import SAYS
from graph.sayings import Dated, sayings_of
from graph.store import Row, Store
from graph.stored import identity_of, moment
from mpi.golden import Said, chosen, golden
from mpi.identity import Identity

#: Identity field -> the field whose words are shown.
SHOWN: Mapping[str, str] = {
    "name": "name",
    "birth_date": "birth_date",
    "sex": "sex",
    "personal_number": "personal_number",
    "insurance_numbers": "insurance",
    "phones": "phone",
    "address": "address",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """A value and the records that say it or said it; when first and last (UTC text)."""

    value: str
    records: tuple[str, ...]
    first_said: str
    last_said: str


@dataclass(frozen=True, slots=True)
class GoldenField:
    """A field of the golden record.

    `record` is the one whose statement survived, "" when a correction stands; `others` are the
    values that stay visible beside it: those in conflict, and those of before.
    """

    field: str
    words: Words
    value: str
    record: str
    correction: Correction | None
    others: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class GoldenRecord:
    """Who a person is by all that is said, field by field, with provenance."""

    person: str
    fields: tuple[GoldenField, ...]


def golden_record(store: Store, reader: Reader, person: str) -> GoldenRecord:
    """Read the golden record. Raises Forbidden outside the reader's scope on identities."""
    today = look(store, reader, person, Action.PERSON)
    statement = statement_for(reader, IDENTITIES)
    rows = store.read(lambda work: work.run(statement, person=today, **scope_of(reader)))
    return golden_of(today, rows)


def golden_of(person: str, rows: Sequence[Row]) -> GoldenRecord:
    """Make the golden record of rows as `graph.book_statements.IDENTITIES` gives them."""
    said = [(identity_of(row["identity"]), moment(row["said_at"])) for row in rows]
    corrected = corrections_of(rows[0]["corrections"] if rows else None)
    holds = standing(corrected, heard(rows))
    whole = golden(said)
    fields = (
        _field(name, whole, rows, said, corrected.get(name) if name in holds else None)
        for name in SHOWN
    )
    return GoldenRecord(person, tuple(each for each in fields if each.value or each.others))


def _field(
    name: str,
    whole: Identity,
    rows: Sequence[Row],
    said: Sequence[Said],
    correction: Correction | None,
) -> GoldenField:
    text = SAYS[SHOWN[name]]
    value = correction.value if correction else text(whole)
    source = None if correction else chosen(name, said)
    record = rows[list(said).index(source)]["record"] if source else ""
    return GoldenField(
        name, field_words(SHOWN[name]), value, record, correction, _others(text, rows, value)
    )


def _others(text: Any, rows: Sequence[Row], value: str) -> tuple[Saying, ...]:
    found: dict[str, list[tuple[str, Dated]]] = {}
    for row in rows:
        for dated in reversed(sayings_of(row)):
            other = text(dated.identity)
            if other and other != value:
                found.setdefault(other, []).append((row["record"], dated))
    told = (_saying(other, said) for other, said in found.items())
    return tuple(sorted(told, key=lambda saying: saying.last_said, reverse=True))


def _saying(value: str, said: Sequence[tuple[str, Dated]]) -> Saying:
    records = dict.fromkeys(record for record, _ in said)
    first, last = min(d.first for _, d in said), max(d.last for _, d in said)
    return Saying(value, tuple(records), first, last)
