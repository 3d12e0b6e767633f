"""Where facilities and wards stand in the city's order, and what a deployment says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ai.catalogue import default_catalogue
from graph.daily_statements import PLACES, WARDS
from graph.store import Row, Work

#: Height of a level of care, from the ward upwards.
RANKS: Mapping[str, int] = MappingProxyType(
    {
        "station": 0,
        "district": 1,
        "district_general": 1,
        "city": 2,
        "city_general": 2,
        "city_specialised": 2,
        "central": 3,
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """What no message says: beds and owner by facility code, inhabitants by ward code."""

    beds: Mapping[str, int] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    population: Mapping[str, int] = field(default_factory=dict)


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Places:
    """Level and name by facility, old district by present ward, names of wards and districts."""

    levels: Mapping[str, str]
    facilities: Mapping[str, str]
    districts: Mapping[str, str]
    wards: Mapping[str, str]
    shared_wards: frozenset[str]


def places_in(work: Work) -> Places:
    """Read the facilities and wards of the graph."""
    found, wards = work.run(PLACES), work.run(WARDS)
    codes = _districts()
    parts: dict[str, dict[str, float]] = {}
    for row in wards:
        district = codes.get(row["district"], row["district"])
        if district:
            share = parts.setdefault(row["ward"], {})
            share[district] = share.get(district, 0.0) + _weight(row)
    return Places(
        {row["facility"]: row["level"] or "" for row in found},
        {row["facility"]: row["words"] or "" for row in found},
        {ward: min(share, key=lambda d: (-share[d], d)) for ward, share in parts.items()},
        {row["ward"]: row["words"] or "" for row in wards},
        frozenset(ward for ward, share in parts.items() if len(share) > 1),
    )


def _districts() -> Mapping[str, str]:
    """Codes of the old districts by the name that the graph gives them."""
    members = default_catalogue().dimensions["old_district"].members
    return {member.names.vi[0]: member.id for member in members}


def _weight(row: Row) -> float:
    """How much of a ward an old ward makes up: its share where known, else the main part most."""
    if row["share"] is not None:
        return float(row["share"])
    return 1.0 if row["main"] else 0.1
