"""What the sides of boxes are cut from: for each dimension the axis that it lies on, and leaves.

Dimensions that group each other share an axis: level and owner are sets of facilities, an old
district a set of wards, a block, a chapter or a disease group a set of codes, every period a set of
days. So a sum over wards and a sum over districts are sums over the same leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ai.catalogue_parts import Catalogue, Condition, DimensionKind, Metric
from ai.codes import under
from ai.disclosure.boxes import Rule, Sides
from ai.disclosure.moments import days_of
from ai.fields import TABLES
from ai.fields.patients import BANDS
from ai.fields.visits import BEDS
from ai.places import RANKS
from ai.query import Filter

#: The member, and the leaf, of what no fact names.
UNKNOWN = "unknown"
DAY, CODE, KIND = "day", "code", "kind"

#: Axes that are another end of a letter, by the subject that counts it.
_ENDS: Mapping[str, str] = {"referral": "origin_facility", "referral_in": "destination_facility"}
_GROUPED: Mapping[str, str] = {
    "level": "facility",
    "owner": "facility",
    "origin_level": "origin_facility",
    "destination_level": "destination_facility",
    "old_district": "ward",
    "icd": CODE,
    "icd_block": CODE,
    "icd_chapter": CODE,
    "disease_group": CODE,
}
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grounds:
    """`parts` gives, by dimension and member, the leaves of its axis that the member consists of.

    `levels` gives the level of each facility; `domains` every leaf of an axis that is known to have
    no others, as in `Rule`.
    """

    catalogue: Catalogue
    parts: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    domains: Sides = field(default_factory=dict)
    _codes: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, compare=False)

    def rule(self, least: int) -> Rule:
        """Give the rule of hiding for these leaves, and the groups of them that have a name."""
        named: dict[str, set[frozenset[str]]] = {}
        for dimension, members in self.parts.items():
            named.setdefault(_GROUPED[dimension], set()).update(members.values())
        groups = {axis: frozenset(each) for axis, each in named.items()}
        return Rule(least, self.domains, groups)

    def axis(self, dimension: str, metric: Metric) -> str:
        """Give the axis of a dimension, for a metric: the facility of a letter is one of its ends.

        `kind` is the axis of beds too, `code` of every grouping of diseases.
        """
        it = self.catalogue.dimensions[dimension]
        if it.kind is DimensionKind.TIME:
            return DAY
        axis = _GROUPED.get(dimension, it.field)
        return _ENDS.get(metric.subject, axis) if axis == "facility" else axis

    def row(self, dimension: str, member: str) -> frozenset[str]:
        """Give the leaves of a row of a breakdown."""
        if self.catalogue.dimensions[dimension].kind is DimensionKind.TIME:
            return days_of(dimension, member)
        return self.parts.get(dimension, {}).get(member, frozenset({member}))

    def rest(self, dimension: str, metric: Metric, listed: Iterable[str], sides: Sides) -> Sides:
        """Give the side of all that no listed member holds, within sides; none on an open axis."""
        axis = self.axis(dimension, metric)
        whole = sides.get(axis, self.domains.get(axis, _NOTHING))
        left = whole - _NOTHING.union(*(self.row(dimension, member) for member in listed))
        return {axis: left} if left else {}

    def filtered(self, each: Filter) -> frozenset[str]:
        """Give the leaves that a filter names, before it is turned round."""
        if _GROUPED.get(each.dimension) == CODE:
            return self.under(self._members(each))
        return _NOTHING.union(*(self.row(each.dimension, member) for member in each.members))

    def _members(self, each: Filter) -> list[str]:
        sets = self.catalogue.sets if each.dimension == "disease_group" else {}
        return [c for m in each.members for c in (sets[m].codes if m in sets else (m,))]

    def under(self, members: Iterable[str]) -> frozenset[str]:
        """Give the known codes that fall under members, and those that are no code of the facts."""
        key = tuple(members)
        if key not in self._codes:
            known = sorted(self.domains.get(CODE, _NOTHING))
            hits = zip(known, under(known, key), strict=True)
            self._codes[key] = frozenset(code for code, hit in hits if hit) or frozenset(key)
        return self._codes[key]

    def condition(self, each: Condition) -> Sides:
        """Give the side of a measure's own condition; one that fits no axis is a side alone."""
        axis, leaves = self._leaves(each) or (f"where {each!r}", frozenset({"yes"}))
        if not each.excluded or axis not in self.domains:
            return {axis: leaves}
        return {axis: self.domains[axis] - leaves}

    def _leaves(self, each: Condition) -> tuple[str, frozenset[str]] | None:
        if each.field == CODE:
            extra = self.catalogue.sets[each.set].codes if each.set else ()
            return CODE, self.under((*each.members, *extra))
        if each.field == "inpatient":
            beds = frozenset(BEDS)
            return KIND, beds if "1" in each.members else self.domains.get(KIND, _NOTHING) - beds
        if each.field == "age" and each.least is not None and each.most is None:
            return _from_age(each.least)
        if each.empty:
            return each.field, frozenset({UNKNOWN})
        plain = each.members and each.least is None and each.most is None
        return (each.field, frozenset(each.members)) if plain else None

    def directed(self, sides: Sides) -> Sides:
        """Leave out the direction of letters that both ends already say; nothing if they deny it.

        Letters from stations to central hospitals are all sent up: asked as either, the same box.
        """
        if "direction" not in sides or not {*_ENDS.values()} <= sides.keys():
            return sides
        ends = (sides[axis] for axis in ("origin_facility", "destination_facility"))
        said = self._directions(*ends)
        rest = {axis: leaves for axis, leaves in sides.items() if axis != "direction"}
        both = said & sides["direction"]
        return rest if both == said else {**rest, "direction": both}

    def _directions(self, origin: frozenset[str], destination: frozenset[str]) -> frozenset[str]:
        starts, ends = map(self._ranks, (origin, destination))
        return frozenset(_step(a, b) for a in starts for b in ends)

    def _ranks(self, facilities: frozenset[str]) -> set[int | None]:
        return {RANKS.get(self.levels.get(each, "")) for each in facilities}

    def measure(self, metric: Metric, counted: str) -> str:
        """Name what is counted: rows of a table by a day, whatever end of a letter asks."""
        return f"{TABLES[metric.subject]}:{metric.time}:{counted}"


def _step(origin: int | None, destination: int | None) -> str:
    if origin is None or destination is None:
        return "unknown"
    return ("same", "up", "down")[(destination > origin) - (destination < origin)]


def _from_age(least: float) -> tuple[str, frozenset[str]] | None:
    """Give the bands of age from an age on, when one begins there."""
    if least not in {first for first, _ in BANDS}:
        return None
    return "age_band", frozenset(name for first, name in BANDS if first >= least)
