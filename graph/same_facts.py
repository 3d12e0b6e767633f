"""One fact said by several wires: the fuller statement is shown, the others are marked as the same.

Nothing is removed, so every wire can still take back or correct what it said itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.facts import FIRST_WIRE
from graph.kinds import NODES
from graph.store import Row, Statement, Work
from graph.stored import local_day, moment
from graph.visit_statements import FACT_EDGES
from mpi.names import fold


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two statements of one kind of fact are known to be one.

    `words` are properties of which one must agree when no code does, `numbers` properties that
    decide alone, `days` the moments of which the first known is compared by Hanoi's day, `values`
    what must be equal besides.
    """

    words: tuple[str, ...] = ("wording",)
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


LIKENESS: Mapping[str, Likeness] = {
    "Diagnosis": Likeness(),
    "Service": Likeness(days=("performed_at", "ordered_at")),
    "Observation": Likeness(days=("resulted_at", "observed_at"), values=("value",)),
    "MedicationItem": Likeness(words=("drug",)),
    "Immunization": Likeness(days=("given_at",)),
    "Allergy": Likeness(),
    "ImagingStudy": Likeness(words=(), numbers=("uid",)),
    "ServiceRequest": Likeness(numbers=("placer", "filler", "accession")),
    "Coverage": Likeness(words=("number",), numbers=("number",)),
}

_KEYS = {kind.label: [each.key for each in kind.properties] for kind in NODES}
_NOT_COUNTED = {"message", "wire", "origin_table", "origin_row", "same_as", "position"}


def _read(label: str, path: str) -> Statement:
    keys = ", ".join(f".{key}" for key in ("id", *_KEYS[label]))
    return Statement(f"""
    UNWIND $units AS unit
    MATCH {path}(n:{label})
    RETURN unit AS unit, n{{{keys}}} AS fact
    ORDER BY unit, n.id
""")


def _paths(unit: str, edge_of: Mapping[str, str]) -> Mapping[str, Statement]:
    start = f"(:{unit} {{id: unit}})"
    drugs = f"{start}<-[:{edge_of['Prescription']}]-(:Prescription)<-[:PART_OF]-"
    return {
        label: _read(
            label,
            drugs if label == "MedicationItem" else f"{start}<-[:{edge_of[label]}]-",
        )
        for label in LIKENESS
    }


_OF_VISITS = {label: edge for label, (edge, _) in FACT_EDGES.items()}

#: What is read, by what it hangs on.
OF_UNITS: Mapping[str, Mapping[str, Statement]] = {
    "visit": _paths("Encounter", _OF_VISITS),
    "patient": _paths("PatientRecord", dict.fromkeys(_OF_VISITS, "SAID_OF")),
}

MARK = {
    label: Statement(
        f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n.same_as = row.same_as",
        writes=True,
    )
    for label in LIKENESS
}


def mark_same(work: Work, what: str, units: Iterable[str]) -> None:
    """Compare the facts of units (ids of visits, or of patient records) of which wires share.

    `what` is `visit` or `patient`. Nothing is asked when there are none.
    """
    shared = sorted(set(units))
    if not shared:
        return
    for label, statement in OF_UNITS[what].items():
        facts: dict[str, list[Row]] = defaultdict(list)
        for row in work.run(statement, units=shared):
            facts[row["unit"]].append(row["fact"])
        rows = [row for each in facts.values() for row in _changed(each, LIKENESS[label])]
        if rows:
            work.run(MARK[label], rows=rows)


def _changed(facts: Sequence[Row], likeness: Likeness) -> list[dict[str, str | None]]:
    lead_of = same(facts, likeness)
    return [
        {"id": fact["id"], "same_as": lead_of.get(fact["id"])}
        for fact in facts
        if fact["same_as"] != lead_of.get(fact["id"])
    ]


@dataclass(slots=True)
class _Lead:
    fact: Row
    wires: set[str] = field(default_factory=set)


def same(facts: Sequence[Row], likeness: Likeness) -> dict[str, str]:
    """Say which facts are told by a fuller one of another wire: id to id. Pure."""
    leads: list[_Lead] = []
    found: dict[str, str] = {}
    for fact in sorted(facts, key=_fullest_first):
        wire = fact["wire"] or FIRST_WIRE
        lead = next(
            (it for it in leads if wire not in it.wires and _one(it.fact, fact, likeness)), None
        )
        if lead is None:
            leads.append(_Lead(fact, {wire}))
        else:
            lead.wires.add(wire)
            found[fact["id"]] = lead.fact["id"]
    return found


def _fullest_first(fact: Row) -> tuple[int, bool, str]:
    said = sum(
        1 for key, value in fact.items() if value not in (None, []) and key not in _NOT_COUNTED
    )
    return -said, (fact["wire"] or FIRST_WIRE) != FIRST_WIRE, fact["id"]


def _one(a: Row, b: Row, likeness: Likeness) -> bool:
    if any(a[key] and a[key] == b[key] for key in likeness.numbers):
        return True
    return (
        _agree(a, b, likeness.words)
        and _compatible(_day(a, likeness.days), _day(b, likeness.days))
        and all(_value(a[key]) == _value(b[key]) for key in likeness.values)
    )


def _agree(a: Row, b: Row, words: Sequence[str]) -> bool:
    if _codes(a) & _codes(b):
        return True
    return any(a[key] and b[key] and fold(a[key]) == fold(b[key]) for key in words)


def _codes(fact: Row) -> set[str]:
    codes = {str(code).partition("|")[2] for code in fact.get("codes") or ()}
    return codes | ({fact["code"]} if fact.get("code") else set())


def _day(fact: Row, days: Sequence[str]) -> int | None:
    said = next((fact[key] for key in days if fact[key]), None)
    return local_day(moment(said)) if said else None


def _compatible(a: int | None, b: int | None) -> bool:
    return a is None or b is None or a == b


def _value(said: Any) -> object:
    """A value as a number when it is one, so that `5.40` and `5.4` are one."""
    text = str(said or "").strip().replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return fold(text)
