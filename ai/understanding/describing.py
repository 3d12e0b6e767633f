"""A query in words of both languages, short enough for a button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ai.catalogue_parts import Catalogue, Words
from ai.query import Comparison, Filter, Period, Query
from ai.understanding.entities import Entities
from ai.understanding.naming import districts

_COMPARED = {
    Comparison.PREVIOUS: Words("so với kỳ trước", "against the period before"),
    Comparison.LAST_YEAR: Words("so với cùng kỳ", "against the same period last year"),
}


def described(query: Query, catalogue: Catalogue, city: Entities) -> Words:
    """Say metrics, filters, breakdown, period and comparison."""
    parts = [_metric(each, catalogue) for each in query.metrics]
    parts += [narrowed(each, catalogue, city) for each in query.filters]
    parts += [by(each, catalogue) for each in query.dimensions]
    parts.append(period(query.period))
    if query.comparison in _COMPARED:
        parts.append(_COMPARED[query.comparison])
    return Words(" · ".join(p.vi for p in parts), " · ".join(p.en for p in parts))


def _metric(name: str, catalogue: Catalogue) -> Words:
    names = catalogue.metrics[name].names
    return Words(names.vi[0], names.en[0])


def by(name: str, catalogue: Catalogue) -> Words:
    """Said as "theo phường", "by ward"."""
    names = catalogue.dimensions[name].names
    return Words(f"theo {names.vi[0]}", f"by {names.en[0]}")


def narrowed(each: Filter, catalogue: Catalogue, city: Entities) -> Words:
    """Said as "quận Ba Đình", "trừ …"; a member without a name by its id."""
    known = _members(each.dimension, catalogue, city)
    names = [known.get(member, Words(member, member)) for member in each.members]
    no = ("trừ ", "except ") if each.excluded else ("", "")
    if each.dimension.startswith(("origin_", "destination_")):
        end = each.dimension.startswith("origin_")
        no = (f"{no[0]}{'từ' if end else 'đến'} ", f"{no[1]}{'from' if end else 'to'} ")
    return Words(no[0] + ", ".join(n.vi for n in names), no[1] + ", ".join(n.en for n in names))


def period(each: Period) -> Words:
    """First and last day, day first as Vietnamese write it."""
    first, last = (f"{dt.date.fromisoformat(day):%d/%m/%Y}" for day in (each.first, each.last))
    text = first if first == last else f"{first} – {last}"
    return Words(text, text)


def _members(dimension: str, catalogue: Catalogue, city: Entities) -> Mapping[str, Words]:
    if dimension.endswith("facility"):
        return {p.id: Words(p.full_name, p.full_name) for p in city.facilities}
    if dimension == "ward":
        return {p.id: Words(p.full_name, p.full_name) for p in city.wards}
    if dimension == "old_district":
        return {
            code: Words(f"{kind} {name}", f"{name} district") for code, kind, name in districts()
        }
    if dimension == "disease_group":
        sets = catalogue.sets.values()
        return {each.id: Words(each.names.vi[0], each.names.en[0]) for each in sets}
    listed = catalogue.dimensions[dimension].members if dimension in catalogue.dimensions else ()
    return {m.id: Words(m.names.vi[0], m.names.en[0]) for m in listed}
