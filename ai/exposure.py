"""Numbers over what the deployment gives: beds times days, or inhabitants."""

from __future__ import annotations

from collections.abc import Mapping

from ai.catalogue_parts import Metric, Missing
from ai.choosing import UNKNOWN, Scope
from ai.columns import Snapshot
from ai.measuring import Members
from ai.query import Filter
from ai.result import Cell

_PER = {Missing.POPULATION: 100_000.0, Missing.BEDS: 1.0}
_EXPOSED = frozenset({"facility", "level", "owner", "ward", "old_district"})


def only_known(facts: Snapshot, metric: Metric) -> list[Filter]:
    """Narrow to the facilities whose beds, or wards whose inhabitants, were given."""
    if metric.needs is Missing.BEDS:
        return [Filter("facility", tuple(facts.known.beds))]
    if metric.needs is Missing.POPULATION:
        return [Filter("ward", tuple(facts.known.population))]
    return []


def exposed(scope: Scope, needs: Missing, above: Mapping[Members, float]) -> dict[Members, Cell]:
    """Divide by beds times days, or by inhabitants; groups that are only exposed get 0."""
    below = _below(scope, needs)
    places = [each for each in scope.dimensions if each in _EXPOSED]
    full = [*above, *(key for key in below if len(places) == len(scope.dimensions))]
    return {
        key: _scaled(above.get(key, 0.0), below.get(_part(scope, key), 0.0), _PER[needs])
        for key in dict.fromkeys(full)
    }


def _below(scope: Scope, needs: Missing) -> dict[Members, float]:
    beds = needs is Missing.BEDS
    given = scope.facts.known.beds if beds else scope.facts.known.population
    days = scope.last - scope.first + 1 if beds else 1
    places = [each for each in scope.dimensions if each in _EXPOSED]
    below: dict[Members, float] = {}
    for place, size in given.items():
        if _in_scope(scope, place):
            key = tuple(_member(scope.facts, place, name) for name in places)
            below[key] = below.get(key, 0.0) + float(size * days)
    return below


def _scaled(above: float, below: float, per: float) -> Cell:
    return Cell(per * above / below if below else None, above, below, round(above))


def _part(scope: Scope, key: Members) -> Members:
    return tuple(m for m, name in zip(key, scope.dimensions, strict=True) if name in _EXPOSED)


def _member(facts: Snapshot, place: str, dimension: str) -> str:
    given: Mapping[str, Mapping[str, str]] = {
        "level": facts.places.levels,
        "owner": facts.known.owners,
        "old_district": facts.places.districts,
    }
    return given[dimension].get(place) or UNKNOWN if dimension in given else place


def _in_scope(scope: Scope, place: str) -> bool:
    return all(
        (_member(scope.facts, place, each.dimension) in each.members) is not each.excluded
        for each in scope.filters
        if each.dimension in _EXPOSED
    )
