"""Every record of a store with its person and all that it ever said, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from graph.sayings import Sayings, sayings_of
from graph.store import Row, Statement, Store, Work

_PAGE = 2000

PAGE = Statement(
    """
    MATCH (r:PatientRecord)
    WHERE r.id > $after
    WITH r ORDER BY r.id LIMIT $size
    MATCH (r)-[:IDENTIFIES]->(p:Person)
    RETURN r.id AS record, p.id AS person, r.identity AS identity, r.said_at AS said_at,
        r.said_since AS said_since, r.earlier AS earlier
    ORDER BY record
""",
    whole=True,
)

MANY = Statement("MATCH (r:PatientRecord) RETURN count(r.id) AS many", whole=True)


@dataclass(frozen=True, slots=True)
class Counted:
    """A record, its person and what it said, the statement that stands last."""

    record: str
    person: str
    said: Sayings


def census(store: Store) -> Iterator[list[Counted]]:
    """Give the records in order of their ids, in pages."""
    after = ""
    while rows := store.read(partial(_page, after), timeout=600):
        yield [Counted(row["record"], row["person"], sayings_of(row)) for row in rows]
        after = rows[-1]["record"]


def size_of(store: Store) -> int:
    """Count the records."""
    rows = store.read(lambda work: work.run(MANY), timeout=600)
    return int(rows[0]["many"])


def _page(after: str, work: Work) -> list[Row]:
    return work.run(PAGE, after=after, size=_PAGE)
