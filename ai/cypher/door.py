"""Running what the parser let through: written anew, limited, small groups left out, rounded.

Groups of few people are left out by the engine, so that few and none look alike. What is left is
rounded (`rounding`), then put in order and cut: an order of exact numbers would say which of two
equal ones has one person more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ai.cypher.parser import MOST_ROWS, parse
from ai.cypher.rounding import count_rounded, step_of, to_step
from ai.cypher.shape import variables_of
from ai.cypher.tree import Item, Parsed, Property
from ai.cypher.writing import LEAST, NOBODY, RESTS, TAKEN, TOP, WITH_VALUE, written
from ai.disclosure.boxes import Rule
from graph.store import Row, Statement, Store
from mpi.errors import BadInput

#: Groups that the engine may give before they are put in order.
_MOST_GROUPS = 20_000
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
    statement = Statement(written(parsed, _MOST_GROUPS))
    values = {name: parameters[name] for name in parsed.parameters} | {LEAST: rule.least}
    found = store.read(lambda work: work.run(statement, **values), timeout=limits.seconds)
    if len(found) > _MOST_GROUPS:
        raise BadInput("cypher", f"gives more than {_MOST_GROUPS} groups")
    shown = _ordered(parsed, [_row(parsed.items, row, rule) for row in found])
    rows = min(parsed.limit, limits.rows)
    names = tuple(item.name for item in parsed.items)
    return Found(names, tuple(shown[:rows]), len(shown) > rows, statement.text)


def _check(parsed: Parsed, parameters: Mapping[str, object]) -> None:
    if parsed.parameters != parameters.keys():
        raise BadInput("parameters", "must be exactly those that the query names")
    for name, value in parameters.items():
        values = value if isinstance(value, list) else [value]
        if not all(_plain(each) for each in values):
            raise BadInput(f"parameters.{name}", "must be text, a number, a flag or a list of them")
    names = [*(item.name for item in parsed.items), *variables_of(parsed), *parsed.parameters]
    if any(name.startswith(TAKEN) for name in names):
        raise BadInput("cypher", "uses a name that is taken")


def _plain(value: object) -> bool:
    return isinstance(value, Scalar) and len(str(value)) <= _LONGEST_TEXT


def _ordered(parsed: Parsed, rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Put rounded rows in order: as asked, then by the keys of their groups."""
    keys = [(i.name, False) for i in parsed.items if isinstance(i.what, Property)]
    found = list(rows)
    for name, down in reversed([*parsed.order, *keys]):
        found.sort(key=lambda row, name=name: _place(row[name]), reverse=down)  # type: ignore[misc]
    return found


def _place(value: object) -> tuple[bool, str, object]:
    """Sort as Cypher does: what is not there stands after all that is."""
    kind = "" if isinstance(value, int | float) else type(value).__name__
    return value is None, kind, 0 if value is None else value


def _row(items: Sequence[Item], row: Row, rule: Rule) -> dict[str, object]:
    return {item.name: _given(item, row, rule, at) for at, item in enumerate(items)}


def _given(item: Item, row: Row, rule: Rule, at: int) -> object:
    """Round a number by what a person adds to it; where few have a value it is as if none had."""
    value, what, people = row[item.name], item.what, row[RESTS]
    if isinstance(what, Property) or people == NOBODY:
        return value
    people = row.get(f"{WITH_VALUE}{at}", people)
    if what.function == "count":
        return count_rounded(value, people, rule.least) if people >= rule.least else 0
    if value is None or people < rule.least:
        return None
    many = people if what.function == "avg" else 1
    step = step_of(value * many, row[f"{TOP}{at}"], people, rule.least)
    return to_step(value, step / many)
