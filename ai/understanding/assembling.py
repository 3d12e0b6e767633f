"""Slots to a typed query, strictly: whatever was said is in the query, or there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ai.catalogue_checks import checked
from ai.catalogue_parts import Catalogue
from ai.query import Comparison, Filter, Query
from ai.understanding.counting import (
    OF_CARE,
    care_filters,
    counts_of_rate,
    counts_visits,
    first_of_disease,
    metrics_of,
    sums_no_sum,
)
from ai.understanding.entities import Entities
from ai.understanding.narrowing import each_apart, filters_of, without_halves
from ai.understanding.parts_of_whole import broken_down
from ai.understanding.problem import Unclear
from ai.understanding.senses import Role
from ai.understanding.shaping import shaped
from ai.understanding.slots import Slots
from ai.understanding.spans import CALENDAR
from ai.understanding.timing import timing_of
from mpi.errors import BadInput

#: Dimensions of which each visit has one member, so that a member has a share of the whole.
_OF_A_WHOLE = {"sex", "age_band", "insurance_object", "kind", "weekday", "level", "owner"}
#: Counts of which "how many percent" may be a rate that has a name of its own.
_RATE_OF = {"deaths_in_hospital": "hospital_mortality"}
#: Dimensions whose members are the beginnings of days.
_DATED = {"year", "month", "day"}
#: What is clear though a word beside it is not known.
_CLEAR = {"cause", "future", "advice", "person", "instruction", "elsewhere"}
#: Rows of a ranking when nobody says how many.
_FEW, _ONE = 10, 1


@dataclass(frozen=True, slots=True)
class Setting:
    """What a question is understood in: what may be asked, of whom, and when it is asked."""

    catalogue: Catalogue
    city: Entities
    today: dt.date


def assembled(slots: Slots, setting: Setting) -> Query:
    """Give the query. Raises Unclear with a reason and, where there is one, the nearest query."""
    check_usable(slots)
    metrics = metrics_of(slots, setting.catalogue)
    timing = timing_of(slots, metrics, setting.catalogue, setting.city, setting.today)
    kept = [said for said in slots.members if not said.dropped]
    filters = (*filters_of(kept, metrics), *care_filters(metrics, slots))
    filters += (timing.apart,) if timing.apart else ()
    apart = each_apart(kept, metrics, more=Role.MORE in slots.flags)
    if Role.MORE in slots.flags and not (apart or timing.apart or slots.versus or slots.by):
        raise Unclear("threshold")
    if timing.apart and slots.most and (slots.by or slots.which or slots.bare):
        raise Unclear("two_times")
    apart += (timing.apart.dimension,) if timing.apart else ()
    query = Query(
        metrics, timing.period, dimensions=dimensions_of(slots, apart),
        filters=merged(without_halves(filters, apart)),
        comparison=timing.comparison, limit=limit_of(slots),
    )  # fmt: skip
    query = shaped(parted(query, slots, setting.catalogue), slots, setting.catalogue)
    return settled(query, slots, setting)


def parted(query: Query, slots: Slots, catalogue: Catalogue) -> Query:
    """Read "what share is female" as the shares of both: the member asked of and the rest."""
    rate = any(catalogue.metrics[metric].denominator for metric in query.metrics)
    asked = {Role.SHARE, Role.RATE} & slots.flags
    held = query.comparison is not Comparison.NONE
    if not asked or query.dimensions or rate or held or len(query.metrics) > 1:
        return query
    if of := _RATE_OF.get(query.metrics[0]):
        raise Unclear("rate_of_what", nearest=(replace(query, metrics=(of,)),), ask=True)
    if query.metrics[0] in OF_CARE.values() and not query.filters:
        every = replace(query, metrics=("encounters",))
        raise Unclear("share_of_group", "kind", (query, every))
    rest = [f for f in query.filters if f.dimension not in slots.of_whole]
    some = [f for f in rest if f.dimension in _OF_A_WHOLE] or rest
    if len(some) != 1:
        return query
    return broken_down(query, some[0], catalogue)


def settled(query: Query, slots: Slots, setting: Setting) -> Query:
    """Check a query and the questions that are left open. Raises Unclear."""
    if counts_visits(query.metrics, slots, setting.catalogue):
        raise Unclear("visits_or_people", query.metrics[0], (query,), ask=True)
    if counts_of_rate(query.metrics, slots, setting.catalogue):
        raise Unclear("count_of_rate", query.metrics[0], (query,), ask=True)
    if sums_no_sum(query.metrics, slots, setting.catalogue):
        raise Unclear("sum_of_rate", query.metrics[0], (query,), ask=True)
    if first_of_disease(query.metrics, slots):
        raise Unclear("first_of_disease", query.metrics[0], (query,), ask=True)
    _check_loose(query, slots, setting)
    check_allowed(query, setting)
    check_levels(query, setting)
    check_data(query, setting)
    return query


def check_usable(slots: Slots) -> None:
    """Raise Unclear for words that are unknown, or known as something that cannot be asked."""
    for problem in slots.problems:
        if problem in _CLEAR:
            raise Unclear(problem)
    if slots.unknown:
        raise Unclear("unknown_words", ", ".join(slots.unknown))
    for problem in slots.problems:
        reason, _, detail = problem.partition(":")
        raise Unclear(reason, detail)
    halves = {Role.MANY, Role.FEW} & slots.flags
    if bool(halves) != (Role.BEST in slots.flags):
        raise Unclear("loose", "nhất" if not halves else "nhiều")
    if slots.causes and not slots.most:
        raise Unclear("cause")
    if Role.RISING in slots.flags and slots.most:
        raise Unclear("growth")


def dimensions_of(slots: Slots, apart: tuple[str, ...]) -> tuple[str, ...]:
    """By what the answer is broken down."""
    named = [*slots.by, *slots.which]
    if slots.most or {Role.COMPARE, Role.SPREAD, Role.SHARE, Role.RATE} & slots.flags:
        alone = slots.most and not named and len(slots.bare) == 1
        named += [*slots.plural, *(slots.bare if alone else ())]
    if Role.RISING in slots.flags:
        named += [name for name in slots.plural if name in CALENDAR]
    if Role.TREND in slots.flags and not CALENDAR & {*named}:
        named += [name for name in slots.bare if name in {"day", "week", "quarter"}] or ["month"]
    return tuple(dict.fromkeys((*named, *apart)))


def merged(filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """Filters in the order of their dimensions, so that equal questions are equal queries."""
    return tuple(sorted(dict.fromkeys(filters), key=lambda f: (f.dimension, f.excluded, f.members)))


def limit_of(slots: Slots) -> int | None:
    """How many rows of a ranking: said, one for "which", ten for "the most"."""
    if slots.limit is not None or slots.most is None or _all_rows(slots):
        return slots.limit
    return _ONE if slots.which and not slots.plural and Role.PLURAL not in slots.flags else _FEW


def _all_rows(slots: Slots) -> bool:
    """True for "rank the hospitals": an order of all, not the first of them."""
    if slots.in_order:
        return Role.TOP not in slots.flags
    return Role.RANK in slots.flags and not {Role.TOP, Role.MOST, Role.LEAST} & slots.flags


def _check_loose(query: Query, slots: Slots, setting: Setting) -> None:
    """A noun that may be meant as "by" is asked about."""
    loose = [n for n in (*slots.plural, *slots.bare) if n not in query.dimensions]
    if not loose:
        return
    wider = replace(query, dimensions=(*query.dimensions, loose[0]))
    wider = shaped(wider, slots, setting.catalogue)
    choices = [wider, query] if loose[0] in slots.plural else [wider]
    for each in choices:
        check_allowed(each, setting)
    raise Unclear("by_or_all", loose[0], tuple(choices), ask=True)


def check_allowed(query: Query, setting: Setting) -> None:
    """Raise Unclear when a metric does not go with a dimension; the nearest leaves it out."""
    used = [*query.dimensions, *(each.dimension for each in query.filters)]
    for metric in query.metrics:
        for name in used:
            if name not in setting.catalogue.metrics[metric].dimensions:
                raise Unclear("not_by", f"{metric}:{name}", _without(query, name, setting))
    try:
        checked(query, setting.catalogue)
    except BadInput as error:
        raise Unclear("not_valid", str(error)) from None


def _without(query: Query, name: str, setting: Setting) -> tuple[Query, ...]:
    less = replace(
        query,
        dimensions=tuple(d for d in query.dimensions if d != name),
        filters=tuple(f for f in query.filters if f.dimension != name),
        order=query.order if query.order and query.order.by != name else None,
    )
    try:
        check_allowed(less, setting)
    except Unclear:
        return ()
    return (less,)


def check_levels(query: Query, setting: Setting) -> None:
    """Raise Unclear for a level of which no facility is known: its number would be a false 0."""
    known = {place.level for place in setting.city.facilities} - {""}
    for each in query.filters:
        if known and each.dimension.endswith("level") and not known & set(each.members):
            raise Unclear("no_level", each.members[0], _without(query, each.dimension, setting))


def check_data(query: Query, setting: Setting) -> None:
    """Raise Unclear when the period, or what it is compared with, has no data at all."""
    first, last = setting.city.first_day, setting.city.last_day
    if first and (query.period.last < first or (last and query.period.first > last)):
        raise Unclear("no_data", f"{first} – {last}")
    early = [m for f in query.filters if f.dimension in _DATED for m in f.members]
    if first and any(member < first[: len(member)] for member in early):
        raise Unclear("no_data_before", f"{first} – {last}")
    if first and query.comparison is Comparison.LAST_YEAR:
        before = f"{int(query.period.last[:4]) - 1}{query.period.last[4:]}"
        if before < first:
            alone = replace(query, comparison=Comparison.NONE)
            raise Unclear("no_data_before", f"{first} – {last}", (alone,))
