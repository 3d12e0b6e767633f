"""The model that training begins with: fields as specified, chances as one would guess them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations

from mpi.compare.people_names import EXCHANGED
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import BlockRule, Field, History, Level, Model, Overlap, Relation, Thresholds
from mpi.training.spec import FieldSpec, Spec

#: What never changes in life is averaged over a person's records, the rest is taken at its best.
_LASTING = frozenset({"name part", "whole name", "date", "year"})
#: Kinds that say nothing sure by themselves: sharing a name or a sex is not being one person.
_NO_ANCHOR = frozenset({"name part", "whole name", "name", "sex"})
#: How often people of one home agree in a field because of the home, by what the field is called
#: or of what kind it is; whatever else agrees between them, agrees as between strangers. Few use
#: the number of another of their home.
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
    "personal_number": 0.02,
    "insurance_number": 0.02,
    "kind:address text": 0.9,
    "kind:postcode": 0.95,
    "kind:place": 0.6,
}
_U = 0.5
#: What together is one name and what it tells.
_ONE_NAME = frozenset({"name", "full_name", "family_name", "middle_name", "given_name", "sex"})
#: Names that follow the father's, or that of a parent: how often a home is why two agree in them is
#: learnt, since countries differ.
LEARNT_AT_HOME = ("middle_name", "mother_name", "father_name")
#: *same* from a chance of 9 in 10, *maybe* from 1 in 5: bits are odds, whatever was learnt from.
THRESHOLDS = Thresholds(same=math.log2(9), maybe=-2.0)
#: Numbers that are one's own and stay.
STEADY = frozenset({"personal_number", "insurance_number"})
HOUSEMATE = "housemate"
#: People of one home by relation, for each housemate: 12 of a thousand births are of twins, and as
#: many children are called as a parent is. Learning counts them anew.
AT_HOME: Mapping[str, float] = {HOUSEMATE: 1.0, "twin": 0.012, "namesake": 0.012}
#: What a relation shares beside the home.
_OWN: Mapping[str, Mapping[str, float]] = {
    "twin": {"birth_date": 0.98},
    "namesake": {"given_name": 0.98, "full_name": 0.98},
}


def start(spec: Spec, base: Model, blocking: tuple[BlockRule, ...]) -> Model:
    """Make a model of the fields of a specification; kinds of `base` keep its figures."""
    fields = tuple(_field(each, base) for each in spec.fields)
    return Model(
        version="untrained",
        population=base.population,
        thresholds=THRESHOLDS,
        anchors=_anchors(fields),
        fields=fields,
        frequencies=base.frequencies,
        relations=_relations(fields, base),
        overlaps=(
            *(o for o in base.overlaps if {o.given, o.field} <= _of(base, fields)),
            *_exchanges(fields),
        ),
        ceilings=tuple(c for c in base.ceilings if c.field in _of(base, fields)),
        blocking=blocking,
        presence=base.presence,
        codes_per_reuse=base.codes_per_reuse,
    )


def _anchors(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Give what may make two records sure to be one's; other names where there is nothing else.

    Own names and sex alone never do, so records that say no more are asked about.
    """
    found = tuple(field.field for field in fields if field.kind not in _NO_ANCHOR)
    names = tuple(field.field for field in fields)
    return found or (names if set(names) - _ONE_NAME else ())


def _exchanges(fields: tuple[Field, ...]) -> Iterator[Overlap]:
    """Two parts of a name in each other's place are one exchange, not two."""
    for a, b in combinations((f for f in fields if f.kind == "name part"), 2):
        if {*a.column.split("|")} == {*b.column.split("|")}:
            yield Overlap(a.field, (EXCHANGED,), b.field, 0.0)


def _field(spec: FieldSpec, base: Model) -> Field:
    known = {field.kind: field for field in base.fields}
    if spec.kind not in VALUE_KINDS:
        return known[spec.kind]
    rows = VALUE_KINDS[spec.kind].rows
    whole = sum(row.start for row in rows)
    levels = tuple(Level(r.level, r.start / whole, _U, alike=r.bound) for r in rows)
    history = History.MEAN if spec.kind in _LASTING else History.BEST
    return Field(spec.field, spec.kind, history, levels, column=spec.column)


def _of(base: Model, fields: tuple[Field, ...]) -> set[str]:
    """Names of the fields that are the base model's own."""
    own = {field.field for field in base.fields}
    return {field.field for field in fields if field.field in own and not field.column}


def _relations(fields: tuple[Field, ...], base: Model) -> tuple[Relation, ...]:
    """The base model's relations where its fields are used, else those of a home."""
    if "name" in _of(base, fields):
        own = _of(base, fields)
        kept = (
            Relation(r.relation, r.people, {f: c for f, c in r.u.items() if f in own}, r.note)
            for r in base.relations
        )
        return tuple(kept)
    shared = any(_shared(field, HOUSEMATE) for field in fields)
    return tuple(Relation(r, n, {}) for r, n in AT_HOME.items()) if shared else ()


def at_home(
    relations: tuple[Relation, ...], fields: tuple[Field, ...], parts: Mapping[str, float]
) -> tuple[Relation, ...]:
    """Give what two people of one home share its chances, out of the fields' present m and u.

    `parts` is what was learnt of how often the home is why they agree, by field.
    """
    return tuple(
        Relation(r.relation, r.people, {**r.u, **_home(fields, r.relation, parts)}, r.note)
        for r in relations
    )


def _home(
    fields: tuple[Field, ...], relation: str, parts: Mapping[str, float]
) -> Mapping[str, Mapping[str, float]]:
    return {
        field.field: {level.level: _mixed(level, part) for level in field.levels}
        for field in fields
        if field.column and (part := parts.get(field.field, _shared(field, relation)))
    }


def _mixed(level: Level, part: float) -> float:
    u = 0.0 if level.by_value else level.u
    return min(1.0, part * level.m + (1 - part) * u)


def _shared(field: Field, relation: str) -> float:
    alone = _OWN.get(relation, {}).get(field.field, 0.0)
    return alone or shared_at_home(field)


def shared_at_home(field: Field) -> float:
    """Guess how often people of one home agree in a field because of the home."""
    return _SHARED.get(field.field, _SHARED.get(f"kind:{field.kind}", 0.0))


def guessed(relations: tuple[Relation, ...]) -> bool:
    """Say whether relations are those of any home, and not what is known of Vietnam's families."""
    return tuple(relation.relation for relation in relations) == tuple(AT_HOME)


def is_own(field: Field) -> bool:
    """Say whether a field is a name or date that people of one home do not share."""
    return field.kind in _LASTING and not _shared(field, HOUSEMATE)
