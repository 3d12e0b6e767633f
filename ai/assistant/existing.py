"""Whether what a query names exists: in the catalogue, the city's lists, or ICD-10."""

from __future__ import annotations

from ai.catalogue_parts import Catalogue, DimensionKind
from ai.codes import CHAPTERS, block
from ai.query import Filter, Query
from ai.understanding.entities import Entities


def exists(query: Query, catalogue: Catalogue, city: Entities) -> bool:
    """True when every member of every filter is known; forms were checked before."""
    return all(_known(each, catalogue, city) for each in query.filters)


def _known(each: Filter, catalogue: Catalogue, city: Entities) -> bool:
    dimension = catalogue.dimensions[each.dimension]
    if dimension.kind is DimensionKind.ICD:
        return all(map(_code, each.members))
    if each.dimension.endswith("facility"):
        return {place.id for place in city.facilities}.issuperset(each.members)
    if each.dimension == "ward":
        return {place.id for place in city.wards}.issuperset(each.members)
    if each.dimension == "disease_group":
        return catalogue.sets.keys() >= set(each.members)
    if dimension.kind is DimensionKind.LISTED:
        return {member.id for member in dimension.members}.issuperset(each.members)
    return True


def _code(member: str) -> bool:
    return member in dict(CHAPTERS) or bool(block(member[:3]))
