"""Running what the parser let through: written anew, limited, small cells hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ai.cypher.parser import parse
from ai.cypher.shape import ABOUT, HUBS, variables_of
from ai.cypher.tree import Aggregate, Item, Node, Parsed, Path, Property
from ai.disclosure.boxes import Rule
from graph.store import Row, Statement, Store
from mpi.errors import BadInput

#: The column that says on how many patients, visits or letters a row rests.
_RESTS = "rests_on"
_LONGEST_TEXT = 200

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Found:
    """Columns and rows; a small cell holds its place and no numbers. `cut`: there is more."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]
    hidden: int
    cut: bool


def ask_cypher(
    store: Store,
    text: str,
    parameters: Mapping[str, object],
    rule: Rule,
    *,
    seconds: float = 5.0,
) -> Found:
    """Run one query of an analyst. Raises BadInput naming what is not allowed."""
    parsed = parse(text)
    _check(parsed, parameters)
    statement = Statement(written(parsed))
    values = {name: parameters[name] for name in parsed.parameters}
    rows = store.read(lambda work: work.run(statement, **values), timeout=seconds)
    return _shown(parsed, rows, rule)


def written(parsed: Parsed) -> str:
    """Write a parsed query as the text that runs; nothing of the given text is in it but values."""
    where = f" WHERE {parsed.where}" if parsed.where else ""
    columns = ", ".join(f"{_what(i.what)} AS {i.name}" for i in parsed.items)
    order = ", ".join(f"{name}{' DESC' if down else ''}" for name, down in parsed.order)
    ordered = f" ORDER BY {order}" if order else ""
    match = ", ".join(map(_path, parsed.paths))
    return (
        f"MATCH {match}{where} RETURN {columns}, {_rests(parsed)} AS {_RESTS}"
        f"{ordered} LIMIT {parsed.limit + 1}"
    )


def _rests(parsed: Parsed) -> str:
    """Count what a row is about: people where they are matched, else records, visits, letters."""
    labels = variables_of(parsed)
    about = next((v for label in ABOUT for v, held in labels.items() if held == label), "")
    if about:
        return f"count(DISTINCT {about})"
    if set(labels.values()) <= HUBS:
        return "1000000"
    raise BadInput("cypher", f"must match one of {', '.join(ABOUT)} too, to count whom it is about")


def _check(parsed: Parsed, parameters: Mapping[str, object]) -> None:
    if parsed.parameters != parameters.keys():
        raise BadInput("parameters", "must be exactly those that the query names")
    for name, value in parameters.items():
        values = value if isinstance(value, list) else [value]
        if not all(_plain(each) for each in values):
            raise BadInput(f"parameters.{name}", "must be text, a number, a flag or a list of them")
    if any(item.name == _RESTS for item in parsed.items):
        raise BadInput("cypher", "names a column that is taken")


def _plain(value: object) -> bool:
    return isinstance(value, Scalar) and len(str(value)) <= _LONGEST_TEXT


def _shown(parsed: Parsed, rows: Sequence[Row], rule: Rule) -> Found:
    kept = rows[: parsed.limit]
    shown = [_row(parsed.items, row, rule) for row in kept]
    hidden = sum(any(v is None for v in row.values()) for row in shown)
    names = tuple(item.name for item in parsed.items)
    ordered = shown if not hidden else sorted(shown, key=_hidden_last)
    return Found(names, tuple(ordered), hidden, len(rows) > parsed.limit)


def _hidden_last(row: Mapping[str, object]) -> bool:
    return None in row.values()


def _row(items: Sequence[Item], row: Row, rule: Rule) -> dict[str, object]:
    counts = [
        row[i.name] for i in items if isinstance(i.what, Aggregate) and i.what.function == "count"
    ]
    if not any(map(rule.small, [row[_RESTS], *counts])):
        return {item.name: row[item.name] for item in items}
    return {i.name: None if isinstance(i.what, Aggregate) else row[i.name] for i in items}


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
