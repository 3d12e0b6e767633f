"""Grounds of a snapshot: its facilities, wards, codes and forms of care, and how they group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ai import codes
from ai.catalogue_parts import Catalogue, DimensionKind
from ai.columns import Snapshot
from ai.disclosure.grounds import CODE, KIND, UNKNOWN, Grounds
from ai.fields import text_of

Parts = Mapping[str, frozenset[str]]

#: Dimensions whose listed members are all that there are.
_LISTED = frozenset({"sex", "age_band"})
_DIRECTIONS = frozenset({"up", "down", "same", "unknown"})


def grounds_of(facts: Snapshot, catalogue: Catalogue) -> Grounds:
    """Give the grounds of the facts."""
    return facts.once("grounds", lambda: _grounds(facts, catalogue))


def _grounds(facts: Snapshot, catalogue: Catalogue) -> Grounds:
    domains = _domains(facts, catalogue)
    places, owners = facts.places, facts.known.owners
    by_level = _grouped(domains["facility"], lambda each: places.levels.get(each, ""))
    parts: dict[str, Parts] = {
        "level": by_level,
        "origin_level": by_level,
        "destination_level": by_level,
        "owner": _grouped(domains["facility"], lambda each: owners.get(each, "")),
        "old_district": _grouped(domains["ward"], lambda each: places.districts.get(each, "")),
        "icd": _grouped(domains[CODE], lambda code: code[:3]),
        "icd_block": _grouped(domains[CODE], codes.block),
        "icd_chapter": _grouped(domains[CODE], codes.chapter),
        "disease_group": _grouped(domains[CODE], codes.group),
    }
    return Grounds(catalogue, parts, places.levels, domains)


def _grouped(leaves: Iterable[str], give: Callable[[str], str]) -> Parts:
    """Group leaves by what holds them; those that nothing holds are of the unknown member."""
    found: dict[str, set[str]] = {UNKNOWN: {UNKNOWN}}
    for leaf in leaves:
        if leaf != UNKNOWN:
            found.setdefault(give(leaf) or UNKNOWN, set()).add(leaf)
    return {member: frozenset(held) for member, held in found.items()}


def _domains(facts: Snapshot, catalogue: Catalogue) -> dict[str, frozenset[str]]:
    ends = _values(facts, "referral", "sender") | _values(facts, "referral", "receiver")
    sent = _values(facts, "visit", "referred_from") | _values(facts, "visit", "referred_to")
    here = frozenset(facts.places.levels) | _values(facts, "visit", "facility") | ends | sent
    wards = frozenset(facts.places.wards) | frozenset(facts.places.districts)
    seen = _values(facts, "visit", "ward") | _values(facts, "referral", "ward")
    known = {
        "facility": here,
        "origin_facility": here,
        "destination_facility": here,
        "ward": wards | seen | _values(facts, "appointment", "ward"),
        CODE: _values(facts, "diagnosis", "code") | _values(facts, "referral", "code"),
        KIND: _values(facts, "visit", "kind") | _listed(catalogue, KIND),
    }
    listed = {name: _listed(catalogue, name) for name in _LISTED}
    whole = {
        axis: _with_none(facts, catalogue, axis, leaves)
        for axis, leaves in {**known, **listed}.items()
    }
    return {**whole, "direction": _DIRECTIONS}


def _with_none(
    facts: Snapshot, catalogue: Catalogue, axis: str, leaves: frozenset[str]
) -> frozenset[str]:
    """Add the leaf of rows that name nothing, where there are some: else a reader may know it."""
    dimension = "icd" if axis == CODE else axis
    subjects = (s.id for s in catalogue.subjects.values() if dimension in s.dimensions)
    columns = (text_of(facts, subject, dimension) for subject in subjects)
    return leaves | {UNKNOWN} if any((c.codes < 0).any() for c in columns) else leaves


def _values(facts: Snapshot, table: str, name: str) -> frozenset[str]:
    return frozenset(facts.text(table, name).values)


def _listed(catalogue: Catalogue, dimension: str) -> frozenset[str]:
    it = catalogue.dimensions[dimension]
    return frozenset(m.id for m in it.members) if it.kind is DimensionKind.LISTED else frozenset()
