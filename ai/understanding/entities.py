"""What of the graph a question can name: facilities and wards, and the days that have data."""

from __future__ import annotations

from dataclasses import dataclass

from graph.store import Statement, Work

FACILITIES = Statement(
    "MATCH (f:Facility) WHERE f.full_name IS NOT NULL "
    "RETURN f.id AS id, f.full_name AS full_name, f.level AS level ORDER BY f.id"
)

WARDS = Statement(
    "MATCH (w:Ward) WHERE w.present RETURN w.id AS id, w.full_name AS full_name ORDER BY w.id"
)

OLD_WARDS = Statement(
    "MATCH (old:Ward)-[:BECAME]->(w:Ward) "
    "RETURN old.full_name AS full_name, w.id AS became ORDER BY full_name, became"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A facility or present ward by code, or an old ward by the present one that it went into.

    `level` is that of a facility, empty when the graph does not say.
    """

    id: str
    full_name: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Entities:
    """Places by kind, and the first and last day with data, ISO, empty when it is not known."""

    facilities: tuple[Place, ...] = ()
    wards: tuple[Place, ...] = ()
    old_wards: tuple[Place, ...] = ()
    first_day: str = ""
    last_day: str = ""


def entities(work: Work, first_day: str = "", last_day: str = "") -> Entities:
    """Read the places once; the days come from whoever keeps the facts."""
    old = work.run(OLD_WARDS)
    return Entities(
        tuple(
            Place(row["id"], row["full_name"], row["level"] or "") for row in work.run(FACILITIES)
        ),
        tuple(Place(row["id"], row["full_name"]) for row in work.run(WARDS)),
        tuple(Place(row["became"], row["full_name"]) for row in old),
        first_day,
        last_day,
    )
