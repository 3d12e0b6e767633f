"""Members as filters: which dimension they narrow, what "and" between them means."""

from __future__ import annotations

from collections.abc import Iterable

from ai.catalogue_parts import Catalogue
from ai.query import Filter
from ai.understanding.problem import Unclear
from ai.understanding.senses import Role
from ai.understanding.slots import Said

_ENDS = {
    (Role.FROM, "facility"): "origin_facility",
    (Role.FROM, "level"): "origin_level",
    (Role.TO, "facility"): "destination_facility",
    (Role.TO, "level"): "destination_level",
}
_SENDER = {"facility": "origin_facility", "level": "origin_level"}
#: Metrics of letters, where the bare name of a facility is the one that sends.
_SENT = {
    "referrals_out", "up_referrals", "down_referrals", "referral_completion_30d",
    "days_to_arrival", "referral_chains_3",
}  # fmt: skip
_HOMES = {"ward", "old_district"}
_DISEASES = {"icd", "disease_group"}


def filters_of(members: Iterable[Said], metrics: tuple[str, ...]) -> tuple[Filter, ...]:
    """One filter for each dimension and sense. Raises Unclear where the words cannot be kept."""
    found: dict[tuple[str, bool], list[str]] = {}
    before: Said | None = None
    for said in members:
        if said.joined and before and before.dimension != said.dimension:
            raise Unclear("cannot_combine", said.dimension)
        key = dimension_of(said, metrics), said.excluded
        again = key[0] == "age_band" and set(found.get(key, ())) == set(said.members)
        if key in found and not said.joined and not again:
            raise Unclear("cannot_combine", key[0])
        found.setdefault(key, []).extend(m for m in said.members if m not in found.get(key, ()))
        before = said
    _check_families({dimension for dimension, _ in found})
    return tuple(Filter(name, tuple(sorted(ids)), out) for (name, out), ids in found.items())


def dimension_of(said: Said, metrics: tuple[str, ...]) -> str:
    """The dimension that the words narrow: of a letter, the sending or the receiving end."""
    letters = bool(_SENT & set(metrics)) or metrics == ("referrals_in",)
    if said.direction is None or said.dimension in _HOMES:
        if said.direction is Role.TO:
            raise Unclear("loose", "đến")
        return (
            _SENDER.get(said.dimension, said.dimension) if _SENT & set(metrics) else said.dimension
        )
    if letters and (said.direction, said.dimension) in _ENDS:
        return _ENDS[said.direction, said.dimension]
    if said.direction is Role.TO and said.dimension in {"facility", "level"}:
        return said.dimension
    raise Unclear("loose", "từ" if said.direction is Role.FROM else "đến")


def each_apart(
    members: Iterable[Said],
    metrics: tuple[str, ...],
    *,
    more: bool = False,
) -> tuple[str, ...]:
    """Dimensions with several members joined by "and" or set against each other: shown apart.

    With `more` (which is more, A or B) those joined by "or" are as well.
    """
    joins = {Role.AND, Role.VERSUS, *((Role.OR,) if more else ())}
    some = [s for s in members if s.joined in joins]
    return tuple(dict.fromkeys(dimension_of(said, metrics) for said in some))


def allowed(filters: Iterable[Filter], metrics: Iterable[str], catalogue: Catalogue) -> str:
    """The first dimension that a metric cannot be narrowed by; empty when all can."""
    for metric in metrics:
        for each in filters:
            if each.dimension not in catalogue.metrics[metric].dimensions:
                return each.dimension
    return ""


def without_halves(filters: Iterable[Filter], apart: Iterable[str]) -> tuple[Filter, ...]:
    """Leave out what is asked for with its opposite, "insured and uninsured": together all.

    Raises Unclear where they are not set apart, or say more than that: no visit is both.
    """
    some, shown = tuple(filters), {*apart}
    held = {(f.dimension, f.excluded): f for f in some}
    for dimension in {f.dimension for f in some}:
        kept, out = (held.get((dimension, excluded)) for excluded in (False, True))
        if kept and out and {*kept.members} & {*out.members}:
            if {*kept.members} != {*out.members} or dimension not in shown:
                raise Unclear("cannot_combine", dimension)
            some = tuple(f for f in some if f.dimension != dimension)
    return some


def _check_families(dimensions: set[str]) -> None:
    if dimensions >= _DISEASES:
        raise Unclear("cannot_combine", "icd")
