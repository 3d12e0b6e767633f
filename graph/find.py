"""Finding people by what is known of them: keys lead to candidates, the matching model ranks them.

No search scans: candidates come by blocking key, by number or phone, or by the whole folded name.
Only a steward and the operator may search, and each person found is told so (AccessEvent).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.access import Insider, Reader, Role, refused
from graph.access_log import Action, note_looks
from graph.book_header import header_of
from graph.book_values import Header
from graph.sayings import sayings_of
from graph.store import Row, Statement, Store, Work
from mpi.blocking import keys
from mpi.dates import PartialDate
from mpi.errors import BadInput
from mpi.identifiers import identifiers
from mpi.identity import Identity
from mpi.model import Model
from mpi.names import fold
from mpi.profile import profile
from mpi.score import score

_SEARCHERS = frozenset({Role.STEWARD, Insider.OPERATOR})

#: Candidates weighed for one search; a common name alone has more bearers than anyone can read.
MAX_CANDIDATES = 200
MAX_LIMIT = 50

PEOPLE_BY_KEYS = Statement("""
    UNWIND $keys AS key
    MATCH (:BlockKey {id: key})<-[:BLOCKED_BY]-(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN DISTINCT p.id AS person LIMIT $limit
""")

PEOPLE_BY_NUMBERS = Statement("""
    UNWIND $numbers AS number
    MATCH (:Identifier {id: number})<-[:HAS_IDENTIFIER]-(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN DISTINCT p.id AS person LIMIT $limit
""")

PEOPLE_BY_NAME = Statement("""
    MATCH (r:PatientRecord)
    WHERE r.name_key = $name
    WITH r LIMIT $limit
    MATCH (r)-[:IDENTIFIES]->(p:Person)
    RETURN DISTINCT p.id AS person
""")

PEOPLE_BY_NAME_AND_BIRTH = Statement("""
    MATCH (r:PatientRecord)
    WHERE r.name_key = $name
    WITH r
    WHERE r.birth_date = $born
    WITH r LIMIT $limit
    MATCH (r)-[:IDENTIFIES]->(p:Person)
    RETURN DISTINCT p.id AS person
""")

RECORDS_OF_CANDIDATES = Statement("""
    UNWIND $people AS person
    MATCH (p:Person {id: person})<-[:IDENTIFIES]-(r:PatientRecord)
    OPTIONAL MATCH (f:Facility {id: r.facility})
    RETURN person AS person, r.id AS record, r.facility AS facility,
        f.full_name AS facility_name, r.local_id AS local_id, r.said_at AS said_at,
        r.identity AS identity, r.said_since AS said_since, r.earlier AS earlier,
        p.provisional AS provisional, p.corrections AS corrections
    ORDER BY person, said_at DESC, record
""")


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of the person looked for. `number` is a personal or an insurance number."""

    name: str = ""
    birth_date: PartialDate | None = None
    number: str = ""
    phone: str = ""

    @property
    def identity(self) -> Identity:
        """What a record would look like that says just this."""
        return Identity(
            name=self.name,
            birth_date=self.birth_date,
            personal_number=self.number,
            insurance_numbers=(self.number,) if self.number else (),
            phones=(self.phone,) if self.phone else (),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A person who may be the one looked for; `bits` is the model's weight of evidence."""

    bits: float
    header: Header


def find(
    store: Store, reader: Reader, query: Query, model: Model, *, limit: int = 10
) -> tuple[Found, ...]:
    """Give the likeliest people, best first, and write down that each was shown.

    Raises Forbidden for readers who may not search, BadInput for a query that says nothing.
    """
    if reader.role not in _SEARCHERS:
        raise refused()
    if not (query.name.strip() or query.number.strip() or query.phone.strip()):
        raise BadInput("query", "give a name, a number or a phone")
    if not 1 <= limit <= MAX_LIMIT:
        raise BadInput("limit", f"must be from 1 to {MAX_LIMIT}")
    rows = store.read(lambda work: _candidates(work, query, model))
    found = _ranked(rows, query, model, limit)
    note_looks(store, reader, [each.header.person for each in found], Action.SEARCH)
    return found


def _candidates(work: Work, query: Query, model: Model) -> list[Row]:
    people = list(dict.fromkeys(_people(work, query, model)))[:MAX_CANDIDATES]
    return work.run(RECORDS_OF_CANDIDATES, people=sorted(people))


def _people(work: Work, query: Query, model: Model) -> Iterable[str]:
    """Strongest way in first: numbers, then blocking keys, then the whole name."""
    numbers = [f"{each.system}|{each.value}" for each in identifiers(query.identity)]
    blocks = list(keys(query.identity, model))
    found = work.run(PEOPLE_BY_NUMBERS, numbers=numbers, limit=MAX_CANDIDATES) if numbers else []
    found += work.run(PEOPLE_BY_KEYS, keys=blocks, limit=MAX_CANDIDATES) if blocks else []
    found += _by_name(work, query)
    return (row["person"] for row in found)


def _by_name(work: Work, query: Query) -> list[Row]:
    name = fold(query.name)
    if not name:
        return []
    if query.birth_date is None:
        return work.run(PEOPLE_BY_NAME, name=name, limit=MAX_CANDIDATES)
    born = query.birth_date.iso
    return work.run(PEOPLE_BY_NAME_AND_BIRTH, name=name, born=born, limit=MAX_CANDIDATES)


def _ranked(rows: Iterable[Row], query: Query, model: Model, limit: int) -> tuple[Found, ...]:
    by_person: dict[str, list[Row]] = {}
    for row in rows:
        by_person.setdefault(row["person"], []).append(row)
    weighed = sorted((-_bits(query, records, model), key) for key, records in by_person.items())
    return tuple(Found(-bits, header_of(key, by_person[key])) for bits, key in weighed[:limit])


def _bits(query: Query, records: Sequence[Row], model: Model) -> float:
    known = tuple(profile(said.identity) for row in records for said in sayings_of(row))
    return score(profile(query.identity), known, model).bits
