"""Rules that a model file keeps beyond its types. Each failure names the place and the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mpi.blocking import PARTS
from mpi.compare import KINDS, level_names
from mpi.compare.values import VALUE_KINDS
from mpi.errors import BadInput
from mpi.model_parts import BlockRule, Field, Frequencies, Model

_Finding = tuple[str, str]


def check(model: Model) -> None:
    """Raise BadInput for the first rule that the model breaks."""
    for where, rule in _findings(model):
        raise BadInput(f"model.{where}", rule)


def _findings(model: Model) -> Iterator[_Finding]:
    if not model.thresholds.maybe < model.thresholds.same:
        yield "thresholds", "maybe must be below same"
    if model.population <= 1:
        yield "population", "must be above 1"
    if model.codes_per_reuse <= 1:
        yield "codes_per_reuse", "must be above 1"
    if min(model.presence.overlap_hours, model.presence.after_death_hours) < 0:
        yield "presence", "hours must not be below 0"
    yield from _fields(model.fields)
    yield from _frequencies(model.frequencies)
    yield from _references(model)
    yield from _relations(model)
    yield from _twice("blocking", [rule.rule for rule in model.blocking])
    yield from _twice("relations", [relation.relation for relation in model.relations])
    for n, rule in enumerate(model.blocking):
        yield from _blocking(f"blocking[{n}]", rule, model)


def _twice(where: str, names: list[str]) -> Iterator[_Finding]:
    for n, name in enumerate(names):
        if name in names[:n]:
            yield f"{where}[{n}]", f"{name} is there before; give it another name"


def _fields(fields: tuple[Field, ...]) -> Iterator[_Finding]:
    names = [field.field for field in fields]
    if len(set(names)) < len(names):
        yield "fields", "the same field twice"
    for n, field in enumerate(fields):
        if field.kind not in KINDS and field.kind not in VALUE_KINDS:
            yield f"fields[{n}].kind", "must be one of " + ", ".join((*KINDS, *VALUE_KINDS))
        else:
            yield from _column(f"fields[{n}]", field)
            yield from _levels(f"fields[{n}]", field)


def _column(where: str, field: Field) -> Iterator[_Finding]:
    if (field.kind in VALUE_KINDS) != bool(field.column):
        yield f"{where}.column", "is for the general kinds and needed by them"
    if field.shares is None and any(level.by_value for level in field.levels):
        yield f"{where}.shares", "are needed by a level"


def _levels(where: str, field: Field) -> Iterator[_Finding]:
    expected = level_names(field.kind)
    if [level.level for level in field.levels] != expected:
        yield f"{where}.levels", "must be, in this order: " + ", ".join(expected)
    for n, level in enumerate(field.levels):
        shared = level.rarity or level.by_value
        if not (0 < level.m <= 1 and level.u > 0 and (level.u <= 1 or shared)):
            yield f"{where}.levels[{n}]", "m and u must be above 0 and at most 1"
    yield from _bounds(where, field)


def _bounds(where: str, field: Field) -> Iterator[_Finding]:
    rows = VALUE_KINDS[field.kind].rows if field.kind in VALUE_KINDS else ()
    told = {row.level for row in rows if row.bound is not None}
    for n, level in enumerate(field.levels):
        if level.alike is not None and not (level.level in told and level.alike >= 0):
            rule = "is for levels told by likeness, and not below 0; those are: "
            yield f"{where}.levels[{n}].alike", rule + (", ".join(sorted(told)) or "none")


def _frequencies(tables: Frequencies) -> Iterator[_Finding]:
    if not 0 < tables.least < 1:
        yield "frequencies.least", "must be between 0 and 1"
    for part in ("surname", "middle", "given"):
        shares = getattr(tables, part)
        if not all(0 < share < 1 for share in (shares.unlisted, *shares.listed.values())):
            yield f"frequencies.{part}", "shares must be between 0 and 1"


def _references(model: Model) -> Iterator[_Finding]:
    known = _known(model)
    for n, anchor in enumerate(model.anchors):
        if anchor not in known:
            yield f"anchors[{n}]", f"is no field; fields are {', '.join(known)}"
    for n, ceiling in enumerate(model.ceilings):
        if rule := _unknown({ceiling.field: (ceiling.level,)}, known):
            yield f"ceilings[{n}]", rule
    for n, overlap in enumerate(model.overlaps):
        if rule := _unknown({overlap.field: (), overlap.given: overlap.levels}, known):
            yield f"overlaps[{n}]", rule


def _relations(model: Model) -> Iterator[_Finding]:
    known = _known(model)
    for n, relation in enumerate(model.relations):
        where = f"relations[{n}]"
        if relation.people <= 0:
            yield f"{where}.people", "must be above 0"
        for field, chances in relation.u.items():
            if rule := _unknown({field: chances}, known):
                yield f"{where}.u.{field}", rule
            if not all(0 < chance <= 1 for chance in chances.values()):
                yield f"{where}.u.{field}", "chances must be above 0 and at most 1"


def _known(model: Model) -> Mapping[str, set[str]]:
    return {field.field: {level.level for level in field.levels} for field in model.fields}


def _unknown(said: Mapping[str, Iterable[str]], known: Mapping[str, set[str]]) -> str:
    """Say which field or level there is not, and which there are."""
    for field, levels in said.items():
        if field not in known:
            return f"speaks of no field: {field}; fields are {', '.join(known)}"
        if extra := sorted({*levels} - known[field]):
            return f"speaks of no level of {field}: {', '.join(extra)}"
    return ""


def _blocking(where: str, rule: BlockRule, model: Model) -> Iterator[_Finding]:
    parts = rule.parts + (rule.split.by if rule.split else ())
    facets = {
        f"{field.field}:{facet}"
        for field in model.fields
        if field.kind in VALUE_KINDS
        for facet in VALUE_KINDS[field.kind].facets
    }
    if not rule.parts or not set(parts) <= PARTS.keys() | facets:
        yield f"{where}.parts", "must be some of " + ", ".join((*PARTS, *sorted(facets)))
