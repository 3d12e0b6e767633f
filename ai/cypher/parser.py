"""A recursive-descent parser of the allowed part of Cypher.

    MATCH path (, path)* (WHERE condition)? RETURN item (, item)* (ORDER BY …)? (LIMIT n)?

Whatever is not spelled out here is refused: other clauses, functions, maps, lists of patterns,
steps of any length. Every name is looked up in the allow-list.
"""

from __future__ import annotations

from ai.cypher.allowed import Allowed, allowed
from ai.cypher.conditions import condition
from ai.cypher.cursor import DIVIDED, Cursor
from ai.cypher.shape import check_counted, check_shape
from ai.cypher.tree import Aggregate, Item, Node, Parsed, Path, Property, Step
from mpi.errors import BadInput

MOST_ROWS = 1000


def parse(text: str, rules: Allowed | None = None) -> Parsed:
    """Read a query. Raises BadInput naming what is not allowed and where."""
    cursor = Cursor.over(text, rules or allowed())
    cursor.word("MATCH")
    paths = [_path(cursor)]
    while cursor.taken(","):
        paths.append(_path(cursor))
    check_shape(paths, cursor.labels)
    where = condition(cursor) if cursor.taken("WHERE") else ""
    cursor.word("RETURN")
    items = _items(cursor)
    check_counted(paths, cursor.labels, items)
    order = _order(cursor, items) if cursor.taken("ORDER") else ()
    limit = _limit(cursor) if cursor.taken("LIMIT") else MOST_ROWS
    cursor.end()
    return Parsed(tuple(paths), where, items, order, limit, frozenset(cursor.parameters))


def _path(cursor: Cursor) -> Path:
    start, steps = _node(cursor), list[Step]()
    while cursor.peek().text in {"-", "<-"}:
        steps.append(_step(cursor))
    return Path(start, tuple(steps))


def _node(cursor: Cursor) -> Node:
    cursor.sign("(")
    variable, label = cursor.variable(), ""
    if cursor.taken(":"):
        label = cursor.listed("label", cursor.rules.labels)
    node = Node(variable, cursor.bind(variable, label))
    cursor.sign(")")
    return node


def _step(cursor: Cursor) -> Step:
    back = cursor.taken("<-")
    if not back:
        cursor.sign("-")
    cursor.sign("[")
    cursor.sign(":")
    kind = cursor.listed("kind of edge", cursor.rules.edges)
    cursor.sign("]")
    cursor.sign("-" if back else "->")
    return Step(kind, not back, _node(cursor))


def _items(cursor: Cursor) -> tuple[Item, ...]:
    items = [_item(cursor)]
    while cursor.taken(","):
        items.append(_item(cursor))
    if not any(isinstance(item.what, Aggregate) for item in items):
        raise BadInput("cypher", "must return at least one of count, sum, avg")
    if len({item.name for item in items}) < len(items):
        raise BadInput("cypher", "returns two columns of one name")
    return tuple(items)


def _item(cursor: Cursor) -> Item:
    follows = cursor.peek(1).text
    what = _aggregate(cursor) if follows == "(" else _divided(cursor)
    cursor.word("AS")
    return Item(what, cursor.variable())


def _divided(cursor: Cursor) -> Property:
    if cursor.peek(3).text != "/":
        return cursor.property()
    found = cursor.number(DIVIDED)
    cursor.sign("/")
    return Property(found.variable, found.key, cursor.whole())


def _aggregate(cursor: Cursor) -> Aggregate:
    function = cursor.listed("function", cursor.rules.functions)
    cursor.sign("(")
    distinct = function == "count" and cursor.taken("DISTINCT")
    of = _counted(cursor, function, distinct=distinct)
    cursor.sign(")")
    return Aggregate(function, of, distinct)


def _counted(cursor: Cursor, function: str, *, distinct: bool) -> Property | str:
    if function != "count":
        return cursor.number()
    if not distinct and cursor.taken("*"):
        return "*"
    return cursor.property() if cursor.peek(1).text == "." else cursor.bound()


def _order(cursor: Cursor, items: tuple[Item, ...]) -> tuple[tuple[str, bool], ...]:
    cursor.word("BY")
    found, names = list[tuple[str, bool]](), [item.name for item in items]
    while not found or cursor.taken(","):
        name = cursor.listed("returned column", names)
        down = cursor.taken("DESC")
        found.append((name, down or (cursor.taken("ASC") and False)))
    return tuple(found)


def _limit(cursor: Cursor) -> int:
    limit = cursor.whole()
    if limit > MOST_ROWS:
        raise BadInput("cypher", f"LIMIT must be at most {MOST_ROWS}")
    return limit
