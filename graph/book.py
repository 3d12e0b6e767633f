"""The health book of a person: one page is one snapshot and a fixed number of statements.

    look (stored) → records → visits of the page → facts by kind → messages → family

The book speaks for the present, or for the end of an earlier day: then by the identity decisions
that stood on that day, and by what facilities had said (docs/adr/0008).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph import book_statements as say
from graph.access import Reader, Scoped, scope_of, statement_for
from graph.access_log import Action, look
from graph.aliases import at_moment
from graph.book_cursor import FIRST, cursor_to, place_of
from graph.book_header import header_of
from graph.book_notes import NOTES_OF_VISITS, NOTES_OUTSIDE, Note, facts_in, notes_of
from graph.book_rows import Details, grouped, said_in, visit_of
from graph.book_then import bearer, held_then
from graph.book_values import Book, Header, Visit
from graph.chains import LEGS_OF_VISITS
from graph.family import FAMILY, family
from graph.model import HANOI
from graph.provenance import ALWAYS, Sources, sources
from graph.referral_values import legs
from graph.referral_values import said_in as said_in_legs
from graph.revisits import REVISITS_OF_VISITS, revisits
from graph.revisits import said_in as said_in_revisits
from graph.sayings import said_then
from graph.store import Row, Statement, Store, Work
from graph.stored import day, instant, local_day
from mpi.errors import BadInput

#: Visits of one page at most; more would make a page's cost depend on the reader.
MAX_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for whose book, at which moment (UTC text), judged on which day (yyyymmdd).

    `person` is the id of today; `key`, what was asked for, may be an id of earlier days.
    """

    reader: Reader
    person: str
    moment: str
    today: int
    key: str

    @property
    def past(self) -> bool:
        """Tell whether an earlier day is asked for."""
        return self.moment != ALWAYS

    def run(self, work: Work, statements: Scoped, **parameters: object) -> list[Row]:
        """Run the reader's own form of a statement."""
        statement = statement_for(self.reader, statements)
        return work.run(statement, person=self.person, **scope_of(self.reader), **parameters)


@dataclass(frozen=True, slots=True)
class _Readings:
    """How records are read in one scope: of now, decisions on them or on any, of then."""

    now: Scoped
    todays: Scoped
    decisions: Scoped
    then: Scoped


_CLINICAL = _Readings(say.RECORDS, say.DECISIONS_TODAY, say.DECISIONS, say.RECORDS_THEN)
_IDENTITY = _Readings(
    say.IDENTITIES,
    say.IDENTITY_DECISIONS_TODAY,
    say.IDENTITY_DECISIONS,
    say.IDENTITIES_THEN,
)


