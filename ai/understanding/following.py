"""Follow-ups: slots that change the previous query, and the change in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ai.catalogue_parts import Words
from ai.query import Comparison, Filter, Intent, Query
from ai.understanding.assembling import (
    Setting,
    check_allowed,
    check_data,
    check_usable,
    dimensions_of,
    limit_of,
    merged,
)
from ai.understanding.changes import changes
from ai.understanding.counting import OF_CARE, care_filters, metrics_of
from ai.understanding.narrowing import each_apart, filters_of
from ai.understanding.outcomes import Understood
from ai.understanding.problem import Unclear
from ai.understanding.retiming import check_stretch, retimed
from ai.understanding.senses import Role
from ai.understanding.shaping import formed, plain_intent, shaped
from ai.understanding.slots import Said, Slots

_EDITS = {Role.FOLLOW, Role.DROP, Role.ADD}
_FAMILIES = (
    frozenset({"icd", "disease_group", "icd_block", "icd_chapter"}),
    frozenset({"ward", "old_district"}),
    frozenset({"facility", "level", "owner"}),
    frozenset({"origin_facility", "origin_level"}),
    frozenset({"destination_facility", "destination_level"}),
)
_OF_A_DISEASE = {"cases", "people_with_diagnosis", "incidence"}
_VISITS = {"encounters", *OF_CARE.values()}


def is_edit(slots: Slots) -> bool:
    """True when the words hold no question of their own: no metric, no noun that is counted."""
    if _EDITS & slots.flags and not (slots.metrics and (slots.spans or slots.by)):
        return True
    whole = slots.metrics or any(head.asked for head in slots.heads) or _telegraphic(slots)
    return not whole


def needs_previous(slots: Slots) -> bool:
    """True when words can only change a question that is not there."""
    return Role.DROP in slots.flags


def edited(slots: Slots, previous: Query, setting: Setting) -> tuple[Query, tuple[Words, ...]]:
    """Change the previous query. Raises Unclear for words that change nothing, or cannot."""
    check_usable(slots)
    query = _counted(slots, previous, setting)
    query = _narrowed(slots, query)
    query = _broken_down(slots, query)
    query = retimed(slots, query, previous, setting)
    query = _cleared(slots, query)
    query = replace(query, limit=limit_of(slots) if slots.most or slots.limit else query.limit)
    query = _formed(slots, query, setting)
    if query.metrics[0] in _OF_A_DISEASE and not _FAMILIES[0] & _narrowing(query):
        raise Unclear("no_disease", query.metrics[0])
    if query == previous:
        some = slots.metrics or slots.heads or slots.members or slots.spans or slots.by
        raise Unclear("no_change" if some else "no_metric")
    check_stretch(slots, query, previous)
    check_allowed(query, setting)
    check_data(query, setting)
    return query, tuple(changes(previous, query, setting))


def _narrowing(query: Query) -> set[str]:
    """The dimensions that a query is narrowed or broken down by."""
    return {*query.dimensions, *(each.dimension for each in query.filters)}


def alike(good: Sequence[Understood], previous: Query) -> list[Understood]:
    """Of several readings those that narrow by the dimensions of the previous query, if any."""
    before = {each.dimension for each in previous.filters}
    same = [g for g in good if {each.dimension for each in g.query.filters} == before]
    return same or list(good)


def _telegraphic(slots: Slots) -> bool:
    """Know "ca sxh tuần 32": a disease, a noun and a time are a question."""
    return bool(slots.diseases and (slots.spans or slots.by) and slots.heads)


def _counted(slots: Slots, query: Query, setting: Setting) -> Query:
    if slots.metrics or any(head.value != "seen" for head in slots.heads):
        metrics = _metrics(slots, query, setting)
        if metrics:
            query = replace(query, metrics=metrics)
    for care in slots.care:
        if query.metrics[0] in _VISITS and len(query.metrics) == 1:
            query = replace(query, metrics=(OF_CARE[care],))
    if query.metrics[0] in OF_CARE.values():
        return query
    return replace(query, filters=_replaced(query.filters, care_filters(query.metrics, slots)))


def _metrics(slots: Slots, query: Query, setting: Setting) -> tuple[str, ...]:
    """The metric that is named, a noun counted in the light of the earlier disease."""
    ill = [Said(f.dimension, f.members) for f in query.filters if f.dimension in _FAMILIES[0]]
    named = replace(slots, members=[*slots.members, *ill])
    only_people = slots.asked == "people" and not slots.metrics and slots.members
    return () if only_people else metrics_of(named, setting.catalogue)


def _narrowed(slots: Slots, query: Query) -> Query:
    kept = [said for said in slots.members if not said.dropped]
    more = filters_of([_placed(said, query) for said in kept], query.metrics)
    if Role.ADD in slots.flags:
        more = tuple(_united(each, query.filters) for each in more)
    apart = tuple(n for n in each_apart(kept, query.metrics) if n not in query.dimensions)
    dimensions = (*query.dimensions, *apart)
    return replace(query, filters=_replaced(query.filters, more), dimensions=dimensions)


def _placed(said: Said, query: Query) -> Said:
    """A facility takes the end of the letter that the previous query narrowed."""
    ends = {f.dimension for f in query.filters if f.dimension.endswith("_facility")}
    if said.dimension == "facility" and said.direction is None and len(ends) == 1:
        role = Role.FROM if ends == {"origin_facility"} else Role.TO
        return replace(said, direction=role)
    return said


def _united(each: Filter, before: Iterable[Filter]) -> Filter:
    for old in before:
        if (old.dimension, old.excluded) == (each.dimension, each.excluded):
            return replace(each, members=tuple(sorted({*old.members, *each.members})))
    return each


def _replaced(before: Iterable[Filter], more: Sequence[Filter]) -> tuple[Filter, ...]:
    said = {each.dimension for each in more}
    gone = said | {n for f in _FAMILIES if f & said for n in f}
    return merged((*(each for each in before if each.dimension not in gone), *more))


def _broken_down(slots: Slots, query: Query) -> Query:
    said = dimensions_of(slots, ()) or (*slots.plural, *slots.bare)
    if not said:
        return query
    keep = query.dimensions if Role.ADD in slots.flags else ()
    return replace(query, dimensions=tuple(dict.fromkeys((*keep, *said))))


def _cleared(slots: Slots, query: Query) -> Query:
    if Role.DROP not in slots.flags:
        return query
    gone = {*slots.dropped, *(said.dimension for said in slots.members if said.dropped)}
    _check_dropped(slots, query)
    if not gone and not {Role.COMPARE, Role.VERSUS, Role.LAST_YEAR} & slots.flags:
        ill = _FAMILIES[0] if query.metrics[0] in _OF_A_DISEASE else frozenset()
        return replace(query, filters=tuple(f for f in query.filters if f.dimension in ill))
    gone |= {name for family in _FAMILIES if family & gone for name in family}
    if Role.COMPARE in slots.flags or Role.VERSUS in slots.flags or Role.LAST_YEAR in slots.flags:
        query = replace(query, comparison=Comparison.NONE)
    return replace(
        query,
        filters=tuple(_lessened(slots, query.filters, gone)),
        dimensions=tuple(d for d in query.dimensions if d not in gone),
    )


def _lessened(slots: Slots, filters: Iterable[Filter], gone: set[str]) -> Iterator[Filter]:
    """Filters without what was dropped; of several members only those that were named go."""
    named = {m for said in slots.members if said.dropped for m in said.members}
    for each in filters:
        rest = tuple(m for m in each.members if m not in named)
        if each.dimension not in gone:
            yield each
        elif rest and len(rest) < len(each.members):
            yield replace(each, members=rest)


def _check_dropped(slots: Slots, query: Query) -> None:
    """Raise Unclear for a member to leave out that the query does not narrow by."""
    for said in slots.members:
        kept = {m for f in query.filters for m in f.members}
        if said.dropped and not kept & set(said.members):
            raise Unclear("no_change")


def _formed(slots: Slots, query: Query, setting: Setting) -> Query:
    if query.order and (query.order.by not in {*query.metrics, *query.dimensions}):
        query = replace(query, order=replace(query.order, by=query.metrics[0]))
    if query.order and not query.dimensions:
        query = replace(query, order=None, limit=None)
    clear = replace(slots, flags=slots.flags - {Role.COMPARE})
    if clear.most or {Role.RATE, Role.SHARE, Role.SPREAD} & clear.flags:
        return shaped(query, clear, setting.catalogue)
    share = query.intent is Intent.SHARE and query.dimensions
    intent = Intent.SHARE if share else plain_intent(query, setting.catalogue)
    return formed(replace(query, intent=intent), setting.catalogue)
