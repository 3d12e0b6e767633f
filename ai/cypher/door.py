"""Running what the parser let through: written anew, limited, small groups left out, rounded.

A row rests on people: the statement is carried on to the persons behind its visits or letters, so
that twelve visits of one person are one. The engine leaves out rows that rest on too few, before
order and limit, so that few and none look alike. What is left is rounded (`rounding`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ai.cypher.parser import MOST_ROWS, parse
from ai.cypher.rounding import count_rounded, step_of, to_step
from ai.cypher.shape import ABOUT, HUBS, variables_of
from ai.cypher.tree import Aggregate, Item, Node, Parsed, Path, Property
from ai.disclosure.boxes import Rule
from graph.store import Row, Statement, Store
from mpi.errors import BadInput

#: The column that says on how many people a row rests, and those of the greatest single values.
_RESTS, _TOP, _LEAST = "rests_on", "top_value_", "rests_least"
#: From what a row is about to the people behind it; the last variable is the person.
_PERSON = "resting_person"
_TO_PEOPLE = {
    "PatientRecord": "-[:IDENTIFIES]->(resting_person:Person)",
    "Encounter": "-[:OF]->(resting_record:PatientRecord)-[:IDENTIFIES]->(resting_person:Person)",
}
_TO_PEOPLE |= {
    label: f"-[:{kind}]->(resting_visit:Encounter){_TO_PEOPLE['Encounter']}"
    for label, kind in (("Referral", "ISSUED_IN"), ("Appointment", "BOOKED_IN"))
}
#: More than any limit: places and codes hide nobody.
_NOBODY = 1_000_000
_LONGEST_TEXT = 200

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: rows given, and seconds of the engine."""

    rows: int = MOST_ROWS
    seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """Columns and rows; groups of few people are not among them. `cut`: there is more.

    `statement` is what ran, as it was written anew.
    """

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]
    cut: bool
    statement: str


def ask_cypher(
    store: Store,
    text: str,
    parameters: Mapping[str, object],
    rule: Rule,
    limits: Limits | None = None,
) -> Found:
    """Run one query of an analyst. Raises BadInput naming what is not allowed, Unavailable."""
    limits = limits or Limits()
    parsed = parse(text)
    _check(parsed, parameters)
    rows = min(parsed.limit, limits.rows)
    statement = Statement(written(parsed, rows))
    values = {name: parameters[name] for name in parsed.parameters} | {_LEAST: rule.least}
    found = store.read(lambda work: work.run(statement, **values), timeout=limits.seconds)
    return _shown(parsed, found, rule, rows, statement.text)


def written(parsed: Parsed, rows: int = MOST_ROWS) -> str:
    """Write a parsed query as the text that runs; nothing of the given text is in it but values."""
    where = f" WHERE {parsed.where}" if parsed.where else ""
    people, rests = _people(parsed)
    tops = _tops(parsed.items)
    kept = [f"{_what(i.what)} AS {i.name}" for i in parsed.items]
    kept += [f"max({_property(of)}) AS {name}" for name, of in tops.items()]
    names = ", ".join([*(i.name for i in parsed.items), *tops, _RESTS])
    order = ", ".join(f"{name}{' DESC' if down else ''}" for name, down in parsed.order)
    ordered = f" ORDER BY {order}" if order else ""
    match = ", ".join(map(_path, parsed.paths))
    return (
        f"MATCH {match}{where}{people} WITH {', '.join(kept)}, {rests} AS {_RESTS}"
        f" WHERE {_RESTS} >= ${_LEAST} RETURN {names}"
        f"{ordered} LIMIT {min(parsed.limit, rows) + 1}"
    )


def _people(parsed: Parsed) -> tuple[str, str]:
    """Carry a query on to the people whom it is about, and count them."""
    labels = variables_of(parsed)
    found = [(v, label) for label in ABOUT for v, held in labels.items() if held == label]
    if found:
        variable, label = found[0]
        more = f" MATCH ({variable}){_TO_PEOPLE[label]}" if label in _TO_PEOPLE else ""
        return more, f"count(DISTINCT {_PERSON if more else variable})"
    if set(labels.values()) <= HUBS:
        return "", str(_NOBODY)
    raise BadInput("cypher", f"must match one of {', '.join(ABOUT)} too, to count whom it is about")


def _tops(items: Sequence[Item]) -> dict[str, Property]:
    """Name the greatest single value in each sum and average: the step of rounding needs it."""
    return {
        f"{_TOP}{at}": each.what.of
        for at, each in enumerate(items)
        if isinstance(each.what, Aggregate) and isinstance(each.what.of, Property)
        if each.what.function != "count"
    }


def _check(parsed: Parsed, parameters: Mapping[str, object]) -> None:
    if parsed.parameters != parameters.keys():
        raise BadInput("parameters", "must be exactly those that the query names")
    for name, value in parameters.items():
        values = value if isinstance(value, list) else [value]
        if not all(_plain(each) for each in values):
            raise BadInput(f"parameters.{name}", "must be text, a number, a flag or a list of them")
    names = [*(item.name for item in parsed.items), *variables_of(parsed), *parsed.parameters]
    if any(name.startswith(("rests_", "resting_", _TOP)) for name in names):
        raise BadInput("cypher", "uses a name that is taken")


def _plain(value: object) -> bool:
    return isinstance(value, Scalar) and len(str(value)) <= _LONGEST_TEXT


def _shown(parsed: Parsed, rows: Sequence[Row], rule: Rule, most: int, statement: str) -> Found:
    names = tuple(item.name for item in parsed.items)
    shown = tuple(_row(parsed.items, row, rule) for row in rows[:most])
    return Found(names, shown, len(rows) > most, statement)


def _row(items: Sequence[Item], row: Row, rule: Rule) -> dict[str, object]:
    return {item.name: _given(item, row, rule, at) for at, item in enumerate(items)}


def _given(item: Item, row: Row, rule: Rule, at: int) -> object:
    value, what, people = row[item.name], item.what, row[_RESTS]
    if isinstance(what, Property) or value is None or people == _NOBODY:
        return value
    if what.function == "count":
        return count_rounded(value, rule.least)
    many = people if what.function == "avg" else 1
    step = step_of(value * many, row[f"{_TOP}{at}"] or 0, people, rule.least)
    return to_step(value, step / many)


def _what(what: Property | Aggregate) -> str:
    if isinstance(what, Property):
        return _property(what)
    of = what.of if isinstance(what.of, str) else _property(what.of)
    return f"{what.function}({'DISTINCT ' if what.distinct else ''}{of})"


def _property(of: Property) -> str:
    return f"{of.variable}.{of.key}" + (f" / {of.by}" if of.by > 1 else "")


def _path(path: Path) -> str:
    steps = (
        f"-[:{s.kind}]->{_node(s.node)}" if s.forward else f"<-[:{s.kind}]-{_node(s.node)}"
        for s in path.steps
    )
    return _node(path.start) + "".join(steps)


def _node(node: Node) -> str:
    return f"({node.variable}:{node.label})" if node.label else f"({node.variable})"
