"""From any id that a person ever had to the person of today: chains of merges end in the last."""

from __future__ import annotations

from collections.abc import Iterable

from graph.store import Statement, Store, Work
from mpi.errors import NotFound

#: Merges in one chain; a person is merged this often in no city.
MAX_HOPS = 20

#: Binds `p`, the person of today, from $key, any id that the person had.
TODAY = f"""MATCH (k:Person {{id: $key}})
    OPTIONAL MATCH (k)-[:MERGED_INTO*1..{MAX_HOPS}]->(s:Person)
    WHERE NOT EXISTS {{ (s)-[:MERGED_INTO]->(:Person) }}
    WITH coalesce(s.id, k.id) AS today
    MATCH (p:Person {{id: today}})"""

TODAYS = Statement(f"""
    UNWIND $people AS person
    MATCH (k:Person {{id: person}})
    OPTIONAL MATCH (k)-[:MERGED_INTO*1..{MAX_HOPS}]->(s:Person)
    WHERE NOT EXISTS {{ (s)-[:MERGED_INTO]->(:Person) }}
    RETURN person AS person, coalesce(s.id, k.id) AS today
""")

ALIASES = Statement(f"""
    MATCH (:Person {{id: $person}})<-[:MERGED_INTO*1..{MAX_HOPS}]-(a:Person)
    RETURN DISTINCT a.id AS alias ORDER BY alias
""")

HOPS = Statement("""
    MATCH (:Person {id: $person})-[m:MERGED_INTO]->(s:Person)
    WHERE m.since <= $moment
    RETURN s.id AS person
""")


def todays(work: Work, people: Iterable[str]) -> dict[str, str]:
    """Give for each id the id of today. Raises NotFound for one that nobody ever had."""
    given = sorted(set(people))
    found = {row["person"]: row["today"] for row in work.run(TODAYS, people=given)}
    missing = [person for person in given if person not in found]
    if missing:
        raise NotFound("person", missing[0])
    return found


def today(store: Store, person: str) -> str:
    """Give the id of today of one person. Raises NotFound."""
    return store.read(lambda work: todays(work, [person])[person])


def at_moment(work: Work, person: str, moment: str) -> str:
    """Give the id that `person` led to at a moment (UTC text): its own until it became an alias."""
    for _ in range(MAX_HOPS):
        hop = work.run(HOPS, person=person, moment=moment)
        if not hop:
            break
        person = hop[0]["person"]
    return person


def aliases(store: Store, person: str) -> tuple[str, ...]:
    """Give every id that leads to a person, besides the person's own."""
    return tuple(row["alias"] for row in store.read(lambda w: w.run(ALIASES, person=person)))
