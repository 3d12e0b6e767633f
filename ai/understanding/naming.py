"""Every phrase of the lexicon: the small words, and the names of the catalogue and the city."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ai.catalogue_parts import Catalogue, Names
from ai.understanding.entities import Entities, Place
from ai.understanding.hospitals import facility_names
from ai.understanding.senses import Role, Sense
from ai.understanding.vocabulary import table, vocabulary

Entry = tuple[str, Sense]


_WARD = re.compile(r"^(Phường|Xã|Thị trấn)\s+", re.IGNORECASE)
#: Names of kinds and of entitlement are everyday words; a metric of that name comes first.
_WEAK = {"kind": 0.6, "insurance_object": 0.6, "owner": 0.3}
#: "Nguyên nhân" is the diagnosis in "10 nguyên nhân nhập viện", a question of causes elsewhere.
_WEAK_DIMENSION = 0.2
#: A metric's own name in the catalogue before a set of codes of the same name.
_SET_WEIGHT = 0.3


def entries(catalogue: Catalogue, city: Entities) -> Iterator[Entry]:
    """All phrases with their meanings."""
    yield from _small()
    yield from _metrics(catalogue)
    yield from _dimensions(catalogue)
    yield from _members(catalogue)
    yield from _diseases(catalogue)
    yield from _departments()
    yield from places(city)


def _small() -> Iterator[Entry]:
    for role, phrases in vocabulary().plain.items():
        for phrase in phrases:
            yield phrase, Sense(Role(role))
    for role in ("head", "care", "cue", "complement", "unit", "which_of"):
        for name, phrases in vocabulary().by_id[role].items():
            for phrase in phrases:
                yield phrase, Sense(Role(role.removesuffix("_of")), name)


@functools.cache
def _taken() -> frozenset[str]:
    """Names of the catalogue that stand for more than it says: heads, kinds of care."""
    by_id = vocabulary().by_id
    return frozenset(
        n for role in ("head", "care") for names in by_id[role].values() for n in names
    )


def _unused() -> frozenset[str]:
    """Names of members that are everyday words, and would turn other questions round."""
    return frozenset(vocabulary().unused)


def _metrics(catalogue: Catalogue) -> Iterator[Entry]:
    more = vocabulary().by_id["metric"]
    for metric in catalogue.metrics.values():
        for name in {*_both(metric.names), *more.get(metric.id, ())}:
            if name not in _taken() and name.removeprefix("số ") not in _taken():
                yield name, Sense(Role.METRIC, metric.id)


def _dimensions(catalogue: Catalogue) -> Iterator[Entry]:
    more = vocabulary().by_id["dimension"]
    for dimension in catalogue.dimensions.values():
        for name in {*_both(dimension.names), *more.get(dimension.id, ())}:
            if not name.startswith(("theo ", "by ")):
                yield name, Sense(Role.DIMENSION, dimension.id)
    for name, phrases in vocabulary().by_id["dimension_weak"].items():
        for phrase in phrases:
            yield phrase, Sense(Role.DIMENSION, name, number=1, weight=_WEAK_DIMENSION)


def _members(catalogue: Catalogue) -> Iterator[Entry]:
    own = {(n.dimension, name) for n in vocabulary().members for name in n.names}
    for dimension in catalogue.dimensions.values():
        weight = _WEAK.get(dimension.id, 0.0)
        if dimension.id in {"origin_level", "destination_level", "age_band"}:
            continue
        for member in dimension.members:
            ids = vocabulary().wider.get(dimension.id, {}).get(member.id, (member.id,))
            sense = Sense(Role.MEMBER, dimension.id, ids, weight=weight)
            for name in _both(member.names):
                if (dimension.id, name) not in own and name not in _taken() | _unused():
                    yield name, sense
    for named in vocabulary().members:
        wide = vocabulary().wider.get(named.dimension, {})
        ids = tuple(id_ for member in named.members for id_ in wide.get(member, (member,)))
        sense = Sense(Role.MEMBER, named.dimension, ids, named.excluded)
        for name in named.names:
            yield name, sense


def _diseases(catalogue: Catalogue) -> Iterator[Entry]:
    for each in catalogue.sets.values():
        if each.diseases:
            weight = _SET_WEIGHT if each.id.startswith(("notifiable", "avoidable")) else 0.0
            sense = Sense(Role.MEMBER, "disease_group", (each.id,), weight=weight)
            for name in (n for n in _both(each.names) if n not in _unused()):
                yield name, sense
                yield f"bệnh {name.removeprefix('bệnh ')}", sense
    for codes, names in _more_diseases():
        for name in names:
            yield name, Sense(Role.MEMBER, "icd", codes)
            yield f"bệnh {name.removeprefix('bệnh ')}", Sense(Role.MEMBER, "icd", codes)


@functools.cache
def _more_diseases() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    lines = table("diseases.tsv")
    return tuple((tuple(codes.split()), tuple(names.split("|"))) for codes, names in lines)


def _departments() -> Iterator[Entry]:
    """Departments by name: with "khoa" in front, since their names are those of diseases too."""
    for code, names in table("departments.tsv"):
        sense = Sense(Role.MEMBER, "department", (code,))
        for name in names.split("|"):
            for phrase in (f"khoa {name}", f"{name} department", f"department of {name}"):
                yield phrase, sense


def places(city: Entities) -> Iterator[Entry]:
    """Phrases for facilities, present and old wards, and former districts."""
    for place in city.facilities:
        yield from facility_names(place)
    present = {ward.full_name for ward in city.wards}
    for ward in city.wards:
        yield from _ward(ward, Sense(Role.MEMBER, "ward", (ward.id,)))
    for ward in city.old_wards:
        if ward.full_name not in present:
            sense = Sense(Role.CUE, "old_ward", (ward.id,))
            yield ward.full_name, sense
    for code, kind, name in districts():
        sense = Sense(Role.MEMBER, "old_district", (code,))
        forms = (f"{kind} {name}", f"{kind[0]} {name}", f"{name} district", f"quận {name} cũ", name)
        for form in (*forms, f"quận huyện {name}", f"địa bàn {name}", f"{kind} {name} cũ"):
            yield form, sense


@functools.cache
def districts() -> tuple[tuple[str, str, str], ...]:
    """The 30 districts of until 30 June 2025: code, kind, name."""
    rows = table("districts.tsv")
    return tuple((code, kind, name) for code, kind, name in rows)


def _ward(place: Place, sense: Sense) -> Iterator[Entry]:
    bare = _WARD.sub("", place.full_name)
    kind = place.full_name.split(" ", maxsplit=1)[0].lower()
    for form in (place.full_name, f"{kind[0]} {bare}", f"{bare} ward", f"{bare} commune", bare):
        yield form, sense


def _both(names: Names) -> tuple[str, ...]:
    return (*names.vi, *names.en, *(f"{name}s" for name in names.en if not name.endswith("s")))