def book(
    store: Store,
    reader: Reader,
    person: str,
    *,
    as_of: dt.date | None = None,
    cursor: str = "",
    limit: int = 20,
    at: dt.datetime | None = None,
) -> Book:
    """Give a page of a person's book, newest visit first.

    An alias gives the book of the person of today, or of `as_of`, whose id is in the header. Raises
    Forbidden outside the reader's scope (and for the unknown), BadInput for a cursor that this
    function did not give or a limit out of 1..100. `at` is now, unless a test says otherwise.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise BadInput("limit", f"must be from 1 to {MAX_LIMIT}")
    before = place_of(cursor) if cursor else FIRST
    now = at or dt.datetime.now(dt.UTC)
    today = look(store, reader, person, Action.BOOK, at=now)
    asked = _asked(reader, today, as_of, now, key=person)
    page = store.read(lambda work: _page(work, asked, before, limit))
    return replace(page, as_of=as_of.isoformat() if as_of else "")


def visit(store: Store, reader: Reader, key: str, *, at: dt.datetime | None = None) -> Visit:
    """Give one visit with all that hangs on it. Raises Forbidden as `book` does."""
    now = at or dt.datetime.now(dt.UTC)
    person = look(store, reader, key, Action.ENCOUNTER, at=now)
    asked = _asked(reader, person, None, now)

    def read(work: Work) -> tuple[Visit, ...]:
        rows = asked.run(work, say.VISIT_BY_ID, visit=key)
        records = [row["record"] for row in asked.run(work, say.RECORDS)]
        return _visits(work, asked, rows, records)

    return store.read(read)[0]


def person_header(
    store: Store,
    reader: Reader,
    person: str,
    *,
    as_of: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Header:
    """Say who a person is, without anything clinical; aliases and refusals as in `book`.

    With `as_of`, the records are those of that day, and say what they had said by then.
    """
    today = look(store, reader, person, Action.PERSON, at=at)
    asked = _asked(reader, today, as_of, at or dt.datetime.now(dt.UTC), key=person)
    return store.read(lambda work: header_of(*_records(work, asked, _IDENTITY)))


def _asked(
    reader: Reader, person: str, as_of: dt.date | None, now: dt.datetime, *, key: str = ""
) -> Asked:
    if as_of is None:
        return Asked(reader, person, ALWAYS, local_day(now), key)
    last = dt.datetime.combine(as_of, dt.time(23, 59, 59), HANOI)
    return Asked(reader, person, instant(last), day(as_of), key)


def _page(work: Work, asked: Asked, before: str, limit: int) -> Book:
    person, records = _records(work, asked, _CLINICAL)
    keys = [row["record"] for row in records]
    place = {"before": before, "limit": limit + 1}
    if asked.past:
        rows = asked.run(work, say.VISITS_THEN, records=keys, moment=asked.moment, **place)
    else:
        rows = asked.run(work, say.VISITS, **place)
    shown = rows[:limit]
    kin = work.run(FAMILY, records=keys, person=asked.person, moment=asked.moment)
    return Book(
        header=header_of(person, records),
        visits=_visits(work, asked, shown, keys),
        family=family(kin),
        background=_background(work, asked, keys),
        next=cursor_to(shown[-1]["place"]) if len(rows) > limit else "",
        as_of="",
    )


def _background(work: Work, asked: Asked, records: list[str]) -> tuple[Note, ...]:
    rows = work.run(NOTES_OUTSIDE, records=records)
    return notes_of(rows, sources(work, facts_in(rows), asked.moment)) if rows else ()


def _records(work: Work, asked: Asked, said: _Readings) -> tuple[str, list[Row]]:
    """The id that the person has, or had at the moment, and the person's records then."""
    if not asked.past:
        return asked.person, asked.run(work, said.now)
    today = asked.run(work, said.todays)
    then = bearer(today, at_moment(work, asked.key, asked.moment), asked.moment)
    held = held_then(asked.run(work, said.decisions, then=then), then, asked.moment)
    return then, said_then(asked.run(work, said.then, records=held), asked.moment)


def _visits(work: Work, asked: Asked, rows: Sequence[Row], records: list[str]) -> tuple[Visit, ...]:
    """Fill the visits of a page: one statement for each kind of thing that hangs on them."""
    ids = [row["visit"]["id"] for row in rows]

    def facts(statement: Statement, **more: object) -> list[Row]:
        return work.run(statement, encounters=ids, **more)

    details = Details(
        diagnoses=grouped(facts(say.DIAGNOSES)),
        prescriptions=grouped(facts(say.PRESCRIPTIONS)),
        drugs=grouped(facts(say.DRUGS)),
        services=grouped(facts(say.SERVICES)),
        results=grouped(facts(say.RESULTS)),
        papers=grouped(facts(say.PAPERS)),
        notes=grouped(facts(NOTES_OF_VISITS)),
    )
    letters, booked = facts(LEGS_OF_VISITS, records=records), facts(REVISITS_OF_VISITS)
    said = sources(work, _every(details, rows, letters, booked), asked.moment)
    joined = _joined(details, letters, booked, said, asked.today)
    return tuple(visit_of(row, joined, said) for row in rows)


def _every(
    details: Details, rows: Sequence[Row], letters: list[Row], booked: list[Row]
) -> list[Row]:
    return [*said_in(details, rows), *said_in_legs(letters), *said_in_revisits(booked)]


def _joined(
    details: Details, letters: list[Row], booked: list[Row], said: Sources, today: int
) -> Details:
    return replace(
        details, legs=legs(letters, said, today=today), booked=revisits(booked, said, today=today)
    )
