"""The model that training begins with: fields as specified, chances as one would guess them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import BlockRule, Field, History, Level, Model, Relation, Thresholds
from mpi.training.spec import FieldSpec, Spec

#: What never changes in life is averaged over a person's records, the rest is taken at its best.
_LASTING = frozenset({"name part", "whole name", "date", "year"})
#: Kinds that say nothing sure by themselves: sharing a name or a sex is not being one person.
_NO_ANCHOR = frozenset({"name part", "whole name", "name", "sex"})
#: How often people of one home agree in a field because of the home, by what the field is called
#: or of what kind it is; whatever else agrees between them, agrees as between strangers.
_SHARED: Mapping[str, float] = {
    "family_name": 0.7,
    "phone": 0.6,
    "address": 0.9,
    "street": 0.9,
    "ward": 0.95,
    "postcode": 0.95,
    "mother_name": 0.4,
    "father_name": 0.4,
    "source": 0.9,
    "kind:address text": 0.9,
    "kind:postcode": 0.95,
    "kind:place": 0.6,
}
_U = 0.5
#: *same* from a chance of 9 in 10, *maybe* from 1 in 5: bits are odds, whatever was learnt from.
THRESHOLDS = Thresholds(same=math.log2(9), maybe=-2.0)
HOUSEMATE, TWIN = "housemate", "twin"
#: Twins for each housemate: 12 of a thousand births are of twins.
_TWINS = 0.012


def start(spec: Spec, base: Model, blocking: tuple[BlockRule, ...]) -> Model:
    """Make a model of the fields of a specification; kinds of `base` keep its figures."""
    fields = tuple(_field(each, base) for each in spec.fields)
    names = {field.field for field in fields}
    anchors = tuple(field.field for field in fields if field.kind not in _NO_ANCHOR)
    return Model(
        version="untrained",
        population=base.population,
        thresholds=THRESHOLDS,
        anchors=anchors or tuple(names),
        fields=fields,
        frequencies=base.frequencies,
        relations=_relations(fields, base),
        overlaps=tuple(o for o in base.overlaps if {o.given, o.field} <= _of(base, fields)),
        ceilings=tuple(c for c in base.ceilings if c.field in _of(base, fields)),
        blocking=blocking,
    )


def _field(spec: FieldSpec, base: Model) -> Field:
    known = {field.kind: field for field in base.fields}
    if spec.kind not in VALUE_KINDS:
        return known[spec.kind]
    rows = VALUE_KINDS[spec.kind].rows
    whole = sum(row.start for row in rows)
    levels = tuple(Level(row.level, row.start / whole, _U) for row in rows)
    history = History.MEAN if spec.kind in _LASTING else History.BEST
    return Field(spec.field, spec.kind, history, levels, column=spec.column)


def _of(base: Model, fields: tuple[Field, ...]) -> set[str]:
    """Names of the fields that are the base model's own."""
    own = {field.field for field in base.fields}
    return {field.field for field in fields if field.field in own and not field.column}


def _relations(fields: tuple[Field, ...], base: Model) -> tuple[Relation, ...]:
    """The base model's relations where its fields are used, else a home and twins in it."""
    if "name" in _of(base, fields):
        own = _of(base, fields)
        kept = (
            Relation(r.relation, r.people, {f: c for f, c in r.u.items() if f in own}, r.note)
            for r in base.relations
        )
        return tuple(kept)
    shared = any(_shared(field, HOUSEMATE) for field in fields)
    return (Relation(HOUSEMATE, 1.0, {}), Relation(TWIN, _TWINS, {})) if shared else ()


def at_home(relations: tuple[Relation, ...], fields: tuple[Field, ...]) -> tuple[Relation, ...]:
    """Give what two people of one home share its chances, out of the fields' present m and u."""
    return tuple(
        Relation(r.relation, r.people, {**r.u, **_home(fields, r.relation)}, r.note)
        for r in relations
    )


def _home(fields: tuple[Field, ...], relation: str) -> Mapping[str, Mapping[str, float]]:
    return {
        field.field: {level.level: _mixed(level, part) for level in field.levels}
        for field in fields
        if field.column and (part := _shared(field, relation))
    }


def _mixed(level: Level, part: float) -> float:
    u = 0.0 if level.by_value else level.u
    return min(1.0, part * level.m + (1 - part) * u)


def _shared(field: Field, relation: str) -> float:
    if relation == "twin" and field.kind == "date" and field.field == "birth_date":
        return 0.98
    return _SHARED.get(field.field, _SHARED.get(f"kind:{field.kind}", 0.0))
